"""The page behind a message's link: an expert reads what is written about the work and answers.

The link does as much as the expert's account would, or as much as one would who has none: it reads
and writes in the expert's circles (``talking.py``), and in no other.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.consultations.forms import MessageForm
from backend.consultations.models import Engagement
from backend.consultations.services.letters import engagement_of
from backend.consultations.services.messages import write_by_link
from backend.consultations.talking import circle_of_expert
from backend.discussion.selectors import files_for, last_number, messages_for
from backend.files.views import give_file

NOBODY = AnonymousUser()  # whoever holds the link, who has read nothing before


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the messages; one is written by the button (POST)."""
    found = _engagement(token)
    circle = circle_of_expert(found)
    initial = {"after": last_number(circle)}
    form = MessageForm(request.POST or None, initial=initial, writes=circle.writes)
    if request.method == "POST" and form.is_valid():
        write_by_link(engagement=found, values=form.get_values(), after=form.cleaned_data["after"])
        return redirect("messages", token=token)
    context = {
        "engagement": found,
        "said": messages_for(NOBODY, circle),
        "form": form,
        "token": token,
    }
    status = 400 if form.is_bound else 200
    return render(request, "consultations/messages.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD"])
def message_file(request: HttpRequest, token: str, pk: UUID) -> HttpResponseBase:
    """A file of one of these messages."""
    rows = files_for(NOBODY, circle_of_expert(_engagement(token)))
    return give_file(request, get_object_or_404(rows, pk=pk))


def _engagement(token: str) -> Engagement:
    found = engagement_of(token)
    if found is None:
        raise Http404
    return found
