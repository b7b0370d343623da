"""The page on which an invited expert takes over a profile."""

from __future__ import annotations

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.accounts.models import User
from backend.accounts.services import confirm_address
from backend.directory.forms import NewAccountForm
from backend.directory.models import Contact
from backend.directory.services.invitations import (
    NoInvitation,
    accept_invitation,
    find_invitation,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Who is logged in accepts; who is not makes an account, or logs in first."""
    try:
        invitation = find_invitation(token)
        form = NewAccountForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and (request.user.is_authenticated or form.is_valid()):
            expert = _accept(request, token, form)
            return render(request, "directory/claimed.html", {"expert": expert})
    except NoInvitation as refused:
        return render(request, "directory/claim_refused.html", {"reason": refused}, status=410)
    status = 400 if form.is_bound else 200
    context = {"expert": invitation.expert, "form": form}
    return render(request, "directory/claim.html", context, status=status)


@transaction.atomic
def _accept(request: HttpRequest, token: str, form: NewAccountForm):
    """Account and link together, or neither."""
    if isinstance(request.user, User):
        return accept_invitation(token=token, user=request.user)
    given = form.cleaned_data
    user = User.objects.create_user(given["email"], given["password"])
    expert = accept_invitation(token=token, user=user)
    contact = Contact.objects.filter(expert=expert).first()
    if contact and contact.email.casefold() == user.email.casefold():
        confirm_address(user=user)  # the link was sent there
    login(request, user, backend=BACKEND)
    return expert
