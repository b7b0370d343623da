"""The texts of a proposal: written together, every version kept, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests_proposals import member

from backend.programmes.differing import Change, differences
from backend.programmes.models import SectionVersion

pytestmark = pytest.mark.usefixtures("world")
SOME = st.text(alphabet="ab .\n水电，ضخ", max_size=60)


@pytest.fixture
def section(proposal):
    return proposal.sections.get(key="situation")


@pytest.fixture
def path(at, section):
    return at(f"sections/{section.pk}/")


@pytest.fixture
def write(api, path):
    """Writes it on what stands there: ``write(lead, "…")``."""

    def save(user, text: str, status: int = 200, version: int | None = None):
        version = version or api(user).get(path).json()["version"]
        answer = api(user).patch(path, {"text": text}, version)
        assert answer.status_code == status, answer.content
        return answer.json()

    return save


def test_every_save_leaves_a_version_with_its_author(api, lead, second, path, write):
    write(lead, "The channels are dry.")
    shown = write(second, "The channels are dry in March.\n")
    assert (shown["version"], shown["text"]) == (3, "The channels are dry in March.\n")
    versions = api(lead).get(f"{path}versions/").json()
    assert [(one["number"], one["by"]) for one in versions] == [
        (1, "Owner Otieno"),
        (2, "Owner Otieno"),
        (3, "Owner Quispe"),
    ]
    assert api(lead).get(f"{path}versions/2/").json()["text"] == "The channels are dry."
    assert api(lead).get(f"{path}versions/9/").status_code == 404


def test_saving_what_stands_there_makes_no_version(lead, section, write):
    assert write(lead, "Dry.")["version"] == write(lead, "Dry.")["version"] == 2
    assert section.versions.count() == 2


def test_who_comes_late_sees_both_texts_and_by_whom_the_other_is(lead, second, write):
    write(lead, "Dry in March.", version=1)
    late = write(second, "Dry in April.", 412, version=1)
    (difference,) = late["differences"]
    assert (difference["yours"], difference["now"]) == ("Dry in April.", "Dry in March.")
    assert (difference["changed_by"], late["current_version"]) == ("Owner Otieno", 2)
    write(second, "Dry in March and April.", version=2)


def test_what_is_too_long_is_told_and_never_cut(api, lead, at, write):
    shown = write(lead, "x" * 3_120)
    assert (shown["characters"], shown["most"], shown["over"]) == (3120, 3000, 120)
    assert len(shown["text"]) == 3120


def test_spaces_at_the_ends_count_for_nothing(lead, write):
    shown = write(lead, "  x\n\n")
    assert (shown["characters"], shown["text"]) == (1, "  x\n\n")


def test_a_section_that_is_given_to_a_partner_is_written_by_it_and_others_comment(
    api, lead, second, officer, riego, path, write
):
    given_away = api(lead).patch(path, {"writer": str(riego.pk)}, 1)
    assert given_away.status_code == 200, given_away.content
    assert given_away.json()["may_write"] is False
    write(lead, "mine", 403)
    write(second, "ours")
    write(officer, "the secretariat's")
    comment = api(lead).post(f"{path}comments/", {"text": "Shorter?"})
    assert comment.status_code == 201
    assert api(second).patch(path, {"writer": None}, 4).status_code == 403


def test_only_who_takes_part_can_be_given_a_section(api, lead, officer, path):
    office = officer.memberships.get().institution
    refused = api(lead).patch(path, {"writer": str(office.pk)}, 1)
    assert refused.json()["errors"][0]["attr"] == "writer"


def test_a_reader_writes_nothing_and_says_nothing(api, riego, path):
    reader = member(riego, "reader")
    assert api(reader).patch(path, {"text": "x"}, 1).status_code == 403
    assert api(reader).post(f"{path}comments/", {"text": "x"}).status_code == 403
    assert api(reader).get(f"{path}comments/").json() == []


def test_what_differs_between_versions_is_told_word_by_word(api, lead, path, write):
    write(lead, "The pumps failed in 2024. Nobody mends them.")
    write(lead, "The pumps failed in 2025. Nobody mends them.")
    told = api(lead).get(f"{path}difference/").json()
    assert (told["older"], told["newer"]) == (2, 3)
    assert told["pieces"] == [
        {"change": "same", "text": "The pumps failed in "},
        {"change": "removed", "text": "2024"},
        {"change": "added", "text": "2025"},
        {"change": "same", "text": ". Nobody mends them."},
    ]
    all_new = api(lead).get(f"{path}difference/", older=1, newer=3).json()["pieces"]
    assert [one["change"] for one in all_new] == ["added"]
    assert api(lead).get(f"{path}difference/", older=7).status_code == 404
    assert api(lead).get(f"{path}difference/", older="x").status_code == 400


@given(SOME, SOME)
def test_the_pieces_give_both_texts_again(before, after):
    pieces = differences(before, after)
    assert "".join(one.text for one in pieces if one.change != Change.ADDED) == before
    assert "".join(one.text for one in pieces if one.change != Change.REMOVED) == after
    assert all(one.text for one in pieces)


def test_a_sentence_that_is_added_is_one_piece():
    pieces = differences("The pumps run.", "The pumps run. They run at night.")
    assert [(one.change.value, one.text) for one in pieces] == [
        ("same", "The pumps run."),
        ("added", " They run at night."),
    ]


def test_chinese_differs_by_characters_and_a_long_text_takes_no_long_time():
    pieces = differences("修复四个水电站。", "修复五个水电站。")
    assert [(one.change.value, one.text) for one in pieces] == [
        ("same", "修复"),
        ("removed", "四"),
        ("added", "五"),
        ("same", "个水电站。"),
    ]
    long = "word " * 30_000
    assert [one.change for one in differences(long, long.upper())] == ["removed", "added"]


def test_an_old_version_is_restored_as_a_new_one(api, lead, section, path, write):
    write(lead, "First.")
    write(lead, "Second.")
    shown = api(lead).post(f"{path}restore/", {"number": 2}).json()
    assert (shown["text"], shown["version"]) == ("First.", 4)
    texts = SectionVersion.objects.filter(section=section).order_by("number")
    assert [one.text for one in texts] == ["", "First.", "Second.", "First."]
    refused = api(lead).post(f"{path}restore/", {"number": 9})
    assert refused.status_code == 409
    assert "1, 2, 3, 4" in refused.json()["errors"][0]["detail"]


def test_a_comment_quotes_what_stands_there_and_is_settled(api, lead, second, path, write):
    write(lead, "The channels are dry.")
    body = {"text": "Since when?", "quote": "channels are dry"}
    made = api(second).post(f"{path}comments/", body).json()
    assert (made["number"], made["by"], made["own"]) == (2, "Owner Quispe", True)
    assert api(lead).get(path).json()["open_comments"] == 1
    done = api(lead).post(f"{path}comments/{made['id']}/settle/").json()
    assert done["settled_by"] == "Owner Otieno"
    assert api(lead).get(path).json()["open_comments"] == 0
    wrong = api(lead).post(f"{path}comments/", {"text": "?", "quote": "wells"})
    assert wrong.json()["errors"][0]["attr"] == "quote"
    ahead = api(lead).post(f"{path}comments/", {"text": "?", "number": 9})
    assert "2" in ahead.json()["errors"][0]["detail"]


def test_once_it_is_handed_in_nothing_of_it_is_written(api, lead, proposal, path, write):
    type(proposal).objects.filter(pk=proposal.pk).update(status="handed_in")
    refused = write(lead, "Late.", 409)
    assert refused["errors"][0]["code"] == "not_writable"
    assert api(lead).post(f"{path}restore/", {"number": 1}).status_code == 409
