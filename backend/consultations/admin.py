"""Requests in the administration: to be looked at, as they move by their steps alone."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from backend.common.admin_site import GistAdmin, ReadOnly, RowAdmin, site
from backend.consultations.models import (
    Assignment,
    BatchRow,
    BatchRun,
    Clock,
    ClockSetting,
    ConsultationRequest,
    DeliverableGist,
    Deputy,
    Engagement,
    ImportedRequest,
    Invitation,
    Meeting,
    Nomination,
    NominationStep,
    Nominee,
    Question,
    RequestFile,
    ShortlistEntry,
    Slot,
    StepTaken,
    Suggestion,
)


class StepInline(ReadOnly, TabularInline):
    model = StepTaken
    fields = ("created_at", "step", "source", "target", "by", "reason", "channel", "told_on")
    extra = 0


class ShortlistInline(ReadOnly, TabularInline):
    model = ShortlistEntry
    fields = ("place", "profile", "why", "left_out", "note", "chosen_by", "released_at")
    extra = 0


class InvitationInline(ReadOnly, TabularInline):
    model = Invitation
    fields = ("expert", "status", "answer_by", "answered_at", "reason", "busy_until", "channel")
    extra = 0


class EngagementInline(ReadOnly, TabularInline):
    model = Engagement
    fields = ("expert", "status", "fee", "currency", "payer", "starts_on", "ends_on")
    extra = 0


class ClockInline(ReadOnly, TabularInline):
    model = Clock
    fields = ("kind", "due_at", "days_left", "stopped_at", "reminded_on")
    extra = 0


class AssignmentInline(ReadOnly, TabularInline):
    model = Assignment
    fk_name = "request"
    fields = ("created_at", "before", "officer", "by", "reason")
    extra = 0


class ImportedInline(ReadOnly, TabularInline):
    model = ImportedRequest
    fields = ("asked_on", "ended_on", "helpers", "others")
    extra = 0


class RequestFileInline(ReadOnly, TabularInline):
    model = RequestFile
    fields = ("file", "kind", "visibility", "by", "created_at")
    extra = 0


class QuestionInline(ReadOnly, TabularInline):
    model = Question
    fields = ("text", "invitation", "wording", "answer", "answered_by", "answered_at")
    extra = 0


@admin.register(ConsultationRequest, site=site)
class ConsultationRequestAdmin(ReadOnly, RowAdmin):
    list_display = ("__str__", "track", "status", "officer", "created_at")
    list_filter = ("status", "track", ("officer", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("need", "officer")
    search_fields = ("need__title", "need__text", "background")
    inlines = (
        ImportedInline,
        StepInline,
        ShortlistInline,
        InvitationInline,
        QuestionInline,
        EngagementInline,
        RequestFileInline,
        ClockInline,
        AssignmentInline,
    )


@admin.register(Deputy, site=site)
class DeputyAdmin(RowAdmin):
    list_display = ("officer", "deputy", "starts_on", "ends_on")
    list_select_related = ("officer", "deputy")
    autocomplete_fields = ("officer", "deputy")


site.register(DeliverableGist, GistAdmin)


class NomineeInline(ReadOnly, TabularInline):
    model = Nominee
    fields = ("expert", "status", "statement", "reason")
    extra = 0


class NominationStepInline(ReadOnly, TabularInline):
    model = NominationStep
    fields = ("created_at", "step", "source", "target", "by", "reason", "channel", "told_on")
    extra = 0


@admin.register(Nomination, site=site)
class NominationAdmin(ReadOnly, RowAdmin):
    list_display = ("institution", "request", "status", "answer_by", "created_at")
    list_filter = ("status",)
    list_select_related = ("institution", "request__need")
    search_fields = ("institution__search_names", "request__need__title")
    inlines = (NomineeInline, NominationStepInline)


class BatchRowInline(ReadOnly, TabularInline):
    model = BatchRow
    fields = ("request", "profile", "score", "status", "reason", "by_hand", "changed_by")
    extra = 0


@admin.register(BatchRun, site=site)
class BatchRunAdmin(ReadOnly, RowAdmin):
    list_display = ("created_at", "asked_by", "status", "progress", "finished_at")
    list_filter = ("status",)
    list_select_related = ("asked_by",)
    inlines = (BatchRowInline,)


class SlotInline(ReadOnly, TabularInline):
    model = Slot
    fields = ("starts_at", "ends_at", "status", "proposed_by")
    extra = 0


@admin.register(Meeting, site=site)
class MeetingAdmin(ReadOnly, RowAdmin):
    list_display = ("topic", "engagement", "sequence", "created_at")
    list_select_related = ("engagement",)
    search_fields = ("topic",)
    inlines = (SlotInline,)


@admin.register(Suggestion, site=site)
class SuggestionAdmin(ReadOnly, RowAdmin):
    list_display = ("name", "institution", "invitation", "created_at")
    list_select_related = ("invitation",)
    search_fields = ("name", "institution")


@admin.register(ClockSetting, site=site)
class ClockSettingAdmin(ModelAdmin):
    """How long a step may take: data of the installation."""

    list_display = ("kind", "working_days", "calendar")
    list_select_related = ("calendar",)
