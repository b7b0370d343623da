"""The secretariat: the one institution whose members look after the directory."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.accounts.services import confirm_address
from backend.codelists.models import Country
from backend.common.errors import Conflict
from backend.directory.models import Institution, Membership
from backend.directory.rights import memberships_of


@dataclass(frozen=True)
class Secretariat:
    """What is there now, and which of it was made just now."""

    institution: Institution
    officer: User
    new_institution: bool
    new_account: bool


@transaction.atomic
def set_up_secretariat(*, name: str, country: Country, email: str) -> Secretariat:
    """Make an institution the secretariat, and a person its owner; what is so already stays.

    Raises Conflict where another institution is the secretariat: there is one.
    """
    institution, is_new = _institution(name, country)
    officer = User.objects.filter(email__iexact=email).first()
    new_account = officer is None
    if officer is None:
        officer = User.objects.create_user(email)
        confirm_address(user=officer)  # whoever runs the installation vouches for it
    if not memberships_of(officer).filter(institution=institution).exists():
        owner = Membership.Role.OWNER
        Membership.objects.create(user=officer, institution=institution, role=owner)
    return Secretariat(institution, officer, is_new, new_account)


def _institution(name: str, country: Country) -> tuple[Institution, bool]:
    there = Institution.objects.filter(is_secretariat=True).first()
    if there:
        if name not in there.names.values():
            told = _("%(name)s is the secretariat already, and there is only one.")
            raise Conflict(told % {"name": there.name})
        return there, False
    named = [
        one
        for one in Institution.objects.filter(country=country, withdrawn_at=None)
        if name in one.names.values()
    ]
    found = named[0] if named else Institution(names={"en": name}, country=country)
    found.is_secretariat = True
    if not named:
        found.type = Institution.Type.AGENCY
    found.save()
    return found, not named
