"""Pages behind the links in letters: no log-in, and nothing happens by looking at them."""

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
from backend.consultations.forms import (
    AcceptForm,
    AskForm,
    ColleagueForm,
    DeclineForm,
    NomineeForm,
    ProposeForm,
    ReasonForm,
    RefuseForm,
)
from backend.consultations.models import ConsultationRequest, Invitation, InvitationPause
from backend.consultations.nominating import STEPS as NOMINATING
from backend.consultations.selectors import annexes, questions_for, who_works_there
from backend.consultations.services import answers, nominations, nominees, questions
from backend.consultations.services.letters import (
    day_of,
    invitation_of,
    language_of,
    need_gist,
    why_you,
)
from backend.consultations.services.nomination_letters import nomination_of
from backend.consultations.services.suggestions import suggest_colleague
from backend.consultations.terms import terms_of
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
        "terms": _terms(found.request),
        "token": token,
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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nomination(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what an institution is asked; a focal point answers by a button (POST)."""
    opened = nomination_of(token)
    if opened is None:
        raise Http404
    found, reader = opened
    forms: dict[str, Any] = {
        "propose": ProposeForm(people=who_works_there(found)),
        "decline": ReasonForm(),
    }
    told, wanted = "", request.POST.get("answer", "")
    if wanted in NOMINATIONS:
        form = NOMINATIONS[wanted][0](request.POST, found)
        forms[wanted] = form
        if form.is_valid():
            try:
                NOMINATIONS[wanted][1](found, reader, form)
            except Conflict as refused:
                told = str(refused.detail)
            else:
                return redirect("nomination", token=token)
        elif wanted in ("release", "refuse"):
            told = " ".join(error for errors in form.errors.values() for error in errors)
    context = {
        "nomination": found,
        "nominees": found.nominees.select_related("expert").order_by("pk"),
        "open": "propose" in NOMINATING.allowed(found, reader),
        "forms": forms,
        "told": told,
        "terms": _terms(found.request),
        "until": day_of(found),
    }
    status = 409 if told and forms[wanted].is_valid() else 400 if wanted in NOMINATIONS else 200
    return render(request, "consultations/nomination.html", context, status=status)


NOMINATIONS: dict[str, tuple[Any, Any]] = {
    "propose": (
        lambda data, found: ProposeForm(data, people=who_works_there(found)),
        lambda found, by, form: nominees.propose(
            nomination=found, person=form.get_proposed(), by=by
        ),
    ),
    "release": (
        lambda data, found: NomineeForm(data, people=found.nominees.all()),
        lambda found, by, form: nominees.answer_for(step="release", by=by, **form.cleaned_data),
    ),
    "refuse": (
        lambda data, found: RefuseForm(data, people=found.nominees.all()),
        lambda found, by, form: nominees.answer_for(step="refuse", by=by, **form.cleaned_data),
    ),
    "decline": (
        lambda data, found: ReasonForm(data),
        lambda found, by, form: nominations.decline_nomination(
            nomination=found, by=by, **form.cleaned_data
        ),
    ),
}


def _terms(request: ConsultationRequest) -> list[tuple[str, str]]:
    return [(label, text) for _name, label, text in terms_of(request)]
