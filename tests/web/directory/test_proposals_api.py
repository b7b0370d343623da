"""Files propose passages; nothing goes into a profile without a yes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests_profile_files import ORCID, RIS, cv_pdf, openalex_works, orcid_record
from tests_requests import TOLD

from backend.directory.models import Expert, Passage, Proposal, ProposalSource

pytestmark = pytest.mark.usefixtures("world")
BEHALF = {f"on_behalf.{name}": value for name, value in TOLD.items()}


@pytest.fixture
def mine(expert) -> Expert:
    found = expert.expert
    found.orcid = ""
    found.save()
    return found


@pytest.fixture
def propose(api, expert, mine):
    """Hands in a file: ``propose(data, by=officer)``."""

    def send(data: bytes, status: int = 201, by=expert, name: str = "cv.pdf", **fields):
        answer = api(by).upload(f"experts/{mine.pk}/proposals/", name, data, **fields)
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


def texts(expert: Expert) -> set[str]:
    return set(expert.passages.values_list("text", flat=True))


def test_a_cv_proposes_and_changes_nothing_by_itself(propose, mine):
    before = texts(mine)
    found = propose(cv_pdf())
    assert (found["kind"], found["file_name"], found["left_out"]) == ("cv", "cv.pdf", 0)
    assert {one["status"] for one in found["proposals"]} == {"proposed"}
    assert len(found["proposals"]) == 5
    assert texts(mine) == before


def test_the_file_itself_is_not_kept(propose):
    found = propose(cv_pdf())
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM directory_proposalsource t")
        stored = str(cursor.fetchall())
    assert ProposalSource.objects.get(pk=found["id"]).file_hash in stored
    assert "Manguiers" not in stored
    assert "%PDF" not in stored


def test_what_is_taken_is_a_passage_in_the_words_one_gives_it(api, propose, expert, mine):
    first, second, *_others = propose(cv_pdf())["proposals"]
    taken = api(expert).post(f"profile-proposals/{first['id']}/take/")
    assert taken.status_code == 200, taken.content
    passage = Passage.objects.get(pk=taken.json()["passage"])
    assert (passage.text, passage.origin, passage.language) == (first["text"], "CV", "en")
    assert (passage.attestation, passage.edited) == ("self_declared", True)
    words = "Repaired 42 pumps; write to amina@hydro.example or call +221 77 123 45 67."
    edited = api(expert).post(f"profile-proposals/{second['id']}/take/", {"text": words})
    passage = Passage.objects.get(pk=edited.json()["passage"])
    assert passage.text == "Repaired 42 pumps; write to […] or call […]."
    assert (passage.kind, passage.year) == ("project", 2020)
    version = Expert.objects.get(pk=mine.pk).version
    assert version == mine.version + 2


def test_a_yes_counts_once_and_a_no_may_be_taken_back(api, propose, expert):
    (first, *_others) = propose(cv_pdf())["proposals"]
    path = f"profile-proposals/{first['id']}"
    assert api(expert).post(f"{path}/refuse/").json()["status"] == "refused"
    assert api(expert).post(f"{path}/take/").json()["status"] == "taken"
    again = api(expert).post(f"{path}/take/")
    assert again.status_code == 409
    assert again.json()["allowed_steps"] == []
    assert Passage.objects.filter(text=first["text"]).count() == 1


def test_several_are_decided_at_once_or_none(api, propose, expert, mine):
    one, two, three, *_ = (row["id"] for row in propose(cv_pdf())["proposals"])
    path = f"experts/{mine.pk}/proposals/decide/"
    both = api(expert).post(path, {"take": [one, two], "refuse": [two]})
    assert both.status_code == 400
    assert both.json()["errors"][0]["attr"] == "refuse"
    done = api(expert).post(path, {"take": [one, two], "refuse": [three]})
    assert [row["status"] for row in done.json()] == ["taken", "taken", "refused"]
    undone = api(expert).post(path, {"refuse": [three], "take": [one]})
    assert undone.status_code == 409
    foreign = api(expert).post(path, {"take": [str(mine.pk)]})
    assert foreign.status_code == 400


def test_what_the_profile_has_already_is_known_and_not_asked_about(api, propose, expert, mine):
    Passage.objects.create(
        profile=mine, text="On pumps of the sun.", identifier="doi:10.1234/ABC.567"
    )
    (first, *_), cv = propose(cv_pdf())["proposals"], propose(RIS.encode(), name="a.ris")
    assert [row["status"] for row in cv["proposals"]] == ["known", "proposed"]
    assert cv["proposals"][0]["passage"] is not None
    assert api(expert).post(f"profile-proposals/{first['id']}/refuse/").status_code == 200
    again = propose(cv_pdf())["proposals"]
    assert {row["status"] for row in again} == {"known"}
    refused = api(expert).post(f"profile-proposals/{again[0]['id']}/take/")
    assert refused.status_code == 409


def test_a_passage_added_meanwhile_is_not_added_twice(api, propose, expert, mine):
    (first, *_others) = propose(cv_pdf())["proposals"]
    Passage.objects.create(profile=mine, text=first["text"])
    answer = api(expert).post(f"profile-proposals/{first['id']}/take/")
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "known"
    assert Proposal.objects.get(pk=first["id"]).status == "proposed"


def test_the_orcid_record_must_be_the_expert_s_own(propose, mine):
    assert len(propose(orcid_record(), name="record.json")["proposals"]) == 4
    Expert.objects.filter(pk=mine.pk).update(orcid="0000-0001-5109-3700")
    refused = propose(orcid_record(), status=400)
    assert ORCID in refused["errors"][0]["detail"]
    assert refused["errors"][0]["attr"] == "file"
    propose(openalex_works(), name="works.json")


def test_an_officer_says_how_it_was_heard(api, propose, officer, mine):
    told = propose(cv_pdf(), status=400, by=officer)
    assert told["errors"][0]["attr"] == "on_behalf"
    found = propose(cv_pdf(), by=officer, **BEHALF)
    source = ProposalSource.objects.get(pk=found["id"])
    assert (source.channel, str(source.told_on)) == (TOLD["channel"], TOLD["told_on"])
    path = f"profile-proposals/{found['proposals'][0]['id']}/take/"
    assert api(officer).post(path).status_code == 400
    assert api(officer).post(path, {"on_behalf": TOLD}).status_code == 200
    assert Proposal.objects.get(pk=found["proposals"][0]["id"]).evidence == TOLD["evidence"]


def test_others_neither_propose_nor_see_what_is_proposed(api, propose, partner, stranger, mine):
    found = propose(cv_pdf())
    for person in (partner, stranger):
        propose(cv_pdf(), status=403, by=person)
        assert api(person).get(f"experts/{mine.pk}/proposals/").status_code == 403
        assert api(person).get("profile-proposals/").json()["results"] == []
        path = f"profile-proposals/{found['proposals'][0]['id']}"
        assert api(person).get(f"{path}/").status_code == 404
        assert api(person).post(f"{path}/take/").status_code == 404
    assert api().get("profile-proposals/").status_code == 401
    Expert.objects.filter(pk=mine.pk).update(consent_listed=False)
    propose(cv_pdf(), status=404, by=stranger)


def test_sent_twice_it_is_read_once(propose, mine):
    first = propose(cv_pdf(), key="one")
    again = propose(cv_pdf(), key="one")
    assert again["id"] == first["id"]
    assert "proposals" not in again  # texts of a person are not kept with the answer
    propose(RIS.encode(), status=409, key="one")
    assert mine.proposal_sources.count() == 1


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "a.pdf"), (b"x" * (11 * 1024 * 1024), "a.pdf"), (b"\x00\xff\xfe", "a\x00\x01b.pdf")],
)
def test_a_file_that_can_t_be_read_is_refused_by_its_field(propose, data, name):
    assert propose(data, status=400, name=name)["errors"][0]["attr"] == "file"


def test_a_name_that_can_t_be_printed_is_kept_without_it(propose):
    assert propose(cv_pdf(), name="c\x01v\u202e.pdf")["file_name"] == "cv.pdf"


@pytest.mark.parametrize("whose", ["experts/{pk}/proposals/", "profile-proposals/"])
def test_the_lists_take_the_same_queries_for_many(api, propose, expert, mine, whose):
    propose(cv_pdf())
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            rows = api(expert).get(whose.format(pk=mine.pk), status="proposed").json()
        counts.append((len(captured), len(rows["results"])))
        propose(RIS.encode().replace(b"Sahel", b"Niger"))
    assert counts[0][0] == counts[1][0] <= 6
    assert counts[1][1] > counts[0][1]
