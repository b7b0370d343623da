"""The letters of the countries: asked for, received as scans, complete, and reminded of."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests_files import bytes_of, docx, pdf, stored, upload

from backend.codelists.models import WorkingCalendar
from backend.notifications.models import Letter
from backend.programmes.models import Endorsement, ProposalFile
from backend.programmes.services.reminders import remind_endorsements

pytestmark = pytest.mark.usefixtures("world")
WHO = {
    "institution": "Ministerio de Riego",
    "signer": "Rosa Quispe",
    "position": "Viceministra",
    "is_signed": True,
    "signed_on": "2027-03-02",
}


@pytest.fixture
def row(proposal) -> Endorsement:
    return proposal.endorsements.get(country="PER")


@pytest.fixture
def path(at, row):
    return at(f"endorsements/{row.pk}/")


@pytest.fixture
def take(api, path):
    def step(user, name: str, status: int = 200, **body):
        answer = api(user).post(f"{path}{name}/", body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return step


def test_each_country_that_takes_part_has_one_and_what_is_missing_comes_first(api, lead, at):
    rows = api(lead).get(at("endorsements/")).json()
    assert [(one["country"], one["status"], one["needed"]) for one in rows] == [
        ("KEN", "missing", True),
        ("LKA", "missing", True),
        ("PER", "missing", True),
    ]
    shown = api(lead).get(at()).json()
    assert list(shown)[:2] == ["missing_endorsements", "completeness"]
    assert {one["country"] for one in shown["missing_endorsements"]} == {"KEN", "LKA", "PER"}


def test_it_is_asked_for_comes_as_a_scan_and_is_found_to_be_complete(api, lead, second, path, take):
    asked = take(second, "request")
    assert (asked["status"], bool(asked["requested_at"])) == ("requested", True)
    take(second, "receive", 409)
    received = take(second, "receive", file=stored(second, "carta.pdf"))
    assert (received["status"], received["scan"]["name"]) == ("received", "carta.pdf")
    unsaid = take(lead, "accept", 409)["errors"][0]["detail"]
    assert "name of who signs" in unsaid
    assert "no signature" in unsaid
    assert api(second).patch(path, WHO, received["version"]).status_code == 200
    take(second, "accept", 403)
    assert take(lead, "accept")["status"] == "accepted"
    steps = api(lead).get(f"{path}steps/").json()
    assert [one["step"] for one in steps] == ["request", "receive", "accept"]


def test_a_complete_letter_changes_no_more_until_it_is_asked_for_again(api, lead, path, take):
    take(lead, "receive", file=stored(lead, "one.pdf"))
    version = api(lead).patch(path, WHO, 2).json()["version"]
    accepted = take(lead, "accept")
    refused = api(lead).patch(path, {"signer": "x"}, accepted["version"])
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "complete")
    assert take(lead, "ask-again", 400)["errors"][0]["attr"] == "reason"
    assert take(lead, "ask-again", reason="Another minister.")["status"] == "requested"
    assert version < accepted["version"]


def test_the_letter_that_another_takes_the_place_of_stays_with_the_proposal(
    lead, proposal, row, take
):
    take(lead, "receive", file=stored(lead, "one.pdf"))
    take(lead, "receive", file=stored(lead, "two.pdf"))
    kept = ProposalFile.objects.get(proposal=proposal)
    assert (kept.kind, kept.file.name) == ("earlier-letter", "one.pdf")
    row.refresh_from_db()
    assert row.scan.name == "two.pdf"


def test_a_refusal_says_why_and_a_letter_may_come_all_the_same(lead, take):
    assert take(lead, "refuse", 400)["errors"][0]["attr"] == "reason"
    assert take(lead, "refuse", reason="No money this year.")["status"] == "refused"
    assert take(lead, "receive", file=stored(lead))["status"] == "received"


def test_only_what_can_be_a_page_is_a_scan(lead, take):
    wrong = take(lead, "receive", 400, file=upload(lead, docx(), "letter.docx"))
    assert wrong["errors"][0]["attr"] == "file"
    assert take(lead, "request", 400, file=stored(lead))["errors"][0]["attr"] == "file"


def test_the_scan_is_given_to_those_who_see_the_proposal(
    api, lead, second, officer, stranger, path, take
):
    data = pdf()
    assert api(lead).get(f"{path}scan/").status_code == 404
    take(lead, "receive", file=stored(lead, data=data))
    for user in (second, officer):
        assert bytes_of(api(user).get(f"{path}scan/")) == data
    assert api(stranger).get(f"{path}scan/").status_code == 404


def test_letters_stand_still_once_the_proposal_is_passed_on(api, lead, proposal, path, take):
    type(proposal).objects.filter(pk=proposal.pk).update(status="checked")
    assert "passed on" in take(lead, "request", 409)["errors"][0]["detail"]
    assert api(lead).patch(path, WHO, 1).status_code == 409


def test_two_who_save_at_once_do_not_overwrite_each_other(api, lead, second, path):
    assert api(lead).patch(path, {"signer": "Rosa"}, 1).status_code == 200
    late = api(second).patch(path, {"signer": "Rosa Quispe"}, 1)
    assert late.status_code == 412
    assert late.json()["differences"][0]["now"] == "Rosa"


@pytest.fixture
def working(proposal):
    """A calendar on which today and every day is worked."""
    WorkingCalendar.objects.update_or_create(
        code="KEN", defaults={"names": {"en": "Kenya"}, "zone": "UTC", "rest_days": []}
    )


def _age(proposal, days: int) -> None:
    then = timezone.now() - datetime.timedelta(days=days)
    proposal.endorsements.update(created_at=then)
    proposal.endorsements.exclude(requested_at=None).update(requested_at=then)


def test_letters_that_do_not_come_are_reminded_of_in_one_letter(proposal, lead, second, working):
    _age(proposal, 12)
    assert remind_endorsements() == 1
    letters = Letter.objects.filter(kind="reminder")
    assert {one.address for one in letters} == {
        "owner@ken.example",
        "owner@per.example",
        "owner@lka.example",
    }
    text = letters.get(address=lead.email).text
    assert all(name in text for name in ("Kenya", "Peru", "Sri Lanka"))
    assert remind_endorsements() == 0


def test_nobody_is_reminded_before_the_time_nor_on_a_day_of_rest(proposal, working):
    _age(proposal, 5)
    assert remind_endorsements() == 0
    _age(proposal, 30)
    today = timezone.now().isoweekday()
    WorkingCalendar.objects.filter(code="KEN").update(rest_days=[today])
    assert remind_endorsements() == 0


def test_a_letter_that_came_and_a_proposal_handed_in_are_reminded_of_no_more(
    lead, proposal, take, working
):
    take(lead, "receive", file=stored(lead))
    _age(proposal, 30)
    assert remind_endorsements() == 1
    assert "Peru" not in Letter.objects.filter(kind="reminder").first().text
    proposal.endorsements.update(reminded_on=None)
    type(proposal).objects.filter(pk=proposal.pk).update(status="handed_in")
    assert remind_endorsements() == 0


def test_it_is_reminded_of_again_after_as_many_working_days(proposal, working):
    _age(proposal, 60)
    assert remind_endorsements() == 1
    ago = timezone.localdate() - datetime.timedelta(days=12)
    proposal.endorsements.update(reminded_on=ago)
    assert remind_endorsements() == 1
    assert Letter.objects.filter(kind="reminder").count() == 6
