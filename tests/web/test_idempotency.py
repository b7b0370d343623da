"""Answers kept for repetition: without contact data, for a day, for those who still may."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests_requests import shortlist

from backend.common.idempotency import purge_keys
from backend.common.models import IdempotencyKey
from backend.common.tasks import purge_idempotency_keys
from backend.consultations.models import ConsultationRequest
from backend.directory.models import Contact, Expert
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")

NEW = {
    "names": {"en": "Amina Diallo"},
    "contact": {"email": "amina@secret.example", "phone": "+999 555 0001"},
}


def kept() -> str:
    return str(list(IdempotencyKey.objects.values_list("answer", flat=True)))


def grow_old(**which: str) -> None:
    yesterday = timezone.now() - datetime.timedelta(hours=25)
    IdempotencyKey.objects.filter(**which).update(created_at=yesterday)


def test_no_contact_data_are_kept_with_an_answer(api, officer):
    made = api(officer).post("experts/", NEW, key="one")
    assert made.json()["contact"] == NEW["contact"]
    expert = Expert.objects.get(pk=made.json()["id"])
    Contact.objects.filter(expert=expert).update(phone="+999 555 0002")
    api(officer).post(f"experts/{expert.pk}/withdraw/", key="two")
    assert "Amina Diallo" in kept()
    assert "secret.example" not in kept()
    assert "555" not in kept()
    again = api(officer).post("experts/", NEW, key="one")
    assert (again.status_code, again["Idempotent-Replay"]) == (201, "true")
    assert again.json()["id"] == str(expert.pk)


def test_who_lost_the_right_gets_no_old_answer(api, officer):
    api(officer).post("experts/", NEW, key="one")
    officer.memberships.all().delete()
    assert api(officer).post("experts/", NEW, key="one").status_code == 403


def test_who_left_the_institution_gets_no_old_answer_about_its_needs(api, partner, own):
    body = {"institution": str(own.pk), "text": "Two pumps to be repaired in a village."}
    need = api(partner).post("needs/", body, key="one").json()["id"]
    run = f"needs/{need}/match-runs/"
    assert api(partner).post(run, key="two").status_code == 202
    assert api(partner).post(f"needs/{need}/withdraw/", key="three").status_code == 200
    assert api(partner).post(run, key="two").status_code == 202
    partner.memberships.all().delete()
    assert api(partner).post("needs/", body, key="one").status_code == 404
    assert api(partner).post(run, key="two").status_code == 404
    assert api(partner).post(f"needs/{need}/withdraw/", key="three").status_code == 404


def test_answers_older_than_a_day_are_forgotten_with_the_next_new_key(api, partner, own):
    need = Need.objects.filter(institution=own).first()
    for key in ("one", "two"):
        api(partner).post(f"needs/{need.pk}/withdraw/", key=key)
    grow_old(key="one")
    api(partner).post(f"needs/{need.pk}/withdraw/", key="three")
    assert set(IdempotencyKey.objects.values_list("key", flat=True)) == {"two", "three"}


def test_answers_older_than_a_day_are_forgotten_by_and_by(api, partner, own):
    need = Need.objects.filter(institution=own).first()
    for key in ("one", "two"):
        api(partner).post(f"needs/{need.pk}/withdraw/", key=key)
    grow_old(key="one")
    purge_idempotency_keys()
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["two"]
    assert purge_keys() == 0


def test_an_answer_that_is_a_list_is_repeated_too(api, officer, own):
    request = ConsultationRequest.objects.create(need=Need.objects.filter(institution=own).first())
    today = datetime.date.today()
    person = Expert.objects.create(
        names={"en": "Amaru Quispe"}, consent_listed=True, last_confirmed=today
    )
    entry = shortlist(request, officer, person).shortlist.get()
    path, body = f"consultation-requests/{request.pk}/invitations/", {"entries": [str(entry.pk)]}
    first = api(officer).post(path, body, key="one")
    again = api(officer).post(path, body, key="one")
    assert (first.status_code, again.status_code) == (201, 201), again.content
    assert again.json() == first.json()
    assert request.invitations.count() == 1
