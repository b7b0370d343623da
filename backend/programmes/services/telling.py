"""Letters to those who work on a proposal and to officers, each in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import Model
from django.utils import translation

from backend.accounts.models import User
from backend.common.languages import offered
from backend.consultations.selectors import officers
from backend.notifications.models import Kind
from backend.notifications.services import write_letter
from backend.programmes.models import Proposal
from backend.programmes.selectors.proposals import people_of

Letter = Callable[[], tuple[str, str]]  # subject and text, in the language that is active


def tell_partners(proposal: Proposal, of: Model, letter: Letter, kind: str = Kind.DECISION) -> None:
    """Those who write or speak for the applicant and the partners, in the proposal's language."""
    _tell(people_of(proposal), offered(proposal.language), of, letter, kind)


def tell_officers(of: Model, letter: Letter, kind: str = Kind.DECISION) -> None:
    _tell(officers(), settings.LANGUAGE_CODE, of, letter, kind)


def _tell(people: Iterable[User], language: str, of: Model, letter: Letter, kind: str) -> None:
    with translation.override(language):
        subject, text = letter()
    for person in people:
        write_letter(
            address=person.email, language=language, subject=subject, text=text, of=of, kind=kind
        )
