"""The page on which a need is typed and answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from backend.common.limits import within_limit
from backend.matches import services
from backend.matches.cards import answer_page
from backend.matches.engine import EncoderUnavailable
from backend.matches.examples import BY_KEY, EXAMPLES
from backend.matches.forms import AskForm

RETRY_SECONDS = "5"


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The box; once something is asked, the answer below it."""
    form = _form(request)
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=400)
    if not within_limit(request, "match"):
        return _page(request, form, status=429, too_many=True)
    try:
        found = services.answer(**form.question())
    except EncoderUnavailable:
        response = _page(request, form, status=503, unavailable=True)
        response["Retry-After"] = RETRY_SECONDS
        return response
    return _page(request, form, answer=answer_page(found))


def _form(request: HttpRequest) -> AskForm:
    """What was typed, or an example that was clicked on, or an empty box."""
    if request.method == "POST":
        return AskForm(request.POST)
    example = BY_KEY.get(request.GET.get("example", ""))
    return AskForm({"text": example.text} if example else None)


def _page(request: HttpRequest, form: AskForm, *, status: int = 200, **found: Any) -> HttpResponse:
    """The whole page, or for HTMX the answer alone."""
    part = "#answer" if request.htmx else ""  # type: ignore[attr-defined]
    context = {"form": form, "examples": EXAMPLES, **found}
    return render(request, f"matches/home.html{part}", context, status=status)
