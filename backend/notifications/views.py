"""The page behind a letter's link by which its reader wants no more of its kind."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from backend.notifications.selectors import letter_of
from backend.notifications.services import refuse_letters
from backend.notifications.services.readers import kinds_of


@csrf_exempt  # mail programs post it themselves (RFC 8058), and the link is the right
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it changes nothing; the button, here or in a mail program, does."""
    letter = letter_of(token)
    if letter is None or not (kinds := kinds_of(letter)):
        raise Http404
    if request.method == "POST":
        refuse_letters(letter=letter)
    context = {"kinds": [kind.label for kind in kinds], "done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
