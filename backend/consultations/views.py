"""The page behind the link of an invitation: no log-in, and nothing happens by looking at it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.common.errors import Conflict
from backend.consultations.answering import LinkHolder
from backend.consultations.forms import AcceptForm, DeclineForm
from backend.consultations.models import Invitation, InvitationPause
from backend.consultations.services import answers
from backend.consultations.services.letters import (
    day_of,
    invitation_of,
    language_of,
    need_gist,
    why_you,
)
from backend.consultations.terms import terms_of


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
        "terms": [(label, text) for _name, label, text in terms_of(found.request)],
        "why": why_you(found, get_language() or "en"),
        "until": day_of(found),
        "gist": need_gist(found.request.need, language_of(found.expert)),
    }
    status = 409 if told else 400 if wanted in ANSWERS else 200
    return render(request, "consultations/invitation.html", context, status=status)


def _accept(found: Invitation, form: AcceptForm) -> None:
    answers.accept(invitation=found, by=LinkHolder(found))


def _decline(found: Invitation, form: DeclineForm) -> None:
    answers.decline(invitation=found, by=LinkHolder(found), said=form.get_said())


ANSWERS: dict[str, tuple[Any, Any]] = {
    "accept": (AcceptForm, _accept),
    "decline": (DeclineForm, _decline),
}
PAUSES = {"pause": answers.pause, "resume": answers.resume}
