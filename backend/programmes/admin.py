"""Programmes and calls are kept in the administration; proposals are looked at there."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from unfold.admin import TabularInline

from backend.common.admin_site import ReadOnly, RowAdmin, site
from backend.programmes.forms import ProgrammeForm, ProgrammeRuleForm
from backend.programmes.models import (
    Call,
    Criterion,
    Decision,
    Extension,
    FormSection,
    IdeaPartner,
    PastProject,
    Programme,
    ProgrammeRule,
    Project,
    ProjectIdea,
    ProjectReport,
    Proposal,
    ProposalPartner,
    ProposalStep,
    ReportRule,
    ReviewRound,
)


class LinkedInline(TabularInline):
    """Addresses without a scheme are taken for https ones."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class RuleInline(LinkedInline):
    """A rule is ended by a date: checks of earlier days still ask for it."""

    model = ProgrammeRule
    form = ProgrammeRuleForm
    can_delete = False
    fields = (
        *("rule", "stage", "parameters", "severity", "confirmed"),
        *("source", "source_url", "valid_from", "valid_to", "position"),
    )
    extra = 0


class SectionInline(TabularInline):
    model = FormSection
    can_delete = False
    fields = ("stage", "key", "names", "hints", "required", "most_pages", "position")
    extra = 0


class CriterionInline(LinkedInline):
    model = Criterion
    fields = (
        *("stage", "key", "names", "hints", "weight", "least", "most", "confirmed"),
        *("source", "source_url", "position"),
    )
    extra = 0


class ReportRuleInline(LinkedInline):
    model = ReportRule
    fields = (
        *("kind", "names", "counted_from", "months", "sections", "remind_before", "calendar"),
        *("confirmed", "source", "source_url", "position"),
    )
    extra = 0


def _says_something_else(row: Model) -> bool:
    """Than what is kept: the page sends every row, also those that nobody touched."""
    kept = type(row)._default_manager.filter(pk=row.pk).first()
    names = [field.attname for field in row._meta.concrete_fields]
    return kept is None or any(getattr(kept, one) != getattr(row, one) for one in names)


@admin.register(Programme, site=site)
class ProgrammeAdmin(RowAdmin):
    """What is changed here is left alone when programmes are loaded again."""

    form = ProgrammeForm
    formfield_overrides = LinkedInline.formfield_overrides
    list_display = ("code", "name", "channel", "is_open", "edited")
    search_fields = ("code", "names")
    inlines = (RuleInline, SectionInline, CriterionInline, ReportRuleInline)
    kept = ("edited", *RowAdmin.kept)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Files find a programme by its code."""
        fields = super().get_readonly_fields(request, obj)
        return ["code", *fields] if obj else fields

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        obj.edited = obj.edited or _says_something_else(obj)
        super().save_model(request, obj, form, change)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: Any, change: bool
    ) -> None:
        for row in formset.save(commit=False):
            if not _says_something_else(row):
                continue
            row.edited = True
            if not row._state.adding:
                row.version += 1
            row.save()
        formset.save_m2m()


class ExtensionInline(ReadOnly, TabularInline):
    model = Extension
    fields = ("created_at", "deadline", "before", "after", "reason", "by")
    extra = 0


@admin.register(Call, site=site)
class CallAdmin(RowAdmin):
    list_display = ("name", "programme", "year", "opens_at", "closes_at")
    list_filter = ("programme", "year")
    list_select_related = ("programme",)
    inlines = (ExtensionInline,)


class IdeaPartnerInline(ReadOnly, TabularInline):
    model = IdeaPartner
    fields = ("institution", "status", "answer_by", "why", "contribution")
    extra = 0


@admin.register(PastProject, site=site)
class PastProjectAdmin(RowAdmin):
    formfield_overrides = LinkedInline.formfield_overrides
    list_display = ("title", "programme", "year", "source")
    list_filter = ("programme", "year")
    search_fields = ("title", "text")
    autocomplete_fields = ("institutions",)


@admin.register(ProjectIdea, site=site)
class ProjectIdeaAdmin(ReadOnly, RowAdmin):
    inlines = (IdeaPartnerInline,)
    list_display = ("title", "institution", "status", "created_at")
    list_filter = ("status",)
    list_select_related = ("institution",)


class PartnerInline(ReadOnly, TabularInline):
    model = ProposalPartner
    fields = ("institution", "country", "role", "left_at")
    extra = 0


class StepInline(ReadOnly, TabularInline):
    model = ProposalStep
    fields = ("created_at", "step", "source", "target", "by", "reason", "dated", "reference")
    extra = 0


class DecisionInline(ReadOnly, TabularInline):
    model = Decision
    fields = ("created_at", "step", "rank", "score", "spread", "within")
    extra = 0


@admin.register(Proposal, site=site)
class ProposalAdmin(ReadOnly, RowAdmin):
    list_display = ("title", "call", "institution", "status", "created_at")
    list_filter = ("status", "call")
    list_select_related = ("call__programme", "institution")
    inlines = (PartnerInline, StepInline, DecisionInline)


@admin.register(ReviewRound, site=site)
class ReviewRoundAdmin(ReadOnly, RowAdmin):
    list_display = ("call", "stage", "status", "due_at")
    list_filter = ("status",)
    list_select_related = ("call__programme",)


class ReportInline(ReadOnly, TabularInline):
    model = ProjectReport
    fields = ("kind", "due_on", "status")
    extra = 0


@admin.register(Project, site=site)
class ProjectAdmin(ReadOnly, RowAdmin):
    list_display = ("proposal", "status", "amount", "starts_on", "ends_on")
    list_filter = ("status",)
    list_select_related = ("proposal",)
    inlines = (ReportInline,)
