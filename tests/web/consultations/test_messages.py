"""Messages about a request and an engagement: who reads what, and that none is lost."""

from __future__ import annotations

import pytest
from tests_files import bytes_of, pdf, stored
from tests_people import engage

from backend.consultations.models import Engagement, EngagementStatus
from backend.directory.models import Institution, Membership
from backend.discussion.models import Message
from backend.notifications.models import Letter

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def about(draft) -> str:
    return f"consultation-requests/{draft.pk}/messages/"


@pytest.fixture
def say(api):
    """Writes: ``say(partner, path, "text", visibility="all")``."""

    def write(user, path: str, text: str = "Hello.", status: int = 201, **body):
        answer = api(user).post(path, {"text": text, **body})
        assert answer.status_code == status, answer.content
        return answer.json()

    return write


@pytest.fixture
def read(api):
    """The texts that a person finds there."""

    def look(user, path: str, **query):
        answer = api(user).get(path, **query)
        assert answer.status_code == 200, answer.content
        return [one["text"] for one in answer.json()["results"]]

    return look


def addresses() -> set[str]:
    return set(Letter.objects.values_list("address", flat=True))


def test_partner_and_secretariat_talk_about_a_request(api, say, read, about, partner, officer):
    first = say(partner, about, "When does it begin?")
    assert (first["visibility"], first["side"], first["own"]) == ("partner", "partner", True)
    say(officer, about, "In January.", visibility="partner", language="en")
    assert read(partner, about) == read(officer, about) == ["When does it begin?", "In January."]
    shown = api(partner).get(f"{about}{first['id']}/").json()
    assert shown["text"] == "When does it begin?"


def test_what_the_secretariat_says_among_itself_nobody_else_finds(
    api, say, read, about, partner, officer
):
    secret = say(
        officer,
        about,
        "They asked too little.",
        visibility="internal",
        uploads=[stored(officer, name="note.pdf")],
    )
    (file,) = secret["files"]
    under = (f"{about}{secret['id']}/", f"{about}files/{file['id']}/")
    assert read(partner, about) == []
    assert "asked too little" not in api(partner).get(about, visibility="internal").content.decode()
    assert api(partner).get(f"{about}read/").json() == {"until": 0, "new": 0}
    assert [api(partner).get(path).status_code for path in under] == [404, 404]
    assert [api(officer).get(path).status_code for path in under] == [200, 200]
    assert partner.email not in addresses()
    refused = say(partner, about, status=400, visibility="internal")
    assert refused["errors"][0]["attr"] == "visibility"


def test_strangers_other_partners_and_experts_find_no_messages(
    api, say, about, partner, stranger, expert
):
    made = say(partner, about, uploads=[stored(partner)])
    other = Institution.objects.listed().exclude(memberships__user=partner).first()
    Membership.objects.create(user=stranger, institution=other, role="owner")
    file = made["files"][0]["id"]
    for who in (stranger, expert):
        for path in (about, f"{about}{made['id']}/", f"{about}files/{file}/", f"{about}read/"):
            assert api(who).get(path).status_code == 404
        assert api(who).post(about, {"text": "x"}).status_code == 404
    assert api(None).get(about).status_code == 401


def test_a_reader_of_the_institution_reads_and_writes_nothing(say, read, about, partner, colleague):
    say(partner, about, "Hello.")
    reader = colleague("reader")
    assert read(reader, about) == ["Hello."]
    say(reader, about, status=403)
    say(colleague("approver"), about, "We approve.")


def test_files_come_with_a_message(api, say, about, partner, officer):
    made = say(partner, about, uploads=[stored(partner, name="one.pdf"), stored(partner)])
    assert {one["name"] for one in made["files"]} == {"one.pdf", "annex.pdf"}
    found = api(officer).get(f"{about}files/{made['files'][0]['id']}/")
    assert bytes_of(found) == pdf()
    taken = say(officer, about, status=400, visibility="partner", uploads=[made["files"][0]["id"]])
    assert taken["errors"][0]["attr"] == "uploads"
    assert Message.objects.count() == 1


def test_posted_twice_it_is_there_once_and_told_once(api, about, partner):
    body = {"text": "Once."}
    first, again = (api(partner).post(about, body, "same-key") for _time in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    letters = Letter.objects.count()
    assert Message.objects.count() == 1
    assert api(partner).post(about, body, "another-key").status_code == 201
    assert Message.objects.count() == 2
    assert Letter.objects.count() == 2 * letters
    assert api(partner).post(about, {"text": "Other."}, "same-key").status_code == 409


def test_letters_go_to_those_who_may_read_it_without_contact_data(
    say, about, draft, partner, officer, colleague
):
    draft.officer = officer
    draft.save()
    editor, reader = colleague("editor"), colleague("reader")
    say(partner, about, "Write to me@somewhere.example or call +251 911 000 111 today.")
    assert addresses() == {officer.email, editor.email}
    text = Letter.objects.first().text
    assert "Write to […] or call […] today." in text
    assert not Letter.objects.filter(text__contains=partner.email).exists()
    assert reader.email not in addresses()


def test_what_is_new_since_one_was_here(api, say, read, about, partner, officer):
    for text in ("One.", "Two.", "Three."):
        say(officer, about, text, visibility="partner")
    assert api(partner).get(f"{about}read/").json() == {"until": 0, "new": 3}
    assert api(officer).get(f"{about}read/").json()["new"] == 0
    assert api(partner).post(f"{about}read/", {"until": 2}).json() == {"until": 2, "new": 1}
    assert read(partner, about, new="true") == ["Three."]
    assert api(partner).post(f"{about}read/", {"until": 1}).json() == {"until": 2, "new": 1}
    assert api(partner).post(f"{about}read/", {"until": 99}).json() == {"until": 3, "new": 0}
    say(officer, about, "Four.", visibility="partner")
    assert read(partner, about, new="true") == ["Four."]
    assert read(partner, about, new="false") == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 100_000}, "text"),
        ({"text": None}, "text"),
        ({"text": "x", "language": "Klingon"}, "language"),
        ({"text": "x", "visibility": "everybody"}, "visibility"),
        ({"text": "x", "uploads": "x"}, "uploads"),
        ({"text": "x", "uploads": ["x"]}, "uploads"),
        ({"text": "x", "uploads": ["x"] * 11}, "uploads"),
    ],
)
def test_what_is_wrong_with_a_message_is_named(api, about, partner, body, attr):
    refused = api(partner).post(about, body)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"].split(".")[0] == attr


def test_the_list_goes_on_page_by_page_and_takes_no_more_queries(
    api, say, about, partner, officer, django_assert_max_num_queries
):
    for number in range(5):
        files = [stored(officer)] if number < 3 else []
        say(officer, about, f"{number}", visibility="partner", uploads=files)
    with django_assert_max_num_queries(10):
        page = api(partner).get(about, page_size=3).json()
    assert [one["text"] for one in page["results"]] == ["0", "1", "2"]
    rest = api(partner).client.get(page["next"]).json()
    assert [one["text"] for one in rest["results"]] == ["3", "4"]
    assert api(partner).get(about, sort="x").status_code == 400


@pytest.fixture
def working(draft, officer) -> Engagement:
    (one,) = engage(draft, officer, "Amaru", begun=True)
    return one


def test_each_circle_of_an_engagement_is_closed(say, read, api, working, partner, officer):
    path, expert = f"engagements/{working.pk}/messages/", working.expert.user
    for who in ("internal", "partner", "experts", "all"):
        say(officer, path, who, visibility=who, uploads=[stored(officer)])
    assert read(officer, path) == ["internal", "partner", "experts", "all"]
    assert read(partner, path) == ["partner", "all"]
    assert read(expert, path) == ["experts", "all"]
    for message in Message.objects.prefetch_related("attachments"):
        file = message.attachments.get().file_id
        for user, seen in ((partner, ("partner", "all")), (expert, ("experts", "all"))):
            status = 200 if message.visibility in seen else 404
            assert api(user).get(f"{path}{message.pk}/").status_code == status
            assert api(user).get(f"{path}files/{file}/").status_code == status
    say(partner, path, "For the expert.", visibility="all")
    say(expert, path, "For the secretariat.", visibility="experts")
    say(expert, path, status=400, visibility="partner")
    say(partner, path, status=400, visibility="experts")
    assert (
        api(expert).get(f"consultation-requests/{working.request_id}/messages/").status_code == 404
    )


def test_before_the_terms_are_agreed_each_talks_with_the_secretariat_alone(
    say, read, draft, partner, officer
):
    (one,) = engage(draft, officer, "Amaru")
    path, expert = f"engagements/{one.pk}/messages/", one.expert.user
    say(expert, path, "Is the fee fixed?")
    assert read(partner, path) == []
    for user in (expert, partner, officer):
        assert say(user, path, status=400, visibility="all")["errors"][0]["attr"] == "visibility"
    Engagement.objects.filter(pk=one.pk).update(status=EngagementStatus.AGREED)
    Letter.objects.all().delete()
    made = say(expert, path, "Good day to you all.", visibility="all")
    assert addresses() >= {partner.email, officer.email}
    assert expert.email not in addresses()
    assert "there.example" not in str(made)


def test_another_expert_of_the_same_request_reads_nothing_of_it(say, api, draft, officer):
    first, second = engage(draft, officer, "Amaru", "Binta", begun=True)
    path = f"engagements/{first.pk}/messages/"
    made = say(first.expert.user, path, visibility="experts")
    for under in ("", f"{made['id']}/", "read/"):
        assert api(second.expert.user).get(path + under).status_code == 404


def test_the_letter_to_an_expert_leads_to_the_page_of_the_messages(say, working, officer):
    say(officer, f"engagements/{working.pk}/messages/", "Hello.", visibility="experts")
    letter = Letter.objects.get(address=working.expert.user.email, text__contains="Hello.")
    assert "/messages/" in letter.text
