"""What is new finds the alerts that ask for it: across languages, once, and in one query."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests_alerts import (
    COFFEE,
    PUMPS_AR,
    PUMPS_ES,
    PUMPS_FR,
    PUMPS_ZH,
    held_against_alerts,
    make_alert,
    publish_request,
)

from backend.alerts import services
from backend.alerts.models import AlertHit, AlertTarget
from backend.alerts.services.sweeping import sweep
from backend.common.leases import claim
from backend.consultations.models import ConsultationRequest
from backend.directory.models import Institution
from backend.matches.services import embed_pending, similar_needs
from backend.needs.models import Need
from backend.notifications.models import Frequency, Kind, Letter, Reader
from backend.programmes.models import Call, Programme

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def elsewhere(own) -> Institution:
    return Institution.objects.exclude(pk=own.pk).filter(is_secretariat=False).first()


def letters_to(user) -> list[Letter]:
    return list(Letter.objects.filter(address=user.email, kind=Kind.ALERT).order_by("pk"))


@pytest.mark.parametrize("text", [PUMPS_FR, PUMPS_ES, PUMPS_ZH], ids=["fr", "es", "zh"])
def test_an_alert_in_arabic_finds_a_request_in_another_language_and_one_on_coffee_does_not(
    partner, stranger, elsewhere, text
):
    made = publish_request(elsewhere, text)
    pumps, coffee = make_alert(partner), make_alert(stranger, COFFEE)
    held_against_alerts()
    [hit] = pumps.hits.all()
    assert (hit.kind, hit.target) == ("need", made.need_id)
    assert 0.5 < hit.score < 1
    assert not coffee.hits.filter(target=made.need_id).exists()


def test_its_score_is_the_one_it_has_when_it_is_looked_for(partner, elsewhere):
    """Through shared terms, too, and over both encoders where the two are English."""
    english = "Solar pumps at wells for herders break down; technicians repair the inverters."
    made = [publish_request(elsewhere, text) for text in (PUMPS_FR, english)]
    alerts = [make_alert(partner, text) for text in (PUMPS_AR, english)]
    held_against_alerts()
    for alert in alerts:
        needs = Need.objects.filter(pk__in=[one.need_id for one in made])
        looked = similar_needs(text=alert.text, language=None, needs=needs, k=5)
        found = dict(alert.hits.values_list("target", "score"))
        for one in looked:
            assert found[one.row_id] == pytest.approx(one.score, abs=2e-3)


def test_all_alerts_are_asked_in_one_query(partner, elsewhere):
    made = publish_request(elsewhere)
    for _number in range(30):
        make_alert(partner)
    embed_pending()
    sweep()
    target = AlertTarget.objects.get(target=made.need_id)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert services.match_target(target_id=target.pk) == 30
    over_vectors = [one for one in asked if "alerts_alertembedding" in one["sql"]]
    assert len(over_vectors) == 1
    assert len(asked) < 25


def test_what_was_reworded_is_held_against_them_anew_and_told_to_nobody_twice(
    partner, stranger, elsewhere
):
    made = publish_request(elsewhere)
    make_alert(partner)
    held_against_alerts()
    make_alert(stranger, COFFEE)
    need = made.need
    need.text = f"{PUMPS_FR} {COFFEE}"
    need.save()
    held_against_alerts()
    assert len(letters_to(partner)) == 1
    assert AlertHit.objects.filter(target=need.pk, alert__owner=partner).count() == 1
    assert AlertTarget.objects.get(target=need.pk).text_hash == need.text_hash


def test_what_came_while_an_alert_had_no_vectors_yet_is_found_after_all(partner, elsewhere):
    made = publish_request(elsewhere)
    embed_pending()
    alert = make_alert(partner)
    sweep()
    services.match_target(target_id=AlertTarget.objects.get(target=made.need_id).pk)
    assert not alert.hits.exists()
    held_against_alerts()
    assert alert.hits.get().target == made.need_id


def test_a_worker_that_comes_back_late_leaves_no_trace(partner, elsewhere, monkeypatch):
    made = publish_request(elsewhere)
    alert = make_alert(partner)
    embed_pending()
    sweep()
    target = AlertTarget.objects.get(target=made.need_id)
    from backend.alerts.services import matching

    real = matching.answered_by

    def taken_over(kind, row):
        AlertTarget.objects.filter(pk=target.pk).update(lease_until=timezone.now() - DAY)
        assert claim(AlertTarget, target.pk) is not None
        return real(kind, row)

    monkeypatch.setattr(matching, "answered_by", taken_over)
    assert services.match_target(target_id=target.pk) == 0
    assert not alert.hits.exists()


DAY = datetime.timedelta(days=1)


def test_one_that_is_paused_or_over_or_looks_among_others_finds_nothing(
    partner, stranger, elsewhere
):
    publish_request(elsewhere)
    silent = [
        make_alert(partner, status="paused"),
        make_alert(partner, expires_at=timezone.now() - DAY),
        make_alert(stranger, kinds=["call"]),
    ]
    held_against_alerts()
    assert not AlertHit.objects.filter(alert__in=silent).exists()


def test_countries_and_sectors_narrow_what_is_found(partner, elsewhere):
    made = publish_request(elsewhere, country_id="NER")
    here, there, anywhere = make_alert(partner), make_alert(partner), make_alert(partner)
    here.countries.set(["NER"])
    there.countries.set(["FJI"])
    held_against_alerts()
    found = set(AlertHit.objects.filter(target=made.need_id).values_list("alert", flat=True))
    assert found == {here.pk, anywhere.pk}
    assert there.pk not in found


def test_a_request_that_is_not_published_is_told_to_nobody(partner, elsewhere):
    made = publish_request(elsewhere)
    ConsultationRequest.objects.filter(pk=made.pk).update(published_at=None)
    make_alert(partner)
    held_against_alerts()
    assert not AlertTarget.objects.filter(target=made.need_id).exists()
    assert letters_to(partner) == []


def test_what_was_withdrawn_meanwhile_is_not_told(partner, elsewhere):
    made = publish_request(elsewhere)
    alert = make_alert(partner, how_often="daily")
    held_against_alerts()
    assert alert.hits.count() == 1
    ConsultationRequest.objects.filter(pk=made.pk).update(published_at=None)
    alert.hits.update(due_at=timezone.now())
    assert services.tell(owner_id=partner.pk) == 0
    assert letters_to(partner) == []
    assert not alert.hits.exists()
    sweep()
    ConsultationRequest.objects.filter(pk=made.pk).update(published_at=timezone.now())
    held_against_alerts()
    assert alert.hits.count() == 1  # it came back, and is new once more


def test_a_letter_tells_all_that_is_due_once_in_the_language_of_its_reader(partner, elsewhere):
    partner.language = "es"
    partner.save()
    make_alert(partner)
    make_alert(partner, PUMPS_FR)
    publish_request(elsewhere)
    held_against_alerts()
    held_against_alerts()
    [letter] = letters_to(partner)
    assert letter.language == "es"
    assert letter.text.count("Pompes solaires") == 1
    assert PUMPS_AR[:40] in letter.text
    assert "former des techniciens" not in letter.text.replace(PUMPS_FR, "")
    assert services.tell(owner_id=partner.pk) == 0


def test_daily_is_told_with_the_digest_of_the_readers_own_clock(partner, elsewhere):
    Reader.objects.create(address=partner.email, time_zone="Pacific/Auckland")
    alert = make_alert(partner, how_often="daily")
    publish_request(elsewhere)
    held_against_alerts()
    assert letters_to(partner) == []
    hit = alert.hits.get()
    assert hit.due_at.astimezone(Reader(time_zone="Pacific/Auckland").zone).hour == 7
    alert.hits.update(due_at=timezone.now())
    services.tell(owner_id=partner.pk)
    [letter] = letters_to(partner)
    hit.refresh_from_db()
    assert hit.letter == letter
    assert hit.told_at is not None


def test_whoever_wants_no_such_letters_gets_none(partner, elsewhere):
    Reader.objects.create(address=partner.email, frequencies={Kind.ALERT: Frequency.NONE})
    make_alert(partner)
    publish_request(elsewhere)
    held_against_alerts()
    assert [one.status for one in letters_to(partner)] == ["unwanted"]


def test_a_call_is_found_by_what_its_programme_says(partner):
    programme = Programme.objects.create(
        code="drinking-water",
        names={"en": "Fund for drinking water"},
        descriptions={
            "en": "Pays for solar pumps at wells of herders and training of technicians."
        },
        languages=["en"],
        stages=["proposal"],
    )
    now = timezone.now()
    call = Call.objects.create(
        programme=programme,
        names={"en": "Water 2027"},
        year=2027,
        opens_at=now - DAY,
        closes_at=now + 30 * DAY,
        announced_at=now,
    )
    alert = make_alert(partner, kinds=["call"])
    held_against_alerts()
    assert alert.hits.get().target == call.pk
    [letter] = letters_to(partner)
    assert "Water 2027 · Fund for drinking water" in letter.text
    assert f"/api/v1/calls/{call.pk}/" in letter.text
