"""What accounts hold on people, and how it goes."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from knox.models import AuthToken

from backend.accounts.models import User
from backend.common.models import IdempotencyKey
from backend.common.personal import GONE, Fate, Keeper, Person, listed


def export(person: Person) -> dict[str, Any]:
    user = person.account
    if user is None:
        return {}
    return {
        "account": listed(
            User.objects.filter(pk=user.pk),
            *("id", "email", "first_name", "last_name", "language", "date_joined", "last_login"),
        ),
        "addresses": listed(EmailAddress.objects.filter(user=user), "email", "verified"),
        "second_factors": listed(Authenticator.objects.filter(user=user), "type", "created_at"),
        "tokens": listed(AuthToken.objects.filter(user=user), "created", "expiry"),
        "administration": listed(
            LogEntry.objects.filter(user=user), "action_time", "object_repr", "change_message"
        ),
    }


def erase(person: Person) -> None:
    """The account stays as a row without a name, so that what it did stays attributable."""
    ids = [str(one.pk) for one in (*person.profiles, person.account) if one is not None]
    LogEntry.objects.filter(object_id__in=ids).update(object_repr=GONE, change_message="")
    person.scrub_wherever(LogEntry.objects.all(), "object_repr", "change_message")
    if user := person.account:
        _close(User.objects.select_for_update().get(pk=user.pk))


def _close(user: User) -> None:
    for model in (EmailAddress, Authenticator, AuthToken):
        model.objects.filter(user=user).delete()
    IdempotencyKey.objects.filter(person=str(user.pk)).delete()
    user.groups.clear()
    user.user_permissions.clear()
    _end_sessions(user)
    user.email = f"{user.pk}@erased.invalid"
    user.first_name = user.last_name = user.language = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


def _end_sessions(user: User) -> None:
    """A session names its account in what is signed, not in a column."""
    own = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=own).delete()


KEEPER = Keeper(
    columns={
        "admin.LogEntry.user": Fate.KEPT,
        "common.FieldChange.by": Fate.KEPT,
        **dict.fromkeys(
            (
                "account.EmailAddress.user",
                "mfa.Authenticator.user",
                "knox.AuthToken.user",
                "accounts.User_groups.user",
                "accounts.User_user_permissions.user",
            ),
            Fate.DELETED,
        ),
    },
    export=export,
    erase=erase,
)
