"""The page on which anybody verifies a certificate."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.certificates.codes import grouped, normal
from backend.certificates.selectors import by_code
from backend.common.limits import within_limit


@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Asks for the code; a code that can be one leads to its page."""
    typed = request.GET.get("code", "").strip()
    if code := normal(typed[:100]):
        return redirect("verify-code", code=grouped(code))
    context = {"typed": typed[:100], "wrong": bool(typed)}
    return render(request, "certificates/verify.html", context, status=400 if typed else 200)


@never_cache
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the certificate says, or that there is none. So many a minute from one address."""
    if not within_limit(request, "verify"):
        return render(request, "certificates/verify.html", {"too_many": True}, status=429)
    found = by_code(code)
    context = {"certificate": found, "typed": code[:100], "unknown": found is None}
    return render(request, "certificates/verify.html", context, status=200 if found else 404)
