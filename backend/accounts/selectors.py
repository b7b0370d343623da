"""Reading accounts."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils import timezone

from backend.accounts.models import IssuedToken, User


def tokens_of(user: User) -> QuerySet[IssuedToken]:
    """A person's tokens that are still good, the newest first."""
    good = Q(token__expiry=None) | Q(token__expiry__gt=timezone.now())
    rows = IssuedToken.objects.select_related("token").filter(good, token__user=user)
    return rows.order_by("-token__created", "-pk")


def is_address_confirmed(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
