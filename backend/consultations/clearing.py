"""Whether the institution behind an expert has to say yes first, and has."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.consultations.models import ConsultationRequest, Nominee
from backend.directory.models import Expert, Institution
from backend.directory.selectors import current_affiliations, focal_points


def uncleared(request: ConsultationRequest, expert: Expert) -> str:
    """Which institution must release this person first and whom to ask there, or ""."""
    there = current_affiliations().filter(expert=expert).values("institution")
    given = Nominee.objects.cleared().filter(expert=expert, nomination__request=request)
    demanding = Institution.objects.filter(requires_clearance=True, pk__in=there)
    missing = demanding.exclude(pk__in=given.values("nomination__institution")).order_by("pk")
    institution = missing.first()
    if institution is None:
        return ""
    told = _("%(institution)s must release this person first; ask %(people)s")
    return told % {"institution": institution.name, "people": whom_to_ask(institution)}


def whom_to_ask(institution: Institution) -> str:
    """Names of the focal points, never their addresses."""
    names = [name for user in focal_points(institution) if (name := user.get_full_name())]
    return ", ".join(names) or _("its focal point")
