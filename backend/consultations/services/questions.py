"""Questions of those who are invited, and the answers that go to all of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.languages import detect
from backend.common.on_behalf import OnBehalf, heard
from backend.common.text import text_hash
from backend.common.transitions import Person
from backend.consultations.models import Invitation, InvitationStatus, Question
from backend.consultations.services.letters import link_of
from backend.consultations.services.moving import locked_request
from backend.consultations.services.recipients import Recipient, expert_of, officers_of, partners_of
from backend.consultations.services.recorded import tell_recorded
from backend.directory.imports.contact_data import without_contacts
from backend.directory.selectors import is_secretariat
from backend.notifications.services import write_letter

ASKING = frozenset({InvitationStatus.SENT, InvitationStatus.ACCEPTED})
MOST_OPEN = 20  # questions of one who is invited that wait for an answer
ANSWER = "consultations.speak_on_request"


@dataclass(frozen=True)
class Asked:
    """A question in its own words; no language: as detected."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Answered:
    """``wording``: the question as the others are to read it, where its words tell who asks."""

    answer: str
    language: str = ""
    wording: str = ""


@transaction.atomic
def ask(
    *, invitation: Invitation, by: Person, asked: Asked, on_behalf: OnBehalf | None = None
) -> Question:
    """Asked twice in the same words it is one question.

    Raises ``PermissionDenied``, and ``Conflict`` where the invitation came to nothing.
    """
    row = _locked(invitation)
    if not by.has_perm("consultations.answer_invitation", row):
        raise PermissionDenied()
    if same := row.questions.filter(text_hash=text_hash(asked.text)).first():
        return same
    if row.status not in ASKING:
        raise Conflict(_("The invitation is over: write to the secretariat."), code="not_invited")
    if row.questions.filter(answered_at=None).count() >= MOST_OPEN:
        raise Conflict(_("Wait for the answers to your earlier questions."), code="too_many_open")
    question = Question.objects.create(
        request=row.request,
        invitation=row,
        text=asked.text,
        language=asked.language or detect(asked.text),
        **heard(on_behalf),
    )
    tell_recorded(
        of=question,
        request=row.request,
        whose=row.expert,
        readers=expert_of(row.expert, link_of(row)),
        said=lambda _reader: question.text,
        on_behalf=on_behalf,
    )
    for reader in [*officers_of(row.request), *partners_of(row.request)]:
        _write(question, reader, _asked_letter)
    return question


@transaction.atomic
def answer(*, question: Question, by: User, said: Answered) -> Question:
    """Once, for all who are invited. Raises ``PermissionDenied`` and ``Conflict``."""
    request = locked_request(question.request)
    if not by.has_perm(ANSWER, request):
        raise PermissionDenied()
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    row.request = request
    if row.answered_at:
        raise Conflict(_("It is answered already."), code="answered")
    row.answer, row.answer_language = said.answer, said.language or detect(said.answer)
    if is_secretariat(by):
        row.wording = said.wording
    row.answered_by, row.answered_at = by, timezone.now()
    row.version += 1
    row.save()
    for reader in _invited(row):
        _write(row, reader, _answered_letter)
    return row


def _invited(question: Question) -> list[Recipient]:
    """All whose invitation is open or accepted, and who asked in any case."""
    rows = Invitation.objects.filter(request=question.request_id).select_related("expert__user")
    rows = rows.prefetch_related("expert__language_skills").order_by("pk")
    standing = [one for one in rows if one.status in ASKING or one.pk == question.invitation_id]
    return [reader for one in standing for reader in expert_of(one.expert, link_of(one))]


def _asked_letter(question: Question, title: str) -> tuple[str, str]:
    return (
        _("A question about %(title)s") % {"title": title},
        _("Somebody who is invited asks:")
        + "\n\n"
        + without_contacts(question.text)
        + "\n\n"
        + _("The answer goes to all who are invited."),
    )


def _answered_letter(question: Question, title: str) -> tuple[str, str]:
    return (
        _("A question was answered: %(title)s") % {"title": title},
        _("Somebody who is invited asked:")
        + "\n\n"
        + without_contacts(question.shown)
        + "\n\n"
        + _("The answer:")
        + "\n\n"
        + without_contacts(question.answer),
    )


def _write(question: Question, reader: Recipient, letter) -> None:
    need = question.request.need
    with translation.override(reader.language):
        subject, text = letter(question, need.title or need.text[:80])
    write_letter(
        address=reader.address,
        language=reader.language,
        subject=subject,
        text=f"{text}\n\n{reader.link or settings.SITE_URL}",
        of=question,
    )


def _locked(invitation: Invitation) -> Invitation:
    """Locked after its request, as everything of a request is."""
    request = locked_request(invitation.request)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("expert__user")
    row = rows.get(pk=invitation.pk)
    row.request = request
    return row
