"""Messages, deliverables and feedback across all dossiers: the same rights as where they belong."""

from __future__ import annotations

import pytest
from tests_people import engage

from backend.consultations.models import Deliverable, Feedback

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def texts(api):
    """What a person finds: ``texts(user, "messages/")``."""

    def look(user, path: str, **query) -> list[str]:
        answer = api(user).get(path, **query)
        assert answer.status_code == 200, answer.content
        return [one["text"] for one in answer.json()["results"]]

    return look


@pytest.fixture
def work(draft, officer):
    return engage(draft, officer, "Amaru")[0]


def test_each_reads_what_the_own_circles_hold(
    api, texts, draft, work, partner, officer, stranger, django_assert_max_num_queries
):
    expert = work.expert.user
    about, of_work = (
        f"consultation-requests/{draft.pk}/messages/",
        f"engagements/{work.pk}/messages/",
    )
    for path, visibility in (
        (about, "internal"),
        (about, "partner"),
        (of_work, "internal"),
        (of_work, "partner"),
        (of_work, "experts"),
    ):
        said = {"text": f"{path[:4]} {visibility}", "visibility": visibility}
        assert api(officer).post(path, said).status_code == 201
    assert len(texts(officer, "messages/")) == 5
    assert texts(partner, "messages/") == ["cons partner", "enga partner"]
    assert texts(expert, "messages/") == ["enga experts"]
    assert texts(stranger, "messages/") == []
    assert texts(expert, "messages/", new="false") == []
    with django_assert_max_num_queries(8):
        (shown,) = api(expert).get("messages/").json()["results"]
    assert (shown["request"], shown["engagement"]) == (str(draft.pk), str(work.pk))


def test_what_was_delivered_and_said_of_it_is_found_by_those_who_see_the_work(
    texts, work, partner, officer, stranger, django_assert_max_num_queries
):
    expert = work.expert.user
    for number in (1, 2, 3):
        Deliverable.objects.create(
            engagement=work, title="Report", number=number, text=f"v{number}", by=expert
        )
    Feedback.objects.create(engagement=work, side="partner", rating=4, text="Good.", by=partner)
    for user in (partner, officer, expert):
        with django_assert_max_num_queries(8):
            assert texts(user, "deliverables/") == ["v1", "v2", "v3"]
        assert texts(user, "feedback/", engagement=str(work.pk)) == ["Good."]
    assert texts(stranger, "deliverables/") == texts(stranger, "feedback/") == []
