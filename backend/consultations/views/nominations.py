"""The page behind a nomination's link."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.common.errors import Conflict
from backend.consultations.forms import NomineeForm, ProposeForm, ReasonForm, RefuseForm
from backend.consultations.nominating import STEPS as NOMINATING
from backend.consultations.selectors import who_works_there
from backend.consultations.services import nominations, nominees
from backend.consultations.services.letters import day_of
from backend.consultations.services.nomination_letters import nomination_of
from backend.consultations.terms import labelled_terms


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
        "terms": labelled_terms(found.request),
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
