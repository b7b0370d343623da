"""Pages of the programmes app for people without an account."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from backend.common.errors import Conflict
from backend.files.views import give_file
from backend.programmes.joining import STEPS as JOINING
from backend.programmes.joining_forms import DeclineJoiningForm, JoinForm
from backend.programmes.models import SharedDossier
from backend.programmes.selectors.proposals import partners_of
from backend.programmes.services.joining import accept_joining, decline_joining
from backend.programmes.services.joining_letters import partner_of, until
from backend.programmes.services.sharing import shared_by


@never_cache
@require_safe
def shared_dossier(request: HttpRequest, token: str) -> HttpResponse:
    """What was shared, by whom and until when; 410 once it is over."""
    found = _found(token)
    is_open = SharedDossier.objects.open().filter(pk=found.pk).exists()
    context = {
        "shared": found,
        "proposal": found.proposal,
        "partners": partners_of(found.proposal) if is_open else (),
        "is_open": is_open,
        "token": token,
    }
    return render(
        request, "programmes/shared_dossier.html", context, status=200 if is_open else 410
    )


@never_cache
@require_safe
def shared_dossier_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file itself; once it is over, the page that says so."""
    found = _found(token)
    if not SharedDossier.objects.open().filter(pk=found.pk).exists():
        return shared_dossier(request, token)
    return give_file(request, found.file)


def _found(token: str) -> SharedDossier:
    found = shared_by(token)
    if found is None:
        raise Http404
    return found


ANSWERS: dict[str, tuple[Any, Any]] = {
    "accept": (JoinForm, accept_joining),
    "decline": (DeclineJoiningForm, decline_joining),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def joining(request: HttpRequest, token: str) -> HttpResponse:
    """Shows an idea to an institution that is asked to join; it answers by a button (POST)."""
    opened = partner_of(token)
    if opened is None:
        raise Http404
    found, reader = opened
    forms: dict[str, Any] = {name: form() for name, (form, _act) in ANSWERS.items()}
    told, wanted = "", request.POST.get("answer", "")
    if wanted in ANSWERS:
        forms[wanted] = form = ANSWERS[wanted][0](request.POST)
        if form.is_valid():
            try:
                ANSWERS[wanted][1](partner=found, by=reader, **form.cleaned_data)
            except Conflict as refused:
                told = str(refused.detail)
            else:
                return redirect("joining", token=token)
    context = {
        "partner": found,
        "idea": found.idea,
        "open": "accept" in JOINING.allowed(found, reader),
        "forms": forms,
        "told": told,
        "until": until(found),
    }
    status = 409 if told else 400 if wanted in ANSWERS else 200
    return render(request, "programmes/joining.html", context, status=status)
