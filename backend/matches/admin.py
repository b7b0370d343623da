"""Rankings as they were made, and what they were made from: to be looked at."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from backend.common.admin_site import ReadOnly, site
from backend.matches.models import (
    Embedding,
    EncoderVersion,
    Match,
    MatchRun,
    Outcome,
    PanelMember,
    RankerVersion,
)


class MatchInline(ReadOnly, TabularInline):
    model = Match
    fields = ("rank", "profile", "fit", "why")
    readonly_fields = fields
    extra = 0
    per_page = 25
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Match]:
        return super().get_queryset(request).select_related("profile")

    @display(description=_("fit"))
    def fit(self, match: Match) -> str:
        return f"{match.score:.3f}"

    @display(description=_("passages"))
    def why(self, match: Match) -> SafeString:
        quoted = ((reason["language"], reason["passage"]) for reason in match.reasons)
        return format_html_join("", '<p lang="{}" dir="auto">{}</p>', quoted)


class PanelInline(ReadOnly, TabularInline):
    model = PanelMember
    fields = ("place", "profile", "covered")
    readonly_fields = fields
    extra = 0
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[PanelMember]:
        return super().get_queryset(request).select_related("profile")

    @display(description=_("covers"))
    def covered(self, member: PanelMember) -> SafeString:
        texts = ((cover["text"],) for cover in member.covers)
        return format_html_join("", '<p dir="auto">{}</p>', texts)


@admin.register(MatchRun, site=site)
class MatchRunAdmin(ReadOnly, ModelAdmin):
    list_display = ("need", "status", "progress", "attempt", "created_at", "finished_at")
    list_filter = ("status",)
    list_select_related = ("need",)
    search_fields = ("need__title", "need__text")
    ordering = ("-created_at",)
    show_full_result_count = False
    inlines = (PanelInline, MatchInline)


@admin.register(Embedding, site=site)
class EmbeddingAdmin(ReadOnly, ModelAdmin):
    list_display = ("passage", "encoder", "encoder_version", "correction_version", "language")
    list_filter = ("encoder", "encoder_version", "correction_version")
    list_select_related = ("passage",)
    search_fields = ("passage__text",)
    exclude = ("vector", "corrected")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Embedding]:
        return super().get_queryset(request).defer("vector", "corrected")


@admin.register(EncoderVersion, site=site)
class EncoderVersionAdmin(ReadOnly, ModelAdmin):
    """What answers and what is filled in; `manage.py encoders` tells how far, and switches."""

    list_display = ("encoder", "encoder_version", "correction_version", "state", "activated_at")
    list_filter = ("state",)
    search_fields = ("encoder",)
    ordering = ("state", "encoder")
    show_full_result_count = False


@admin.register(Outcome, site=site)
class OutcomeAdmin(ReadOnly, ModelAdmin):
    list_display = ("profile", "kind", "reason", "rating", "rank", "ranker", "at")
    list_filter = ("kind", "reason", "ranker")
    list_select_related = ("profile",)
    ordering = ("-at",)
    show_full_result_count = False


@admin.register(RankerVersion, site=site)
class RankerVersionAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "bias", "active_from", "created_at")
    ordering = ("-created_at",)
