"""Reads of the conflicts app."""

from __future__ import annotations

from dataclasses import replace

from backend.conflicts.checks import CHECKS
from backend.conflicts.findings import Finding
from backend.conflicts.models import Waiver
from backend.directory.models import Institution, Profile


def findings(candidate: Profile, partner: Institution) -> list[Finding]:
    """All that is found today between a candidate and who asks, waived or not."""
    whole = concrete(candidate)
    waived = {
        one.key: one
        for one in Waiver.objects.filter(profile=candidate, institution=partner).select_related(
            "by"
        )
    }
    found = [one for check in CHECKS for one in check(whole, partner)]
    return [replace(one, waiver=waived.get(one.key)) for one in found]


def open_findings(candidate: Profile, partner: Institution) -> list[Finding]:
    """Those that stand in the way of an invitation."""
    return [one for one in findings(candidate, partner) if one.is_open]


def concrete(profile: Profile) -> Profile:
    """The profile as the institution or expert that it is."""
    if type(profile) is not Profile:
        return profile
    return profile.expert if profile.kind == Profile.Kind.EXPERT else profile.institution
