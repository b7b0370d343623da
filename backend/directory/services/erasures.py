"""People have what is held on them erased: asked for, confirmed by mail, and carried out."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common import personal
from backend.common.errors import Conflict
from backend.common.links import SignedLink
from backend.common.on_behalf import OnBehalf, heard
from backend.common.transitions import Automatic
from backend.common.transitions import Person as Mover
from backend.directory.erasing import STEPS
from backend.directory.models import Erasure, ErasureStatus, Expert
from backend.directory.personal import person_of
from backend.directory.selectors import language_of
from backend.directory.services.writing import address_of
from backend.notifications.services import write_letter

LINK = SignedLink("erasure", "erasures of personal data")
OPEN = (ErasureStatus.ASKED, ErasureStatus.CONFIRMED)
log = structlog.get_logger(__name__)


@transaction.atomic
def ask(*, user: User) -> Erasure:
    """By the person: the letter's link confirms it. Raises ``Conflict``."""
    expert = Expert.objects.filter(user=user).first()
    row = _made(user, expert, by=user)
    _write(row, user.email, language_of(user, get_language() or ""))
    return row


@transaction.atomic
def ask_on_behalf(*, expert: Expert, by: User, on_behalf: OnBehalf) -> Erasure:
    """By an officer who was told: confirmed with it. The person is told how to take it back."""
    row = _made(expert.user, expert, by=by, **heard(on_behalf))
    _confirm(row, by)
    if address := address_of(expert):
        _write(row, address, language_of(expert))
    return row


def erasure_of(token: str) -> Erasure | None:
    """What a letter's link is about; None for one that is not ours."""
    pk = LINK.row_id(token)
    return Erasure.objects.filter(pk=pk).first() if pk else None


def open_erasure(user: User) -> Erasure | None:
    return Erasure.objects.filter(user=user, status__in=OPEN).first()


@transaction.atomic
def confirm(*, erasure: Erasure, by: Mover) -> Erasure:
    """Raises as ``take_step`` does, and ``Conflict`` where something is still open."""
    row = _locked(erasure)
    refuse_open_work(person_of(row.user, row.expert))
    _confirm(row, by)
    return row


@transaction.atomic
def cancel(*, erasure: Erasure, by: Mover) -> Erasure:
    """Taken back, any time before it is carried out. Raises as ``take_step`` does."""
    row = _locked(erasure)
    STEPS.take_step("cancel", row, by)
    return row


def carry_out_due() -> int:
    """Each in a transaction of its own. Says how many."""
    due = Erasure.objects.filter(status=ErasureStatus.CONFIRMED, due_at__lte=Now())
    return sum(_carry_out(pk) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _carry_out(pk: UUID) -> bool:
    row = _locked(Erasure.objects.get(pk=pk))
    if row.status != ErasureStatus.CONFIRMED or row.due_at is None or row.due_at > timezone.now():
        return False  # taken back, or done by another
    person = person_of(row.user, row.expert)
    if personal.obstacles(person):
        return False  # work was begun meanwhile: it is ended first
    row.done_at = timezone.now()
    row.save(update_fields=["done_at", "updated_at"])
    STEPS.take_step("carry-out", row, Automatic())
    personal.erase(person)
    log.info("erasure_done", erasure=str(row.pk))
    return True


def refuse_open_work(person: personal.Person) -> None:
    """Raises ``Conflict``, which names what must be ended or handed over before."""
    if told := personal.obstacles(person):
        raise Conflict(
            _("First these must be ended or handed over: %(open)s") % {"open": "; ".join(told)},
            code="open_work",
        )


def _made(user: User | None, expert: Expert | None, *, by: User, **values: object) -> Erasure:
    refuse_open_work(person_of(user, expert))
    same = Erasure.objects.filter(status__in=OPEN)
    same = same.filter(user=user) if user else same.filter(expert=expert)
    if same.exists():
        raise Conflict(_("This was asked for already."), code="asked")
    return Erasure.objects.create(user=user, expert=expert, asked_by=by, **values)


def _confirm(row: Erasure, by: Mover) -> None:
    row.confirmed_at = timezone.now()
    row.due_at = row.confirmed_at + timedelta(days=settings.ERASURE_DAYS)
    row.save(update_fields=["confirmed_at", "due_at", "updated_at"])
    STEPS.take_step("confirm", row, by)


def _locked(erasure: Erasure) -> Erasure:
    rows = Erasure.objects.select_for_update(of=("self",)).select_related("user", "expert")
    return rows.get(pk=erasure.pk)


def _write(row: Erasure, address: str, language: str) -> None:
    with translation.override(language):
        link = LINK.to(row)
        if row.due_at is None:
            text = _(
                "Good day,\n\nyou asked that everything Counterpart holds on you be erased. It is "
                "once you confirm it by the button behind this link:\n\n%(link)s\n\nIf it was not "
                "you who asked, change your password."
            ) % {"link": link}
        else:
            text = _(
                "Good day,\n\nas you told the secretariat, everything Counterpart holds on you "
                "will be erased on %(day)s. If that is wrong, take it back by the button behind "
                "this link:\n\n%(link)s"
            ) % {"link": link, "day": date_format(row.due_at, "DATE_FORMAT")}
        subject = _("Your data at Counterpart are to be erased")
        write_letter(address=address, language=language, subject=subject, text=text, of=row)
