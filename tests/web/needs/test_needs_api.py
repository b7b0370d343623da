"""Needs over HTTP: who reads, writes and ranks them, and what is refused."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.directory.models import Institution
from backend.matches.models import MatchRun
from backend.matches.services import perform_run
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")

TEXT = "Nous cherchons à former douze techniciennes à l’entretien de pompes solaires villageoises."


@pytest.fixture
def body(own) -> dict:
    return {"institution": str(own.pk), "text": TEXT, "language": "fr", "sdgs": ["6", "7"]}


@pytest.fixture
def need(own) -> Need:
    """A need of the partner's own institution."""
    return Need.objects.filter(institution=own).order_by("pk").first()


@pytest.fixture
def elsewhere(own) -> Need:
    return Need.objects.exclude(institution=own).order_by("pk").first()


def ids(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def refused(answer, status: int = 400) -> dict[str, str]:
    """What is said of each field."""
    assert answer.status_code == status, answer.content
    return {error["attr"]: error["detail"] for error in answer.json()["errors"]}


# --- reading ------------------------------------------------------------------------------------


def test_a_stranger_to_the_house_is_asked_to_log_in(api):
    assert api().get("needs/").status_code == 401


def test_a_partner_sees_its_own_needs_and_the_secretariat_all(api, partner, officer, own):
    mine = set(Need.objects.filter(institution=own).values_list("pk", flat=True))
    assert set(ids(api(partner).get("needs/", page_size=200))) == {str(pk) for pk in mine}
    assert len(ids(api(officer).get("needs/", page_size=200))) == 56


def test_another_institutions_need_is_404(api, partner, stranger, elsewhere, need):
    assert api(partner).get(f"needs/{elsewhere.pk}/").status_code == 404
    assert api(stranger).get(f"needs/{need.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"country": "KEN"}, lambda need: need.country_id == "KEN"),
        ({"language": "ar"}, lambda need: need.language == "ar"),
        ({"sdg": "7"}, lambda need: need.sdgs.filter(pk="7").exists()),
        ({"help": "training"}, lambda need: "training" in need.help),
        ({"q": "микро"}, lambda need: "микро" in f"{need.title} {need.text}".lower()),
    ],
)
def test_lists_are_narrowed(api, officer, query, holds):
    expected = {str(need.pk) for need in Need.objects.all() if holds(need)}
    assert set(ids(api(officer).get("needs/", page_size=200, **query))) == expected


def test_pages_hold_every_need_once_in_as_many_queries_as_one(api, officer):
    client = api(officer)
    found, counts, path = [], [], "/api/v1/needs/?page_size=20"
    while path:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.client.get(path)
        counts.append(len(queries))
        found += ids(answer)
        path = answer.json()["next"]
    assert len(found) == len(set(found)) == 56
    assert max(counts) <= 9, counts
    assert len(set(counts)) == 1, counts


# --- writing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["owner", "editor"])
def test_owners_and_editors_write_needs(api, member, body, role):
    answer = api(member(role)).post("needs/", body)
    assert answer.status_code == 201, answer.content
    assert answer.json()["text"] == TEXT
    assert answer["ETag"] == '"1"'


@pytest.mark.parametrize("role", ["reader", "approver"])
def test_readers_and_approvers_do_not(api, member, body, role):
    assert "institution" in refused(api(member(role)).post("needs/", body))


def test_nobody_writes_for_another_institution(api, partner, body, own):
    other = Institution.objects.exclude(pk=own.pk).first()
    said = refused(api(partner).post("needs/", body | {"institution": str(other.pk)}))
    assert "institution" in said
    assert not Need.objects.filter(text=TEXT).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "eau"),
        ("text", "x " * 60_000),
        ("text", {"en": "a text"}),
        ("language", "not a tag"),
        ("language", 7),
        ("sdgs", ["18"]),
        ("sdgs", "7"),
        ("sectors", ["00000"]),
        ("country", "XXX"),
        ("help", ["money"]),
        ("help", "training"),
        ("by", "tomorrow"),
        ("facets", {"colour": "red"}),
        ("facets", []),
        ("institution", "no id"),
        ("institution", None),
    ],
)
def test_bad_input_is_refused_by_its_field_and_nothing_is_kept(api, officer, body, field, value):
    before = Need.objects.count()
    said = refused(api(officer).post("needs/", body | {field: value}))
    assert any((attr or "").split(".")[0] == field for attr in said), said
    assert all(said.values())
    assert Need.objects.count() == before


def test_a_nul_byte_is_refused_with_the_name_of_its_field(api, officer, body):
    said = refused(api(officer).post("needs/", body | {"text": "nul\x00byte in a text of words"}))
    assert said[None].startswith("text ")


def test_a_kind_of_help_that_is_none_is_told_with_those_that_are(api, officer, body):
    said = refused(api(officer).post("needs/", body | {"help": ["money"]}))
    assert "training" in said["help"]


def test_the_same_request_twice_makes_one_need(api, partner, body):
    one = api(partner).post("needs/", body, key="k-1")
    two = api(partner).post("needs/", body, key="k-1")
    assert (one.status_code, two.status_code) == (201, 201)
    assert one.json()["id"] == two.json()["id"]
    changed = api(partner).post("needs/", body | {"title": "Autre"}, key="k-1")
    assert changed.status_code == 409


def test_a_change_needs_the_version_that_was_read(api, partner, need):
    client = api(partner)
    new = {"title": "Nouveau titre"}
    assert client.patch(f"needs/{need.pk}/", new).status_code == 428
    assert client.patch(f"needs/{need.pk}/", new, version=need.version + 1).status_code == 412
    done = client.patch(f"needs/{need.pk}/", new, version=need.version)
    assert done.status_code == 200, done.content
    assert done.json()["version"] == need.version + 1
    # The second of two who read the same version is told so.
    assert client.patch(f"needs/{need.pk}/", new, version=need.version).status_code == 412


def test_a_need_is_taken_back_and_stays_readable(api, partner, need):
    answer = api(partner).post(f"needs/{need.pk}/withdraw/")
    assert answer.status_code == 200, answer.content
    assert answer.json()["withdrawn_at"]
    assert api(partner).get(f"needs/{need.pk}/").status_code == 200


def test_a_reader_may_not_change_or_take_back(api, member, need):
    reader = api(member("reader"))
    assert reader.patch(f"needs/{need.pk}/", {"title": "x"}, version=1).status_code == 403
    assert reader.post(f"needs/{need.pk}/withdraw/").status_code == 403


# --- rankings -----------------------------------------------------------------------------------


def test_a_ranking_is_asked_for_made_and_shown_again(api, partner, need):
    client = api(partner)
    asked = client.post(f"needs/{need.pk}/match-runs/", {"k": 7})
    assert asked.status_code == 202, asked.content
    run = MatchRun.objects.get(pk=asked.json()["id"])
    before = client.get(f"match-runs/{run.pk}/").json()
    assert (before["status"], before["progress"], before["matches"]) == ("queued", 0, [])

    assert perform_run(run_id=run.pk)

    after = client.get(f"match-runs/{run.pk}/").json()
    assert (after["status"], after["progress"]) == ("done", 100)
    assert set(after["versions"]) == {"e5-small", "minilm", "claims", "terms", "ranker"}
    assert [match["rank"] for match in after["matches"]] == list(range(1, 8))
    assert all(match["reasons"] for match in after["matches"])
    assert str(need.institution_id) not in {match["profile"]["id"] for match in after["matches"]}
    assert "@" not in client.get(f"match-runs/{run.pk}/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_ranking(api, partner, need):
    counts = []
    for k in (2, 40):
        run = MatchRun.objects.get(
            pk=api(partner).post(f"needs/{need.pk}/match-runs/", {"k": k}).json()["id"]
        )
        perform_run(run_id=run.pk)
        with CaptureQueriesContext(connection) as queries:
            assert len(api(partner).get(f"match-runs/{run.pk}/").json()["matches"]) == k
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_rankings_of_others_are_404(api, partner, stranger, elsewhere, need):
    assert api(partner).post(f"needs/{elsewhere.pk}/match-runs/").status_code == 404
    run = api(partner).post(f"needs/{need.pk}/match-runs/").json()["id"]
    assert api(stranger).get(f"match-runs/{run}/").status_code == 404
    assert api().get(f"match-runs/{run}/").status_code == 401


def test_a_reader_sees_a_ranking_but_asks_for_none(api, partner, member, need):
    run = api(partner).post(f"needs/{need.pk}/match-runs/").json()["id"]
    reader = api(member("reader"))
    assert reader.get(f"match-runs/{run}/").status_code == 200
    assert reader.post(f"needs/{need.pk}/match-runs/").status_code == 403


@pytest.mark.parametrize("k", [0, 10_000, "many", None, 1.5])
def test_a_k_that_cannot_be_is_refused(api, partner, need, k):
    assert "k" in refused(api(partner).post(f"needs/{need.pk}/match-runs/", {"k": k}))
