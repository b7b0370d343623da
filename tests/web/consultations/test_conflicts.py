"""Conflicts of interest between a candidate and who asks: found, shown to officers, waived."""

from __future__ import annotations

import datetime

import pytest

from backend.accounts.models import User
from backend.conflicts.models import DeclaredRelation, Waiver
from backend.conflicts.selectors import findings, open_findings
from backend.consultations.models import ShortlistEntry
from backend.directory.models import Affiliation, Contact, Expert, Institution, Membership, Passage

pytestmark = pytest.mark.usefixtures("world")
YEAR = datetime.date.today().year


@pytest.fixture
def candidate(own) -> Expert:
    """Somebody whom nothing ties to the institution that asks."""
    person = Expert.objects.create(
        names={"en": "Amaru Quispe"}, consent_listed=True, last_confirmed=datetime.date.today()
    )
    Contact.objects.create(expert=person, email="amaru@andes-hydro.example")
    assert kinds(person, own) == []
    return person


def kinds(candidate, partner) -> list[str]:
    return [str(one.kind) for one in findings(candidate, partner)]


def works_at(person, institution, start=None, end=None) -> Affiliation:
    return Affiliation.objects.create(
        expert=person, institution=institution, start_year=start, end_year=end
    )


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (None, ["institution"]),
        (YEAR, ["institution"]),
        (YEAR - 1, ["former_institution"]),
        (YEAR - 3, ["former_institution"]),
        (YEAR - 4, []),
    ],
)
def test_works_or_worked_at_the_institution_that_asks(candidate, own, end, expected):
    works_at(candidate, own, 2015, end)
    assert kinds(candidate, own) == expected


def test_the_same_institution_in_another_script_is_found(candidate, own):
    own.names = {"en": "Sinohydro Bureau"}
    own.save()
    twin = Institution.objects.create(names={"ar": "x", "en": "SINOHYDRO  bureau"}, type="company")
    works_at(candidate, twin)
    assert kinds(candidate, own) == ["institution"]


def test_a_part_of_who_asks_and_one_with_the_same_parent_count(candidate, own):
    parent = Institution.objects.create(names={"en": "Ministry of Reservoirs"}, type="ministry")
    sister = Institution.objects.create(
        names={"en": "Weir Laboratory"}, type="agency", parent=parent
    )
    Institution.objects.filter(pk=own.pk).update(parent=parent)
    own.refresh_from_db()
    assert kinds(sister, own) == ["requester"]
    works_at(candidate, sister)
    assert kinds(candidate, own) == ["institution"]


def test_who_acts_for_the_institution_that_asks_is_the_requester(candidate, own, partner):
    candidate.user = partner
    candidate.save()
    assert kinds(candidate, own)[0] == "requester"


def test_a_mail_domain_of_their_own_counts_and_one_for_everybody_does_not(candidate, own):
    user = User.objects.create_user("somebody@andes-hydro.example", "palmeira-azul-9")
    Membership.objects.create(user=user, institution=own, role="reader")
    (found,) = findings(candidate, own)
    assert (found.kind, found.evidence) == ("mail_domain", "andes-hydro.example")
    Contact.objects.filter(expert=candidate).update(email="amaru@gmail.com")
    User.objects.filter(pk=user.pk).update(email="somebody@gmail.com")
    assert kinds(candidate, own) == []


def test_a_department_shares_the_domain_of_its_house(candidate, own):
    Institution.objects.filter(pk=own.pk).update(website="https://www.hydro.example/en/")
    own.refresh_from_db()
    Contact.objects.filter(expert=candidate).update(email="amaru@lab.hydro.example")
    assert kinds(candidate, own) == ["mail_domain"]
    Contact.objects.filter(expert=candidate).update(email="amaru@xhydro.example")
    assert kinds(candidate, own) == []


def test_two_who_worked_at_one_place_at_one_time(candidate, own):
    user = User.objects.create_user("pat@asks.example", "palmeira-azul-9")
    Membership.objects.create(user=user, institution=own, role="editor")
    colleague = Expert.objects.create(names={"en": "Pat Moreno"}, user=user)
    third = Institution.objects.create(names={"en": "Glacier Institute"}, type="university")
    works_at(candidate, third, YEAR - 6, YEAR - 2)
    other = works_at(colleague, third, YEAR - 3, YEAR - 1)
    (found,) = findings(candidate, own)
    assert found.kind == "shared_affiliation"
    assert "Glacier Institute" in found.evidence
    assert "Pat Moreno" in found.evidence
    Affiliation.objects.filter(pk=other.pk).update(start_year=YEAR - 1)
    assert kinds(candidate, own) == []


def test_a_project_that_names_who_asks_and_a_paper_that_is_theirs_too(candidate, own):
    own.names = {"fr": "Société des Énergies Rurales"}
    own.save()
    named = Passage.objects.create(
        profile=candidate,
        kind="project",
        year=YEAR - 1,
        text="Turbines for the societe des energies rurales.",
    )
    assert kinds(candidate, own) == ["shared_work"]
    Passage.objects.filter(pk=named.pk).update(year=YEAR - 10)
    assert kinds(candidate, own) == []
    for profile in (candidate, own):
        Passage.objects.create(
            profile=profile, kind="publication", text="On weirs.", identifier="doi:10.1/weirs"
        )
    assert kinds(candidate, own) == ["shared_work"]


def test_a_declared_relation_stands_in_the_way_until_it_ends(candidate, own):
    relation = DeclaredRelation.objects.create(
        profile=candidate, institution=own, kind="supplier", note="Sells turbines."
    )
    (found,) = findings(candidate, own)
    assert not found.may_be_waived
    assert "Sells turbines." in found.evidence
    relation.ended_on = datetime.date.today()
    relation.save()
    assert kinds(candidate, own) == []


def test_an_identity_that_was_never_confirmed_is_unknown_not_clean(candidate, own):
    Expert.objects.filter(pk=candidate.pk).update(last_confirmed=None)
    candidate.refresh_from_db()
    assert kinds(candidate, own) == ["unconfirmed"]
    Expert.objects.filter(pk=candidate.pk).update(orcid="0000-0002-1825-0097")
    candidate.refresh_from_db()
    assert kinds(candidate, own) == []


@pytest.fixture
def path(draft, candidate, officer) -> str:
    """Where the findings about the candidate on the request's shortlist are."""
    entry = ShortlistEntry.objects.create(
        request=draft, profile=candidate, place=1, why_language="en", chosen_by=officer
    )
    return f"consultation-requests/{draft.pk}/shortlist/{entry.pk}/conflicts/"


def test_officers_see_the_evidence_and_waive_a_mild_finding_openly(
    api, officer, path, candidate, own
):
    works_at(candidate, own, 2015, YEAR - 1)
    (found,) = api(officer).get(path).json()
    assert own.name in found["evidence"]
    assert found["waiver"] is None
    answer = api(officer).post(path, {"key": found["key"], "reason": "Left in a dispute."})
    assert answer.json()[0]["waiver"]["reason"] == "Left in a dispute."
    assert open_findings(candidate, own) == []
    Affiliation.objects.filter(expert=candidate).update(end_year=YEAR)
    assert [str(one.kind) for one in open_findings(candidate, own)] == ["institution"]


def test_what_is_not_mild_and_what_is_not_there_can_not_be_waived(
    api, officer, path, candidate, own
):
    works_at(candidate, own)
    key = api(officer).get(path).json()[0]["key"]
    answer = api(officer).post(path, {"key": key, "reason": "x"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "not_waivable")
    answer = api(officer).post(path, {"key": "shared_work:1", "reason": "x"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "no_such_finding")
    assert api(officer).post(path, {"key": key}).json()["errors"][0]["attr"] == "reason"
    assert not Waiver.objects.exists()


def test_findings_reach_nobody_without_the_right_to_them(
    api, partner, stranger, path, candidate, own
):
    works_at(candidate, own)
    assert api(partner).get(path).status_code == 404
    assert api(partner).post(path, {"key": "x", "reason": "x"}).status_code == 404
    assert api(stranger).get(path).status_code == 404
    assert api(None).get(path).status_code == 401


def test_no_address_is_in_any_evidence(candidate, own):
    user = User.objects.create_user("somebody@andes-hydro.example", "palmeira-azul-9")
    Membership.objects.create(user=user, institution=own, role="reader")
    told = " ".join(one.evidence + one.key for one in findings(candidate, own))
    assert "andes-hydro.example" in told
    assert "@" not in told
