"""What is refused in an institution's profile, and the same request sent twice."""

from __future__ import annotations

from typing import Any

import pytest

from backend.directory.models import Institution

pytestmark = pytest.mark.usefixtures("world")

NEW = {"names": {"en": "Institute of Wells"}, "type": "agency"}
PLACE = "0190b3c4-0000-7000-8000-000000000000"  # nobody's id
BAD = [
    *[("names", value) for value in ({}, None, "Wells", {"e": "Wells"}, {"en": ""}, {"en": "x" * 301})],
    *[("type", value) for value in ("club", "", None, 5, ["agency"], "AGENCY")],
    *[("country", value) for value in ("XXX", "ke", 5, ["KEN"])],
    *[("ror", value) for value in ("03yrm5c27", "abc", "x" * 101, 5, None, ["03yrm5c26"])],
    *[("website", value) for value in ("javascript:alert(1)", "water", "https://", 5, None, "https://x.example/" + "x" * 200)],
    *[("source_url", value) for value in ("ftp:/x", "https://x.example/" + "x" * 500)],
    *[("network_from", value) for value in ("2026-02-30", 2026, "", [], "yesterday")],
    *[("parent", value) for value in (PLACE, "abc", 5, True, {}, ["x"])],
    *[("consent_listed", value) for value in ("perhaps", None)],
    *[("passages", value) for value in ([{}], [{"text": ""}], [{"text": "x", "year": 1800}], {}, [{"id": PLACE, "text": "x"}])],
    *[("sdgs", value) for value in (["18"], "7", [None])],
]  # fmt: skip


def refused(answer: Any, field: str) -> str:
    assert answer.status_code == 400, answer.content
    errors = answer.json()["errors"]
    assert {error["attr"].split(".")[0] for error in errors} == {field}
    assert all(error["detail"] for error in errors)
    assert len(answer.content) < 2000
    return errors[0]["detail"]


@pytest.mark.parametrize(("field", "value"), BAD, ids=lambda value: repr(value)[:40])
def test_bad_input_is_refused_by_name(api, officer, own, field, value):
    before = Institution.objects.count()
    refused(api(officer).post("institutions/", {**NEW, field: value}), field)
    refused(api(officer).patch(f"institutions/{own.pk}/", {field: value}, own.version), field)
    version = own.version
    own.refresh_from_db()
    assert (Institution.objects.count(), own.version) == (before, version)


@pytest.mark.parametrize("field", ["names", "type"])
def test_what_every_institution_has_must_be_there(api, officer, field):
    rest = {name: value for name, value in NEW.items() if name != field}
    refused(api(officer).post("institutions/", rest), field)


def test_membership_of_the_network_ends_after_it_begins(api, officer, own):
    period = {"network_from": "2026-05-01", "network_to": "2026-04-30"}
    refused(api(officer).post("institutions/", {**NEW, **period}), "network_to")
    path = f"institutions/{own.pk}/"
    begun = api(officer).patch(path, {"network_from": "2026-05-01"}, own.version).json()
    refused(api(officer).patch(path, {"network_to": "2026-04-30"}, begun["version"]), "network_to")


@pytest.mark.parametrize("field", ["network_from", "network_to"])
def test_only_the_secretariat_admits_to_the_network(api, partner, own, field):
    path = f"institutions/{own.pk}/"
    refused(api(partner).patch(path, {field: "2040-01-01"}, own.version), field)
    before = api(partner).get(path).json()
    same = {field: before[field], "city": "Toamasina"}
    assert api(partner).patch(path, same, own.version).status_code == 200


def test_an_institution_belongs_neither_to_itself_nor_to_a_part_of_it(api, officer, own):
    part = Institution.objects.create(names={"en": "Part"}, type="agency", parent=own)
    deep = Institution.objects.create(names={"en": "Part of it"}, type="agency", parent=part)
    for parent in (own, part, deep):
        change = {"parent": str(parent.pk)}
        refused(api(officer).patch(f"institutions/{own.pk}/", change, own.version), "parent")
    assert (
        api(officer).patch(f"institutions/{deep.pk}/", {"parent": str(own.pk)}, 1).status_code
        == 200
    )


# --- the same request twice ---------------------------------------------------------------------


def test_a_request_sent_again_is_answered_again_and_carried_out_once(api, officer):
    before = Institution.objects.count()
    first, again = (api(officer).post("institutions/", NEW, key="k-1") for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first["ETag"] == again["ETag"]
    assert (first.get("Idempotent-Replay"), again["Idempotent-Replay"]) == (None, "true")
    assert Institution.objects.count() == before + 1


def test_a_key_stands_for_one_body(api, officer):
    assert api(officer).post("institutions/", NEW, key="k-1").status_code == 201
    other = api(officer).post("institutions/", {**NEW, "city": "Nairobi"}, key="k-1")
    assert other.status_code == 409
    assert other.json()["errors"][0]["code"] == "idempotency_key_reused"


def test_a_key_is_one_persons_and_one_addresses(api, officer, partner, own):
    assert api(officer).post("institutions/", NEW, key="k-1").status_code == 201
    assert api(partner).post("institutions/", NEW, key="k-1").status_code == 403
    withdrawn = api(officer).post(f"institutions/{own.pk}/withdraw/", key="k-1")
    assert (withdrawn.status_code, withdrawn.get("Idempotent-Replay")) == (200, None)


def test_a_request_refused_leaves_its_key_free(api, officer):
    refused(api(officer).post("institutions/", {**NEW, "type": "club"}, key="k-1"), "type")
    assert api(officer).post("institutions/", NEW, key="k-1").status_code == 201


@pytest.mark.parametrize("key", ["", "   ", "k" * 201, "k\x7f", "k\tk"])
def test_without_a_usable_key_nothing_is_done(api, officer, own, key):
    before = Institution.objects.count()
    for path, body in (("institutions/", NEW), (f"institutions/{own.pk}/withdraw/", {})):
        assert refused(api(officer).post(path, body, key=key), "Idempotency-Key")
    own.refresh_from_db()
    assert (Institution.objects.count(), own.withdrawn_at) == (before, None)
