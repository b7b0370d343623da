"""Once a year experts say with one click that their profiles still hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.links import SignedLink
from backend.common.on_behalf import OnBehalf, heard
from backend.directory.models import Confirmation, Expert
from backend.directory.selectors import language_of
from backend.directory.services.writing import address_of
from backend.notifications.services import write_letter

LINK = SignedLink("confirm-profile", "yearly confirmations of profiles")
REMINDED = timedelta(days=14)  # after the letter, once
AT_ONCE = 200  # letters of one sweep

# Those above the directory who know of experts that want no letters take them out here.
wanting_letters: list[Callable[[QuerySet[Expert]], QuerySet[Expert]]] = []


@transaction.atomic
def confirm(*, expert: Expert, by: User | None, on_behalf: OnBehalf | None = None) -> Expert:
    """Nothing has changed: today's date is the profile's. ``by`` None: by the letter's link."""
    row = Expert.objects.select_for_update(of=("self", "profile_ptr")).get(pk=expert.pk)
    asked = row.confirmations.filter(confirmed_at=None).first() or Confirmation(expert=row)
    asked.confirmed_at, asked.by = timezone.now(), by
    for name, value in heard(on_behalf).items():
        setattr(asked, name, value)
    asked.save()
    row.last_confirmed = timezone.localdate()
    row.version += 1
    row.save(update_fields=["last_confirmed", "version", "updated_at"])
    return row


def asked_by(token: str) -> Confirmation | None:
    """What a letter's link is about; None for one that is not ours, or of one who is gone."""
    rows = Confirmation.objects.filter(expert__withdrawn_at=None).select_related("expert__user")
    pk = LINK.row_id(token)
    return rows.filter(pk=pk).first() if pk else None


def ask_yearly() -> int:
    """Writes to those whose profiles were last confirmed long ago. Says to how many."""
    found = list(_due().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(_ask(pk) for pk in found)


def remind() -> int:
    """One reminder for each letter that was not answered. Says how many."""
    soon = timezone.now() - REMINDED
    open_ones = Confirmation.objects.filter(
        confirmed_at=None, reminded_at=None, asked_at__lt=soon, expert__in=_willing()
    )
    return sum(_remind(pk) for pk in list(open_ones.values_list("pk", flat=True)[:AT_ONCE]))


def _willing() -> QuerySet[Expert]:
    """Listed, with an address, and with letters wanted. Invented people have no letter box."""
    reached = Q(user__isnull=False) | Q(contact__email__gt="")
    experts: QuerySet[Expert] = Expert.objects.filter(
        reached, consent_listed=True, withdrawn_at__isnull=True, demo=False
    )
    for one in wanting_letters:
        experts = one(experts)
    return experts


def _due() -> QuerySet[Expert]:
    """Not confirmed for so long, and not asked since either."""
    day = timezone.localdate() - timedelta(days=settings.PROFILE_CONFIRM_DAYS)
    since = timezone.now() - timedelta(days=settings.PROFILE_CONFIRM_DAYS)
    never = Q(last_confirmed__isnull=True, created_at__lt=since)
    asked = Confirmation.objects.filter(asked_at__gte=since).values("expert")
    return _willing().filter(never | Q(last_confirmed__lt=day)).exclude(pk__in=asked)


@transaction.atomic
def _ask(pk: UUID) -> bool:
    rows = Expert.objects.select_for_update(of=("self",)).filter(pk=pk, pk__in=_due().values("pk"))
    expert = rows.first()
    if expert is None:
        return False  # confirmed, withdrawn or asked in the meantime
    asked, _made = Confirmation.objects.update_or_create(
        expert=expert,
        confirmed_at=None,
        defaults={"asked_at": timezone.now(), "reminded_at": None},
    )
    _write(asked)
    return True


@transaction.atomic
def _remind(pk: UUID) -> bool:
    rows = Confirmation.objects.select_for_update(of=("self",)).select_related("expert__user")
    asked = rows.filter(pk=pk, confirmed_at=None, reminded_at=None).first()
    if asked is None:
        return False
    asked.reminded_at = timezone.now()
    asked.save(update_fields=["reminded_at", "updated_at"])
    _write(asked)
    return True


def _write(asked: Confirmation) -> None:
    language = language_of(asked.expert)
    with translation.override(language):
        again = _("This is the only reminder.") if asked.reminded_at else ""
        text = _(
            "Dear %(name)s,\n\nis your profile at Counterpart still right? The link shows it; "
            "with one click you say that nothing has changed. Opening it changes nothing yet:"
            "\n\n%(link)s"
        ) % {"name": asked.expert.name, "link": LINK.to(asked)}
        write_letter(
            address=address_of(asked.expert),
            language=language,
            subject=_("Is your profile still right?"),
            text=f"{text}\n\n{again}".strip(),
            of=asked,
        )
