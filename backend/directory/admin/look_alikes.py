"""Profiles that look alike: side by side, to be merged or told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminRadioSelectWidget

from backend.common.admin_site import site
from backend.common.errors import Conflict
from backend.directory.models import Expert, LookAlike, Passage, Profile
from backend.directory.selectors import look_alikes
from backend.directory.services.look_alikes import decide_different
from backend.directory.services.merging import merge_profiles

DIFFERENT, FIRST, SECOND = "different", "first", "second"
DECISIONS = [
    (DIFFERENT, _("These are different people or institutions")),
    (FIRST, _("Merge: the first stays")),
    (SECOND, _("Merge: the second stays")),
]


class LookAlikeForm(forms.ModelForm):
    decision = forms.ChoiceField(
        label=_("decision"),
        choices=DECISIONS,
        widget=UnfoldAdminRadioSelectWidget,
        help_text=_("What the other has moves to the one that stays. It can’t be undone."),
    )


@admin.register(LookAlike, site=site)
class LookAlikeAdmin(ModelAdmin):
    form = LookAlikeForm
    list_display = ("first_side", "second_side", "because", "found_at", "state")
    list_filter = ("state",)
    search_fields = ("first__search_names", "second__search_names")
    fields = ("compared", "alike", "found_at", "state", "decided_by", "decided_at", "decision")
    readonly_fields = ("compared", "alike", "found_at", "state", "decided_by", "decided_at")
    ordering = ("-found_at", "pk")
    show_full_result_count = False
    list_per_page = 50
    actions = ("tell_apart", "keep_first", "keep_second")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LookAlike]:
        """The list shows what is still to be decided, unless another state is asked for."""
        asked = any(name.startswith(("state", "q")) for name in request.GET)
        is_list = str(getattr(request.resolver_match, "url_name", "")).endswith("changelist")
        return look_alikes(LookAlike.State.OPEN) if is_list and not asked else look_alikes()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LookAlike | None = None) -> bool:
        """What was decided is only looked at."""
        decided = obj is not None and obj.state != LookAlike.State.OPEN
        return super().has_change_permission(request, obj) and not decided

    def get_fields(self, request: HttpRequest, obj: LookAlike | None = None):
        fields = super().get_fields(request, obj)
        is_open = obj is not None and obj.state == LookAlike.State.OPEN
        return fields if is_open else [name for name in fields if name != "decision"]

    def save_model(
        self, request: HttpRequest, obj: LookAlike, form: ModelForm, change: bool
    ) -> None:
        self._decide(request, obj, form.cleaned_data["decision"])

    @action(description=_("These are different people or institutions"), permissions=["change"])
    def tell_apart(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._decide_all(request, queryset, DIFFERENT)

    @action(description=_("Merge: the first stays"), permissions=["change"])
    def keep_first(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._decide_all(request, queryset, FIRST)

    @action(description=_("Merge: the second stays"), permissions=["change"])
    def keep_second(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._decide_all(request, queryset, SECOND)

    def _decide_all(self, request: HttpRequest, queryset: QuerySet, decision: str) -> None:
        for pair in queryset:
            self._decide(request, pair, decision)

    def _decide(self, request: HttpRequest, pair: LookAlike, decision: str) -> None:
        """One transaction a pair: what can't be merged is told and keeps nothing else back."""
        try:
            if decision == DIFFERENT:
                decide_different(look_alike=pair, by=request.user)
            else:
                keep = pair.first if decision == FIRST else pair.second
                merge_profiles(look_alike=pair, keep=keep, by=request.user)
        except Conflict as refused:
            self.message_user(request, f"{pair}: {refused.detail}", messages.ERROR)

    @display(description=_("first profile"))
    def first_side(self, pair: LookAlike) -> SafeString:
        return _side(pair.first)

    @display(description=_("second profile"))
    def second_side(self, pair: LookAlike) -> SafeString:
        return _side(pair.second)

    @display(description=_("reasons"))
    def because(self, pair: LookAlike) -> str:
        return "; ".join(pair.why)

    @display(description=_("profiles"))
    def compared(self, pair: LookAlike) -> SafeString:
        rows = ((label, one, other) for label, one, other in _rows(pair.first, pair.second))
        body = format_html_join("", "<tr><th>{}</th><td>{}</td><td>{}</td></tr>", rows)
        return format_html('<table class="w-full text-left">{}</table>', body)

    @display(description=_("passages that say nearly the same"))
    def alike(self, pair: LookAlike) -> SafeString:
        pairs = [two for reason in pair.reasons for two in reason.get("passages", ())]
        ids = [two[side] for two in pairs for side in (FIRST, SECOND)]
        texts = {str(one.pk): one for one in Passage.objects.filter(pk__in=ids)}
        quoted = (tuple(_quote(texts.get(two[side])) for side in (FIRST, SECOND)) for two in pairs)
        body = format_html_join("", "<tr><td>{}</td><td>{}</td></tr>", quoted)
        return format_html('<table class="w-full text-left">{}</table>', body)


def _side(profile: Profile) -> SafeString:
    lines = format_html_join("", '<div dir="auto">{}</div>', ((x,) for x in _told(profile)))
    return format_html('<a href="{}">{}</a>', _page(profile), lines)


def _told(profile: Profile) -> Iterator[str]:
    yield from dict.fromkeys(profile.names.values())
    yield from _institutions(profile)
    if profile.country:
        yield profile.country.name


def _institutions(profile: Profile) -> list[str]:
    if profile.kind == Profile.Kind.INSTITUTION:
        return []
    rows = profile.expert.affiliations.all()
    return list(dict.fromkeys(row.institution.name for row in rows))


def _rows(first: Any, second: Any) -> Iterator[tuple[str, Any, Any]]:
    yield "", _side(first), _side(second)
    for label, told in _aspects(first.kind):
        yield label, told(first), told(second)


def _aspects(kind: str) -> list[tuple[str, Callable[[Any], Any]]]:
    """What is held side by side."""
    of_kind: list[tuple[str, Callable[[Any], Any]]]
    if kind == Profile.Kind.EXPERT:
        of_kind = [
            ("ORCID", lambda one: one.expert.orcid),
            (gettext("e-mail address"), lambda one: _mail(one.expert)),
        ]
    else:
        of_kind = [("ROR", lambda one: one.institution.ror)]
    return [
        (gettext("source"), lambda one: f"{one.source} {one.external_id}".strip()),
        (gettext("city"), lambda one: one.city),
        *of_kind,
        (gettext("passages"), lambda one: one.passage_count),
        (gettext("consents to be listed"), lambda one: _yes_no(one.consent_listed)),
    ]


def _mail(expert: Expert) -> str:
    contact = getattr(expert, "contact", None)
    return contact.email if contact else ""


def _yes_no(value: bool) -> str:
    return gettext("yes") if value else gettext("no")


def _quote(passage: Passage | None) -> SafeString | str:
    if passage is None:
        return ""
    return format_html('<p lang="{}" dir="auto">{}</p>', passage.language, passage.text)


def _page(profile: Profile) -> str:
    return reverse(f"admin:directory_{profile.kind}_change", args=[profile.pk])
