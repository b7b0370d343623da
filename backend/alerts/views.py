"""The page that a letter's link opens: an alert is kept by a button, not by opening it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.alerts.services.keeping import take_step
from backend.alerts.services.letters import alert_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the alert and until when it goes on; the button (POST) renews it."""
    found = alert_of(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        take_step(alert=found, step="renew", by=found.owner)
        return redirect("alert-renewal", token=token)
    return render(request, "alerts/renewal.html", {"alert": found})
