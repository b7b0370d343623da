"""Accounts and their tokens: what is issued, confirmed and revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from knox.models import AuthToken

from backend.accounts.models import IssuedToken, User

USE_NOTED_EVERY = timedelta(minutes=10)


def choose_language(*, user: User, language: str) -> None:
    """In which the person is written to from now on; "": as each occasion tells."""
    user.language = language
    User.objects.filter(pk=user.pk).update(language=language)


def learn_language(*, user: User, language: str) -> None:
    """What is known of somebody who has chosen none."""
    if not user.language:
        choose_language(user=user, language=language)


@transaction.atomic
def issue_token(*, user: User, name: str = "") -> tuple[IssuedToken, str]:
    """A new token, and its text, which is shown now and never again."""
    token, text = AuthToken.objects.create(user)
    return IssuedToken.objects.create(token=token, name=name), text


def note_use(token: AuthToken) -> None:
    """When a token was last used, to ten minutes: a write at each use would cost more."""
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
    IssuedToken.objects.filter(stale, token=token).update(last_used_at=now)


def revoke_token(*, issued: IssuedToken) -> None:
    issued.token.delete()


def revoke_tokens(*, user: User) -> None:
    AuthToken.objects.filter(user=user).delete()


@transaction.atomic
def confirm_address(*, user: User) -> None:
    """The address is the person's: a link sent there was followed, or an operator says so."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def remove_second_factor(*, user: User) -> None:
    """For who has lost it: the next log-in asks for none, and for officers, to set up another."""
    Authenticator.objects.filter(user=user).delete()
    revoke_tokens(user=user)


def second_factor_added(request: HttpRequest, user: User, authenticator: Any, **more: Any) -> None:
    """This session has proved it; tokens that were got by the password alone end."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    revoke_tokens(user=user)


def password_reset_by_link(user: User, **more: Any) -> None:
    """Whoever followed the link in the letter reads what comes to the address."""
    if not EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).exists():
        confirm_address(user=user)
