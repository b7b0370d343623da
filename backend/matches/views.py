"""The pages on which a need is typed and answered, and those left out are named."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from backend.common.limits import within_limit
from backend.matches import selectors, services
from backend.matches.cards import RULES, answer_page
from backend.matches.engine import EncoderUnavailable
from backend.matches.examples import BY_KEY, EXAMPLES
from backend.matches.forms import AskForm, LeftOutForm
from backend.matches.left_out import left_out_page
from backend.matches.panels import panel_page

RETRY_SECONDS = "5"
PER_PAGE = 10  # of those left out: the list stands above the candidates


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
    whom = f"{reverse('left-out')}?{form.as_query()}"
    return _page(request, form, answer=answer_page(found), panel=panel_page(found), left_out=whom)


@require_safe
def left_out(request: HttpRequest) -> HttpResponse:
    """Whom a rule leaves out, and why; for HTMX the list alone, to stand in the answer."""
    form = LeftOutForm(request.GET)
    if not form.is_valid():
        raise Http404
    pages = Paginator(selectors.left_out(form.criteria(), form.cleaned_data["rule"]), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    part = "#list" if request.htmx else ""  # type: ignore[attr-defined]  # set by django-htmx
    context = {
        "page": page,
        "people": left_out_page(page.object_list, selectors.asked(form.criteria())),
        "rule": RULES[form.cleaned_data["rule"]],
        "query": f"{form.as_query()}&rule={form.cleaned_data['rule']}",
    }
    return render(request, f"matches/left_out.html{part}", context)


def _form(request: HttpRequest) -> AskForm:
    """What was typed, or an example that was clicked on, or an empty box."""
    if request.method == "POST":
        return AskForm(request.POST)
    example = BY_KEY.get(request.GET.get("example", ""))
    return AskForm({"text": example.text} if example else None)


def _page(request: HttpRequest, form: AskForm, *, status: int = 200, **found: Any) -> HttpResponse:
    """The whole page, or for HTMX the answer alone."""
    part = "#answer" if request.htmx else ""  # type: ignore[attr-defined]  # set by django-htmx
    context = {"form": form, "examples": EXAMPLES, **found}
    return render(request, f"matches/home.html{part}", context, status=status)
