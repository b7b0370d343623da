"""Pages behind links that letters bring. Nothing happens by looking at them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.accounts.models import User
from backend.accounts.services import confirm_address
from backend.common.errors import Conflict
from backend.directory.erasing import ErasureLinkHolder
from backend.directory.forms import NewAccountForm
from backend.directory.services import confirming, erasures
from backend.directory.services.delegates import NoDelegation, accept_delegation, named_by_link
from backend.directory.services.invitations import (
    NoInvitation,
    accept_invitation,
    find_invitation,
)
from backend.directory.services.writing import address_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Who is logged in accepts; who is not makes an account, or logs in first."""
    try:
        invitation = find_invitation(token)
        form = NewAccountForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and (request.user.is_authenticated or form.is_valid()):
            expert = _accept(request, token, form, accept_invitation, address_of(invitation.expert))
            return render(request, "directory/claimed.html", {"expert": expert})
    except NoInvitation as refused:
        return render(request, "directory/claim_refused.html", {"reason": refused}, status=410)
    status = 400 if form.is_bound else 200
    context = {"expert": invitation.expert, "form": form}
    return render(request, "directory/claim.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: HttpRequest, token: str) -> HttpResponse:
    """Who was named a delegate agrees; who is not logged in makes an account, or logs in first."""
    try:
        named = named_by_link(token)
        form = NewAccountForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and (request.user.is_authenticated or form.is_valid()):
            _accept(request, token, form, accept_delegation, named.email)
            context = {"expert": named.expert, "agreed": True}
            return render(request, "directory/delegate.html", context)
    except NoDelegation as refused:
        return render(request, "directory/claim_refused.html", {"reason": refused}, status=410)
    status = 400 if form.is_bound else 200
    context = {"expert": named.expert, "form": form}
    return render(request, "directory/delegate.html", context, status=status)


@transaction.atomic
def _accept(
    request: HttpRequest, token: str, form: NewAccountForm, accept: Any, sent_to: str
) -> Any:
    """Account and link together, or neither. The address that the link was sent to is confirmed."""
    if isinstance(request.user, User):
        return accept(token=token, user=request.user)
    given = form.cleaned_data
    user = User.objects.create_user(
        given["email"], given["password"], language=get_language() or ""
    )
    accepted = accept(token=token, user=user)
    if user.email.casefold() == sent_to.casefold():
        confirm_address(user=user)
    login(request, user, backend=BACKEND)
    return accepted


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_profile(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the profile; the button says that nothing has changed."""
    asked = confirming.asked_by(token)
    if asked is None:
        raise Http404
    if request.method == "POST":
        confirming.confirm(expert=asked.expert, by=None)
        return redirect("confirm-profile", token=token)
    context = {
        "expert": asked.expert,
        "confirmed": asked.confirmed_at,
        "passages": asked.expert.passages.filter(hidden=False),
    }
    return render(request, "directory/confirm.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest, token: str) -> HttpResponse:
    """Confirms that data are to be erased, or takes it back, each by a button."""
    found = erasures.erasure_of(token)
    if found is None:
        raise Http404
    told, wanted = "", request.POST.get("answer", "")
    if request.method == "POST" and wanted in ERASURE:
        try:
            ERASURE[wanted](erasure=found, by=ErasureLinkHolder(found))
        except Conflict as refused:
            told = str(refused.detail)
        else:
            return redirect("erasure", token=token)
    context = {"erasure": found, "told": told}
    return render(request, "directory/erasure.html", context, status=409 if told else 200)


ERASURE: dict[str, Any] = {"confirm": erasures.confirm, "cancel": erasures.cancel}
