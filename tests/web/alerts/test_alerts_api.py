"""Keeping alerts: one's own, with every step there is."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests_alerts import COFFEE, PUMPS_AR, held_against_alerts, make_alert, publish_request

from backend.alerts import services
from backend.alerts.models import Alert, AlertStep
from backend.alerts.services.letters import LINK
from backend.common import personal
from backend.common.personal import Person
from backend.directory.models import Institution
from backend.notifications.models import Kind, Letter

pytestmark = pytest.mark.usefixtures("world")
DAY = datetime.timedelta(days=1)
WORDS = {"text": COFFEE, "how_often": "weekly", "countries": ["ETH"]}


@pytest.fixture
def elsewhere(own) -> Institution:
    return Institution.objects.exclude(pk=own.pk).filter(is_secretariat=False).first()


def test_an_alert_is_kept_for_half_a_year_and_looks_among_everything(api, partner):
    made = api(partner).post("alerts/", WORDS)
    assert made.status_code == 201, made.content
    told = made.json()
    assert {"need", "call"} <= set(told["kinds"])
    assert (told["status"], told["how_often"], told["hits"]) == ("active", "weekly", 0)
    assert told["allowed_steps"] == ["pause", "renew"]
    days = Alert.objects.get(pk=told["id"]).expires_at - timezone.now()
    assert 179 * DAY < days < 181 * DAY


def test_nobody_else_sees_it_not_even_an_officer(api, partner, officer):
    alert = make_alert(partner)
    assert api(officer).get(f"alerts/{alert.pk}/").status_code == 404
    assert api(officer).get("alerts/").json()["results"] == []
    assert api(officer).post(f"alerts/{alert.pk}/pause/").status_code == 404
    assert api(officer).get(f"alerts/{alert.pk}/hits/").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**WORDS, "text": "coffee"}, "text"),
        ({**WORDS, "text": ""}, "text"),
        ({**WORDS, "kinds": []}, "kinds"),
        ({**WORDS, "kinds": ["dreams"]}, "kinds.0"),
        ({**WORDS, "how_often": "hourly"}, "how_often"),
        ({**WORDS, "countries": ["XXX"]}, "countries"),
    ],
)
def test_what_can_not_be_looked_for_is_said_by_field(api, partner, body, field):
    answer = api(partner).post("alerts/", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"].startswith(field)


def test_a_step_that_is_not_possible_says_which_are(api, partner):
    alert = make_alert(partner)
    assert api(partner).post(f"alerts/{alert.pk}/pause/").json()["status"] == "paused"
    again = api(partner).post(f"alerts/{alert.pk}/pause/")
    assert again.status_code == 409
    assert again.json()["allowed_steps"] == ["resume", "renew"]
    assert api(partner).post(f"alerts/{alert.pk}/resume/").json()["status"] == "active"
    assert list(AlertStep.objects.values_list("step", flat=True)) == ["pause", "resume"]


def test_a_change_needs_the_version_it_was_made_on(api, partner):
    alert = make_alert(partner)
    path = f"alerts/{alert.pk}/"
    assert api(partner).patch(path, {"how_often": "weekly"}).status_code == 428
    changed = api(partner).patch(path, {"how_often": "weekly"}, version=1)
    assert changed.json()["how_often"] == "weekly"
    late = api(partner).patch(path, {"how_often": "daily"}, version=1)
    assert late.status_code == 412
    assert late.json()["differences"][0]["now"] == "weekly"


def test_with_other_words_it_looks_anew_from_now_on(api, partner):
    alert = make_alert(partner)
    Alert.objects.filter(pk=alert.pk).update(caught_up=True)
    api(partner).patch(f"alerts/{alert.pk}/", {"text": COFFEE}, version=1)
    assert not Alert.objects.get(pk=alert.pk).caught_up


def test_more_than_fifty_are_refused(api, partner):
    for _number in range(50):
        make_alert(partner)
    answer = api(partner).post("alerts/", WORDS)
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "too_many_alerts"


def test_what_it_would_find_today_is_shown_before_it_is_kept(api, partner, elsewhere):
    made = publish_request(elsewhere, country_id="NER")
    held_against_alerts()
    found = api(partner).post("alerts/try/", {"text": PUMPS_AR}).json()["found"]
    assert found[0]["target"] == str(made.need_id)
    assert (found[0]["title"], found[0]["kind"]) == ("Pompes solaires", "need")
    assert found[0]["facts"] == ["Niger"]
    elsewhere = {"text": PUMPS_AR, "countries": ["FJI"]}
    found = api(partner).post("alerts/try/", elsewhere).json()["found"]
    assert str(made.need_id) not in [one["target"] for one in found]
    assert Alert.objects.count() == 0


def test_what_it_found_is_listed_in_as_many_queries_for_one_as_for_ten(
    api, partner, elsewhere, django_assert_max_num_queries
):
    alert = make_alert(partner)
    for number in range(10):
        publish_request(elsewhere, title=f"Pompes {number}")
    held_against_alerts()
    with django_assert_max_num_queries(7):
        found = api(partner).get(f"alerts/{alert.pk}/hits/").json()["results"]
    assert len(found) == 10
    assert all(one["told_at"] for one in found)
    assert "former des techniciens" not in str(found)


def test_own_alerts_are_listed_in_three_queries(api, partner, django_assert_num_queries):
    for _number in range(5):
        make_alert(partner).countries.set(["NER", "FJI"])
    with django_assert_num_queries(3):
        assert len(api(partner).get("alerts/").json()["results"]) == 5


def test_it_is_removed_with_all_that_it_found(api, partner):
    alert = make_alert(partner)
    client = api(partner).client
    assert client.delete(f"/api/v1/alerts/{alert.pk}/").status_code == 428
    gone = client.delete(f"/api/v1/alerts/{alert.pk}/", HTTP_IF_MATCH='"1"')
    assert gone.status_code == 204
    assert not Alert.objects.filter(pk=alert.pk).exists()


def test_it_ends_after_one_letter_and_is_renewed_by_a_button(client, partner):
    alert = make_alert(partner, expires_at=timezone.now() + 10 * DAY)
    assert [services.remind_of_expiry(), services.remind_of_expiry()] == [1, 0]
    [letter] = Letter.objects.filter(address=partner.email, kind=Kind.ALERT)
    assert LINK.to(alert) in letter.text
    Alert.objects.filter(pk=alert.pk).update(expires_at=timezone.now() - DAY)
    assert [services.expire_alerts(), services.expire_alerts()] == [1, 0]
    assert Alert.objects.get(pk=alert.pk).status == "expired"
    page = LINK.to(alert).removeprefix("http://127.0.0.1:8000")
    assert client.get(page).status_code == 200
    assert Alert.objects.get(pk=alert.pk).status == "expired"  # opening it changes nothing
    assert client.post(page).status_code == 302
    renewed = Alert.objects.get(pk=alert.pk)
    assert renewed.status == "active"
    assert renewed.expires_at > timezone.now() + 170 * DAY
    assert client.get(page.replace(str(alert.pk), str(partner.pk))).status_code == 404


def test_whoever_is_paused_hears_of_it_once_it_goes_on(api, partner, elsewhere):
    alert = make_alert(partner, how_often="daily")
    publish_request(elsewhere)
    held_against_alerts()
    alert.hits.update(due_at=timezone.now())
    api(partner).post(f"alerts/{alert.pk}/pause/")
    assert services.tell(owner_id=partner.pk) == 0
    api(partner).post(f"alerts/{alert.pk}/resume/")
    assert services.tell(owner_id=partner.pk) == 1


def test_alerts_are_among_ones_data_and_go_with_them(partner):
    make_alert(partner)
    person = Person(account=partner, words=("Amaru",))
    told = personal.keepers["alerts"].export(person)
    assert told["alerts"][0]["text"] == PUMPS_AR
    personal.keepers["alerts"].erase(person)
    assert not Alert.objects.exists()
