"""Who must prove more than a password.

Asked by permission and not by role: what an officer is, the apps above decide.
"""

from __future__ import annotations

from typing import TypeGuard

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied

from backend.accounts.models import User
from backend.common.permissions import opens_administration

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes stand for them


class SecondFactorRequired(PermissionDenied):
    default_detail = _(
        "The secretariat works with a second factor alone. Log in to the site with your browser "
        "and set up an authenticator app or a security key."
    )
    default_code = "second_factor_required"


class AddressNotConfirmed(PermissionDenied):
    default_detail = _(
        "The e-mail address of this account is not confirmed. Log in to the site with your "
        "browser: it sends you a link."
    )
    default_code = "address_not_confirmed"


def needs_second_factor(user: User | AnonymousUser) -> TypeGuard[User]:
    """Whoever may open the administration; in development, not the accounts that all know."""
    if not isinstance(user, User) or (user.demo and settings.DEMO_WITHOUT_SECOND_FACTOR):
        return False
    return opens_administration(user)


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether a person needs one and has none. Tokens got without it end when it is set up."""
    return needs_second_factor(user) and not has_second_factor(user)


def proved_second_factor(request: HttpRequest) -> bool:
    """Whether it was used, or set up, in this session: one begun before proves nothing."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)
