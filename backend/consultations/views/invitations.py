"""The page behind an invitation's link, and its annexes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.common.errors import Conflict
from backend.consultations.answering import LinkHolder
from backend.consultations.forms import AcceptForm, AskForm, ColleagueForm, DeclineForm
from backend.consultations.models import Invitation, InvitationPause, InvitationStatus
from backend.consultations.selectors import annexes, questions_for
from backend.consultations.services import answers, questions
from backend.consultations.services.letters import (
    day_of,
    invitation_of,
    messages_link,
    need_gist,
    why_you,
)
from backend.consultations.services.suggestions import suggest_colleague
from backend.consultations.terms import labelled_terms
from backend.directory.selectors import language_of
from backend.files.views import give_file


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the need, the terms and why; an answer is given by a button (POST)."""
    found = invitation_of(token)
    if found is None:
        raise Http404
    forms: dict[str, Any] = {name: form() for name, (form, _act) in ANSWERS.items()}
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
        "terms": labelled_terms(found.request),
        "token": token,
        "messages_page": messages_link(found.engagement) if _is_engaged(found) else "",
        "questions": questions_for(found),
        "annexes": annexes(found),
        "asking": found.status in questions.ASKING,
        "why": why_you(found, get_language() or "en"),
        "until": day_of(found),
        "gist": need_gist(found.request.need, language_of(found.expert)),
    }
    status = 409 if told else 400 if wanted in ANSWERS else 200
    return render(request, "consultations/invitation.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD"])
def annex(request: HttpRequest, token: str, pk: UUID) -> HttpResponseBase:
    """An annex of the terms of reference, for whoever has the link."""
    found = invitation_of(token)
    if found is None:
        raise Http404
    return give_file(request, get_object_or_404(annexes(found), pk=pk).file)


def _is_engaged(found: Invitation) -> bool:
    return found.status == InvitationStatus.ACCEPTED and hasattr(found, "engagement")


def _accept(found: Invitation, form: AcceptForm) -> None:
    answers.accept(invitation=found, by=LinkHolder(found))


def _decline(found: Invitation, form: DeclineForm) -> None:
    answers.decline(invitation=found, by=LinkHolder(found), said=form.get_said())


def _suggest(found: Invitation, form: ColleagueForm) -> None:
    suggest_colleague(invitation=found, values=form.cleaned_data)


def _ask(found: Invitation, form: AskForm) -> None:
    questions.ask(invitation=found, by=LinkHolder(found), asked=form.get_asked())


ANSWERS: dict[str, tuple[Any, Any]] = {
    "accept": (AcceptForm, _accept),
    "decline": (DeclineForm, _decline),
    "colleague": (ColleagueForm, _suggest),
    "ask": (AskForm, _ask),
}
PAUSES = {"pause": answers.pause, "resume": answers.resume}
