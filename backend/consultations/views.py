"""The page behind the link of an invitation: no log-in, and nothing happens by looking at it."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.common.errors import Conflict
from backend.consultations.answering import LinkHolder
from backend.consultations.forms import AcceptForm, DeclineForm
from backend.consultations.models import ConsultationRequest, Invitation, InvitationPause
from backend.consultations.services import answers
from backend.consultations.services.letters import (
    day_of,
    invitation_of,
    language_of,
    need_gist,
    why_you,
)

TERMS = (
    *("background", "objectives", "expected_results", "activities", "deliverables"),
    *("working_days", "starts_on", "ends_on", "place", "place_note", "expert_profile"),
    *("contribution", "budget", "indicators", "assumptions"),
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the need, the terms and why; an answer is given by a button (POST)."""
    found = invitation_of(token)
    if found is None:
        raise Http404
    forms: dict[str, Any] = {"accept": AcceptForm(), "decline": DeclineForm()}
    told, wanted = "", request.POST.get("answer", "")
    if request.method == "POST" and wanted in ANSWERS:
        form = ANSWERS[wanted][0](request.POST)
        forms[wanted] = form
        if form.is_valid():
            try:
                ANSWERS[wanted][1](found, form)
            except Conflict as refused:
                told = str(refused.detail)
            else:
                return redirect("invitation", token=token)
    elif request.method == "POST" and wanted in PAUSES:
        PAUSES[wanted](expert=found.expert)
        return redirect("invitation", token=token)
    paused = InvitationPause.objects.filter(expert=found.expert).exists()
    context = {
        "invitation": found,
        "forms": forms,
        "told": told,
        "paused": paused,
        "terms": _terms(found.request),
        "why": why_you(found, get_language() or "en"),
        "until": day_of(found),
        "gist": need_gist(found.request.need, language_of(found.expert)),
    }
    status = 409 if told else 400 if wanted in ANSWERS else 200
    return render(request, "consultations/invitation.html", context, status=status)


def _terms(request: ConsultationRequest) -> list[tuple[str, str]]:
    """What an expert is asked to take on: a label and a text for each part that is filled in."""
    named = {field.name: str(field.verbose_name) for field in request._meta.concrete_fields}
    shown = [(named[name], _shown(request, name)) for name in TERMS]
    return [(capfirst(label), text) for label, text in shown if text]


def _shown(request: ConsultationRequest, name: str) -> str:
    value = getattr(request, name)
    if name == "place":
        return request.get_place_display()
    if isinstance(value, list):
        return "\n".join(value)
    return date_format(value) if isinstance(value, datetime.date) else str(value or "")


def _accept(found: Invitation, form: AcceptForm) -> None:
    answers.accept(invitation=found, by=LinkHolder(found))


def _decline(found: Invitation, form: DeclineForm) -> None:
    answers.decline(invitation=found, by=LinkHolder(found), said=form.get_said())


ANSWERS: dict[str, tuple[Any, Any]] = {
    "accept": (AcceptForm, _accept),
    "decline": (DeclineForm, _decline),
}
PAUSES = {"pause": answers.pause, "resume": answers.resume}
