"""What those who take part in a proposal are written about it, in its language."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.languages import offered
from backend.consultations.selectors import officers
from backend.directory.selectors import focal_points
from backend.notifications.models import Kind
from backend.notifications.services import write_letter
from backend.programmes.models import Endorsement, Proposal, ProposalPartner, ProposalStep
from backend.programmes.proposing import deadline
from backend.programmes.selectors.proposals import writers_of

TOLD = frozenset({"return", "check", "send", "receive", "ineligible"})  # decisions: decisions.py


def tell_partner(partner: ProposalPartner) -> None:
    """Those who speak for an institution that was named as one that takes part."""
    proposal = partner.proposal
    with translation.override(offered(proposal.language)):
        subject = _("You take part in a proposal: %(title)s") % {"title": proposal.title}
        text = _(
            "%(applicant)s has named %(institution)s as a partner in the proposal “%(title)s”.\n\n"
            "Those who write for your institution can write it together with the others; if you "
            "do not want to take part, you can leave it there:\n\n%(link)s"
        ) % {
            "applicant": proposal.institution.name,
            "institution": partner.institution.name,
            "title": proposal.title,
            "link": settings.SITE_URL,
        }
        _write(focal_points(partner.institution), partner, subject, text)


def tell_of_handing_in(proposal: Proposal) -> None:
    """The officers, who check it."""
    with translation.override(settings.LANGUAGE_CODE):
        call = proposal.call
        subject = _("Handed in: %(title)s") % {"title": proposal.title}
        text = _(
            "%(institution)s has handed in the proposal “%(title)s” to the call “%(call)s”, which "
            "closes on %(at)s."
        ) % {
            "institution": proposal.institution.name,
            "title": proposal.title,
            "call": call.name,
            "at": deadline(proposal),
        }
        _write(officers(), proposal, subject, text)


def tell_of_step(proposal: Proposal, taken: ProposalStep) -> None:
    """Those who write it, of a step that others have taken."""
    if taken.step not in TOLD:
        return
    with translation.override(offered(proposal.language)):
        status = proposal.get_status_display()
        subject = _("%(title)s: %(status)s") % {"title": proposal.title, "status": status}
        parts = [
            _("The proposal “%(title)s” is now: %(status)s.")
            % {"title": proposal.title, "status": status},
            _("Dated %(day)s.") % {"day": date_format(taken.dated)} if taken.dated else "",
            _("Reference: %(reference)s.") % {"reference": taken.reference}
            if taken.reference
            else "",
            taken.reason,
            settings.SITE_URL,
        ]
        text = "\n\n".join(part for part in parts if part)
        _write(writers_of(proposal), taken, subject, text)


def remind_of_letters(proposal: Proposal, missing: Iterable[Endorsement]) -> None:
    """Those who write it, of all letters that are overdue, in one letter."""
    rows = list(missing)
    with translation.override(offered(proposal.language)):
        subject = _("Letters are missing: %(title)s") % {"title": proposal.title}
        listed = "\n".join(f"• {row.country.name}: {row.get_status_display()}" for row in rows)
        text = _(
            "The proposal “%(title)s” still lacks the letters of these countries:\n\n%(countries)s"
            "\n\nWithout them it can’t be handed in. The call closes on %(at)s.\n\n%(link)s"
        ) % {
            "title": proposal.title,
            "countries": listed,
            "at": deadline(proposal),
            "link": settings.SITE_URL,
        }
        _write(writers_of(proposal), rows[0], subject, text, Kind.REMINDER)


def _write(
    people: Iterable[User], of: Model, subject: str, text: str, kind: str = Kind.DECISION
) -> None:
    language = translation.get_language()
    for person in people:
        write_letter(
            address=person.email, language=language, subject=subject, text=text, of=of, kind=kind
        )
