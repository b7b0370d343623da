"""The pages by which organisations ask to be let in, and colleagues join.

What a link shows changes nothing: whatever happens, happens by a button (POST), so that mail
programs that open links confirm and accept nothing.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.exceptions import Throttled

from backend.access.forms import AnswerForm, AskForm, JoinForm, LetterForm, PasswordForm
from backend.access.models import AccessRequest, AccessStatus, MemberInvitation
from backend.access.services import invitations, requests
from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.limits import within_limit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form. The answer is the same whether the address has an account or not."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, "ask", {"form": form})
    if not form.is_valid():
        return _page(request, "ask", {"form": form}, status=400)
    try:
        if not within_limit(request, "access"):
            raise Throttled()
        requests.ask_for_access(values=form.get_values())
    except Throttled:
        return _page(request, "ask", {"form": form, "too_many": True}, status=429)
    return redirect("access-asked")


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return _page(request, "thanks", {})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link of the letters: confirm, complete what was returned, choose a password."""
    found = requests.request_of(token)
    if found is None:
        raise Http404
    form = _form_of(request, found)
    context: dict[str, Any] = {"asked": found, "form": form}
    if found.status == AccessStatus.RETURNED:
        context["reason"] = found.steps.filter(step="return").latest("pk").reason
    if request.method != "POST":
        return _page(request, "follow", context)
    if form is not None and not form.is_valid():
        return _page(request, "follow", context, status=400)
    try:
        _act(request, found, form)
    except requests.LetterRefused as refused:
        assert form is not None, "a letter comes with a form"
        form.add_error("letter", str(refused))
        return _page(request, "follow", context, status=400)
    except Conflict as refused:
        return _page(request, "follow", context | {"told": refused.detail}, status=409)
    return redirect("access-request", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Who is logged in joins; who is not makes an account, or logs in first."""
    found = invitations.invitation_of(token)
    if found is None:
        raise Http404
    form = JoinForm(request.POST if request.method == "POST" else None)
    context = {"invitation": found, "form": form}
    if request.method != "POST":
        return _page(request, "join", context)
    if not request.user.is_authenticated and not form.is_valid():
        return _page(request, "join", context, status=400)
    try:
        _join(request, found, form)
    except Conflict as refused:
        return _page(request, "join", context | {"told": refused.detail}, status=409)
    return redirect("join", token=token)


def _form_of(
    request: HttpRequest, found: AccessRequest
) -> AnswerForm | LetterForm | PasswordForm | None:
    """What is to be filled in where the request stands now."""
    sent = request.POST if request.method == "POST" else None
    if found.status == AccessStatus.RETURNED:
        return AnswerForm(sent, request.FILES if sent is not None else None, instance=found)
    if found.status == AccessStatus.UNCONFIRMED:
        return LetterForm(sent, request.FILES if sent is not None else None)
    return PasswordForm(sent) if requests.may_choose_password(found) else None


def _act(request: HttpRequest, found: AccessRequest, form: Any) -> None:
    if isinstance(form, AnswerForm):
        letter = form.cleaned_data["letter"]
        requests.answer(request=found, values=form.get_values(), letter=letter)
    elif isinstance(form, PasswordForm):
        user = requests.choose_password(request=found, password=form.cleaned_data["password"])
        login(request, user, backend=BACKEND)
    else:
        letter = form.cleaned_data["letter"] if form else None
        requests.confirm(request=found, letter=letter)


def _join(request: HttpRequest, found: MemberInvitation, form: JoinForm) -> None:
    if isinstance(request.user, User):
        invitations.join(invitation=found, user=request.user)
        return
    user = invitations.join_with_new_account(invitation=found, **form.cleaned_data)
    login(request, user, backend=BACKEND)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return render(request, f"access/{name}.html", context, status=status)
