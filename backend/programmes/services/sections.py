"""The texts of a proposal: every save leaves a version, and none is ever overwritten."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.directory.models import Institution
from backend.programmes.models import Proposal, Section, SectionVersion
from backend.programmes.selectors.proposals import form_of
from backend.programmes.services.guards import check_writable


@transaction.atomic
def follow_form(*, proposal: Proposal, by: User, first: str = "") -> None:
    """Makes the sections that the form asks for and that are not there yet.

    ``first``: what the first of them begins with, such as the text of the idea.
    """
    there = set(proposal.sections.values_list("key", flat=True))
    for asked in form_of(proposal):
        if asked.key not in there:
            made = Section.objects.create(proposal=proposal, key=asked.key, text=first)
            _keep(made, by)
        first = ""


@transaction.atomic
def write_section(*, proposal: Proposal, section: Section, text: str, by: User) -> None:
    """A locked section of a locked proposal; the text before stays as a version."""
    check_writable(proposal)
    if text == section.text:
        return
    section.text = text
    _save(section, "text")
    _keep(section, by)


@transaction.atomic
def give_section(*, proposal: Proposal, section: Section, writer: Institution | None) -> None:
    """Says which partner writes a locked section; nobody: whoever takes part may."""
    check_writable(proposal)
    section.writer = writer
    _save(section, "writer")


@transaction.atomic
def restore_version(*, proposal: Proposal, section: Section, number: int, by: User) -> None:
    """Writes once more what a version says: the version after it stays too.

    Raises ``Conflict`` where there is none.
    """
    found = section.versions.filter(number=number).first()
    if found is None:
        numbers = section.versions.order_by("number").values_list("number", flat=True)
        told = _("There is no version %(number)d. Versions are: %(known)s.")
        known = ", ".join(map(str, numbers))
        raise Conflict(told % {"number": number, "known": known}, code="no_such_version")
    write_section(proposal=proposal, section=section, text=found.text, by=by)


def _save(section: Section, column: str) -> None:
    section.version += 1
    section.save(update_fields=[column, "version", "updated_at"])


def _keep(section: Section, by: User) -> None:
    SectionVersion.objects.create(section=section, number=section.version, text=section.text, by=by)
