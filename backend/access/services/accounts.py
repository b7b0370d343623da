"""Accounts of people whose address a signed link has proven."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict


def account_of(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def open_account(*, email: str, name: str, language: str, password: str | None = None) -> User:
    """A new one; without a password nobody can log in yet. Raises ``Conflict`` where there is one.

    It is the database that says so: two may ask at the same instant.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, first_name=name, language=language)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    except IntegrityError:
        told = _("There is an account with this address. Log in with it, then accept here.")
        raise Conflict(told, code="account_exists") from None
    return user
