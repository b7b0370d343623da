"""Requests like one that is being told, and how many are likely to be able to help."""

from __future__ import annotations

import pytest
from django.utils import timezone

from backend.consultations.models import ConsultationRequest, Status
from backend.directory.models import Institution, Membership
from backend.matches.services import embed_pending
from backend.needs.models import Need
from backend.needs.services import change_need, create_need

PUMPS_FR = (
    "Les pompes solaires des puits pastoraux tombent en panne. Il faut former des techniciens "
    "locaux à les entretenir et à réparer les onduleurs."
)
PUMPS_AR = "مضخات المياه الشمسية في آبار الرعاة تتعطل. نحتاج إلى تدريب فنيين محليين على صيانتها."
ASKED = "Solar pumps at wells for herders break down; train local technicians to repair them."


@pytest.fixture
def others(own) -> Institution:
    return Institution.objects.exclude(pk=own.pk).filter(is_secretariat=False).first()


@pytest.fixture
def past(world):
    """Makes a request of an institution that is closed: ``past(institution, text=…)``."""

    def make(institution: Institution, text: str = PUMPS_FR, **values) -> ConsultationRequest:
        need = create_need(
            values={"institution": institution, "title": "Pompes solaires", "text": text}, by=None
        )
        embed_pending()
        values = {"status": Status.CLOSED, "result_summary": "Douze techniciens formés.", **values}
        return ConsultationRequest.objects.create(need=need, **values)

    return make


def test_a_past_request_in_french_is_found_from_an_arabic_text(api, partner, own, past):
    made = past(own)
    found = api(partner).post("consultation-requests/similar/", {"text": PUMPS_AR}).json()
    assert found[0]["id"] == str(made.pk)
    assert 0.5 < found[0]["score"] < 1
    assert found[0]["text"] == PUMPS_FR
    assert found[0]["sentences"]["found"] in PUMPS_FR


def test_words_that_both_share_are_among_the_reasons(api, partner, own, past):
    past(own, text=f"{ASKED} The inverters overheat.")
    found = api(partner).post("consultation-requests/similar/", {"text": ASKED}).json()
    assert "pumps" in found[0]["shared_terms"]
    assert found[0]["sentences"]["asked"] in ASKED


def test_what_another_organisation_asked_is_found_only_once_it_is_published(
    api, partner, officer, others, past
):
    made = past(others)
    similar = {"text": ASKED}
    assert api(partner).post("consultation-requests/similar/", similar).json() == []
    answer = api(officer).post(f"consultation-requests/{made.pk}/publish/", {})
    assert answer.status_code == 200, answer.content
    [found] = api(partner).post("consultation-requests/similar/", similar).json()
    assert found["title"] == "Pompes solaires"
    assert found["result_summary"] == "Douze techniciens formés."
    assert (found["id"], found["text"], found["sentences"]) == (None, None, None)
    assert found["year"] == timezone.now().year
    assert PUMPS_FR not in str(found)
    api(officer).post(f"consultation-requests/{made.pk}/unpublish/", {})
    assert api(partner).post("consultation-requests/similar/", similar).json() == []


def test_a_term_that_only_the_unpublished_text_holds_is_not_told(api, partner, others, past):
    past(others, text=f"{ASKED} Secret Makondo.", published_at=timezone.now())
    asked = {"text": f"{ASKED} Makondo."}
    [found] = api(partner).post("consultation-requests/similar/", asked).json()
    assert found["shared_terms"] == []


def test_officers_see_all_in_full(api, officer, others, past):
    made = past(others)
    found = api(officer).post("consultation-requests/similar/", {"text": ASKED}).json()
    assert str(made.pk) in [one["id"] for one in found]


def test_requests_like_one_leave_out_itself_and_drafts(api, officer, own, past):
    one, other = past(own), past(own, text=PUMPS_AR)
    past(own, text=f"{PUMPS_FR} Brouillon.", status=Status.DRAFT)
    found = api(officer).get(f"consultation-requests/{one.pk}/similar/").json()
    assert [row["id"] for row in found] == [str(other.pk)]


def test_a_request_unlike_any_other_has_none(api, partner, own, past):
    past(own)
    asked = {"text": "We need help to restore medieval manuscripts."}
    assert api(partner).post("consultation-requests/similar/", asked).json() == []


def test_a_changed_text_is_compared_as_it_reads_now(api, partner, own, past):
    made = past(own)
    change_need(need=made.need, values={"text": "Restauration de manuscrits médiévaux."})
    asked = {"text": ASKED}
    assert api(partner).post("consultation-requests/similar/", asked).json() == []
    embed_pending()
    asked = {"text": "We need help to restore medieval manuscripts."}
    [found] = api(partner).post("consultation-requests/similar/", asked).json()
    assert found["id"] == str(made.pk)


def test_many_alike_take_no_more_queries(api, partner, own, past, django_assert_max_num_queries):
    for number in range(4):
        past(own, text=f"{PUMPS_FR} Lot {number}.")
    with django_assert_max_num_queries(22):
        found = api(partner).post("consultation-requests/similar/", {"text": ASKED, "k": 20})
    assert len(found.json()) == 4


def test_strangers_get_nothing(api, stranger, own, past):
    made = past(own)
    assert api().post("consultation-requests/similar/", {"text": ASKED}).status_code == 401
    assert api(stranger).post("consultation-requests/similar/", {"text": ASKED}).json() == []
    assert api(stranger).get(f"consultation-requests/{made.pk}/similar/").status_code == 404
    assert api(stranger).post(f"consultation-requests/{made.pk}/publish/").status_code == 404


def test_only_who_decides_publishes_and_only_what_was_sent(api, partner, member, draft, own):
    Membership.objects.filter(user=partner).update(role=Membership.Role.OWNER)
    path = f"consultation-requests/{draft.pk}/publish/"
    assert api(member("reader")).post(path).status_code == 403
    assert api(partner).post(path).status_code == 409
    ConsultationRequest.objects.filter(pk=draft.pk).update(status=Status.CLOSED)
    answer = api(partner).post(path, {"result_summary": "Four schemes run."})
    assert answer.json()["result_summary"] == "Four schemes run."
    assert answer.json()["published_at"]


@pytest.mark.parametrize("text", ["", "x" * 100_000, "a\x00b c", "pump"])
def test_what_is_no_need_is_refused(api, partner, text):
    for name in ("similar", "likely-helpers"):
        answer = api(partner).post(f"consultation-requests/{name}/", {"text": text})
        assert answer.status_code == 400, name


def test_how_many_can_help_is_told_and_nobody_named(api, partner, world):
    need = Need.objects.filter(language="fr").order_by("pk").first()
    path = "consultation-requests/likely-helpers/"
    found = api(partner).post(path, {"text": need.text}).json()
    full = api(partner).post("match/", {"text": need.text, "k": 100}).json()
    assert found["count"] == sum(one["score"] >= full["line"] for one in full["matches"])
    assert found["nobody"] == full["nobody"] == (found["count"] == 0)
    assert set(found) == {"language", "count", "nobody", "missing"}


def test_that_nobody_can_help_is_told_with_what_is_missing(api, partner, world):
    asked = {"text": "Repair the reactor of a nuclear submarine. Teach its crew to sing opera."}
    found = api(partner).post("consultation-requests/likely-helpers/", asked).json()
    full = api(partner).post("match/", asked).json()
    assert found["nobody"]
    assert found["missing"] == full["missing"]


def test_a_person_who_asks_too_often_waits(api, partner, member, world, settings, monkeypatch):
    from backend.consultations.api.similar import TypingView

    class Slow(TypingView.throttle_classes[0]):
        THROTTLE_RATES = {"typing": "1/min"}

    monkeypatch.setattr(TypingView, "throttle_classes", (Slow,))
    asked, path = {"text": ASKED}, "consultation-requests/likely-helpers/"
    assert api(partner).post(path, asked).status_code == 200
    assert api(partner).post(path, asked).status_code == 429
    assert api(member("editor")).post(path, asked).status_code == 200
