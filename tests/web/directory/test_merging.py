"""Merging two profiles: nothing is lost, and an import that brings either again changes nothing."""

from __future__ import annotations

import datetime

import pytest

from backend.common.errors import Conflict
from backend.directory.look_alikes.finding import found
from backend.directory.models import (
    Affiliation,
    Contact,
    Expert,
    Institution,
    LookAlike,
    Membership,
    Passage,
)
from backend.directory.services.look_alikes import find_look_alikes, note_look_alikes
from backend.directory.services.merging import merge_profiles
from backend.directory.services.profiles import change_profile
from backend.matches import engine
from backend.matches.models import Embedding, Match, MatchRun
from backend.matches.services import embed_pending
from backend.matches.services.embed import something_pending
from backend.needs.models import Need

HEAD = [
    "ID",
    "Name",
    "Institution",
    "Country",
    "City",
    "E-mail",
    "Languages",
    "Projects",
    "Consent",
]
FIRST = [
    "1",
    "王丽华",
    "Example Academy",
    "CHN",
    "",
    "wang@demo.example",
    "zh native; en",
    "• Pump repair, 2019\n• Wells, 2020",
    "yes",
]
SECOND = [
    "2",
    "Wang Lihua",
    "Example Academy",
    "",
    "Wuhan",
    "other@demo.example",
    "en C1; fr",
    "• Pump repair, 2019\n• Dams, 2021",
    "yes",
]


def pair_of(one, other) -> LookAlike:
    note_look_alikes(findings=[found(one.pk, other.pk, LookAlike.Reason.NAME)])
    return LookAlike.objects.get(first=min(one.pk, other.pk), second=max(one.pk, other.pk))


def merge(keep, drop):
    merge_profiles(look_alike=pair_of(keep, drop), keep=keep, by=None)
    drop.refresh_from_db()
    return type(keep).objects.get(pk=keep.pk)


def stored() -> list[object]:
    models = (Expert, Institution, Passage, Affiliation, Contact, LookAlike)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.fixture
def two(write_csv, run_import) -> tuple[Expert, Expert]:
    run_import(write_csv([HEAD, FIRST, SECOND]), "--source", "s")
    return tuple(Expert.objects.order_by("external_id"))


def test_the_one_that_stays_has_all_that_both_had(two):
    kept = merge(*two)
    assert set(kept.names.values()) == {"王丽华", "Wang Lihua"}
    assert (kept.country_id, kept.city, kept.consent_listed) == ("CHN", "Wuhan", True)
    assert sorted(kept.passages.values_list("text", flat=True)) == [
        "Dams, 2021",
        "Pump repair, 2019",
        "Wells, 2020",
    ]
    assert {str(skill) for skill in kept.language_skills.all()} == {"zh native", "en C1", "fr"}
    assert kept.affiliations.get().institution.name == "Example Academy"
    assert kept.contact.email == "wang@demo.example"
    dropped = two[1]
    assert (dropped.merged_into_id, dropped.withdrawn_at is None) == (kept.pk, False)
    assert dropped.contact.email == "other@demo.example"  # still to be read


@pytest.mark.parametrize("keep", [0, 1])
def test_importing_either_again_changes_nothing(keep, two, write_csv, run_import):
    merge(two[keep], two[1 - keep])
    before = stored()
    path = write_csv([HEAD, FIRST, SECOND])
    for _time in range(2):
        run = run_import(path, "--source", "s")
        assert run.count("experts", "unchanged") == 2
        assert run.report["look_alikes"] == 0
        assert stored() == before


def test_vectors_follow_to_the_one_that_stays_and_nothing_is_encoded_again(two, monkeypatch):
    encoded = []
    encode = engine.passage_vectors

    def counting(version, texts, role):
        encoded.extend(texts)
        return encode(version, texts, role)

    monkeypatch.setattr(engine, "passage_vectors", counting)
    embed_pending()
    assert "Dams, 2021" in encoded
    encoded.clear()
    kept = merge(*two)
    embed_pending()
    of_kept = Embedding.objects.filter(passage__profile=kept)
    assert of_kept.count() >= 3
    assert set(of_kept.values_list("profile", flat=True)) == {kept.pk}
    assert encoded == []
    assert not something_pending()


def test_a_changed_row_of_the_one_that_was_merged_adds_to_the_one_that_stayed(
    two, write_csv, run_import
):
    kept = merge(*two)
    changed = [
        *SECOND[:3],
        "KEN",
        "Xi’an",
        SECOND[5],
        "en A1; ru",
        "• Dams, 2021\n• Canals, 2022",
        "yes",
    ]
    for _time in range(2):
        run_import(write_csv([HEAD, FIRST, changed]), "--source", "s")
        kept = Expert.objects.get(pk=kept.pk)
        assert (kept.country_id, kept.city) == ("CHN", "Wuhan")
        assert kept.passages.count() == 4
        assert {str(skill) for skill in kept.language_skills.all()} == {
            "zh native",
            "en C1",
            "fr",
            "ru",
        }
        assert Expert.objects.count() == 2


def test_passages_with_one_id_from_two_files_stay_two(write_json, run_import):
    def document(source: str, name: str, text: str) -> dict:
        passage = {"external_id": "p", "text": text}
        return {
            "source": source,
            "experts": [{"external_id": "e", "names": {"en": name}, "passages": [passage]}],
        }

    files = [
        write_json(document("a", "Ana Silva", "Pump repair"), "a.json"),
        write_json(document("b", "A. da Silva", "Seed banks"), "b.json"),
    ]
    for path in files:
        run_import(path)
    kept = merge(*Expert.objects.order_by("source"))
    before = stored()
    for path in files:
        run_import(path)
    assert stored() == before
    assert sorted(kept.passages.values_list("text", flat=True)) == ["Pump repair", "Seed banks"]
    run_import(write_json(document("b", "A. da Silva", "Seed banks of 2024"), "b.json"))
    assert sorted(kept.passages.values_list("text", flat=True)) == [
        "Pump repair",
        "Seed banks of 2024",
    ]


def test_whoever_did_not_consent_is_not_listed_by_merging(two, write_csv, run_import):
    Expert.objects.filter(pk=two[1].pk).update(consent_listed=False)
    two[1].refresh_from_db()
    kept = merge(*two)
    assert not kept.consent_listed
    run_import(write_csv([HEAD, [*FIRST[:4], "Wuxi", *FIRST[5:]]]), "--source", "s")
    kept.refresh_from_db()
    assert (kept.city, kept.consent_listed) == ("Wuxi", False)


def test_what_a_person_edited_stays_and_comes_along(two):
    change_profile(profile=two[0], values={"city": "Lanzhou"})
    change_profile(profile=two[1], values={"city": "Wuhan", "gender": "female"})
    kept = merge(*two)
    assert (kept.city, kept.gender) == ("Lanzhou", "female")
    assert set(kept.edited_fields) == {"city", "gender"}


def test_a_passage_that_was_hidden_stays_hidden(two):
    two[1].passages.filter(text="Pump repair, 2019").update(hidden=True)
    kept = merge(*two)
    assert kept.passages.get(text="Pump repair, 2019").hidden


def test_merging_a_chain_leads_to_the_last(two, write_csv, run_import):
    third = Expert.objects.create(names={"en": "L. Wang"}, consent_listed=True)
    merge(two[0], two[1])
    last = merge(third, two[0])
    assert set(Expert.objects.values_list("merged_into", flat=True)) == {None, last.pk}
    before = stored()
    run_import(write_csv([HEAD, FIRST, SECOND]), "--source", "s")
    assert stored() == before


def test_another_open_pair_is_asked_of_the_one_that_stayed(two):
    third = Expert.objects.create(names={"en": "L. Wang"})
    pair = pair_of(two[1], third)
    kept = merge(*two)
    pair.refresh_from_db()
    assert pair.state == LookAlike.State.OPEN
    assert {pair.first_id, pair.second_id} == {kept.pk, third.pk}
    assert find_look_alikes() == 0


def test_two_accounts_are_not_made_one(two, django_user_model):
    for expert in two:
        expert.user = django_user_model.objects.create_user(f"{expert.external_id}@x.example")
        expert.save()
    with pytest.raises(Conflict, match="claimed by an account"):
        merge(*two)


def test_the_account_and_the_orcid_come_along(two, django_user_model):
    user = django_user_model.objects.create_user("x@x.example")
    Expert.objects.filter(pk=two[1].pk).update(user=user, orcid="0000-0002-1825-0097")
    two[1].refresh_from_db()
    kept = merge(*two)
    assert (kept.user, kept.orcid) == (user, "0000-0002-1825-0097")


def test_an_institution_brings_its_people_members_parts_and_needs(world, stranger, write_json):
    kept, dropped = (
        Institution.objects.create(
            names={"en": name}, type="university", consent_listed=True, source="s", external_id=name
        )
        for name in ("Academy", "The Academy")
    )
    part = Institution.objects.create(names={"en": "Its Part"}, type="university", parent=dropped)
    expert = Expert.objects.create(names={"en": "Ana Silva"})
    Affiliation.objects.create(expert=expert, institution=kept, start_year=2020)
    Affiliation.objects.create(expert=expert, institution=dropped, start_year=2020, position="Head")
    Membership.objects.create(
        user=stranger, institution=dropped, role="owner", valid_from=datetime.date(2020, 1, 1)
    )
    need = Need.objects.create(institution=dropped, text="Pumps for four villages")
    merge(kept, dropped)
    assert Institution.objects.get(pk=part.pk).parent_id == kept.pk
    assert [
        (a.institution_id, a.position)
        for a in Affiliation.objects.filter(expert=expert, institution=kept)
    ] == [(kept.pk, "Head")]
    assert Need.objects.visible_to(stranger).get() == need
    assert stranger.memberships.get().institution_id == kept.pk


def test_a_ranking_made_before_can_still_be_read(world):
    expert, other = Expert.objects.listed().filter(user=None)[:2]
    run = MatchRun.objects.create(need=Need.objects.first())
    Match.objects.create(run=run, profile=expert, rank=1, score=0.5)
    merge(other, expert)
    assert run.matches.get().profile.name == expert.name


def test_the_secretariat_is_not_merged_away(world):
    secretariat = Institution.objects.get(is_secretariat=True)
    another = Institution.objects.create(names={"en": "Secretariat"}, type="agency")
    with pytest.raises(Conflict, match="secretariat"):
        merge(another, secretariat)
