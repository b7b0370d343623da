"""``POST match/``: a need typed in any language is answered with who can help, and why."""

from __future__ import annotations

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests_questions import HYDRO_FR, ask, ids
from tests_support import forget_what_answers

from backend.codelists.selectors import countries_in_groups
from backend.directory.models import (
    Affiliation,
    AvailabilityPeriod,
    Contact,
    Expert,
    Institution,
    Passage,
    Profile,
)
from backend.matches.services import embed_pending

pytestmark = pytest.mark.django_db

SOON = datetime.date(2027, 3, 1)


def excluded(answer: dict) -> dict[str, int]:
    return {entry["rule"]: entry["count"] for entry in answer["excluded"]}


@pytest.fixture
def best(world, api) -> Expert:
    """The expert who comes first for the question."""
    return Expert.objects.get(pk=ids(ask(api, kinds=["expert"], k=1))[0])


# --- what is found ------------------------------------------------------------------------------


def test_a_need_in_french_finds_chinese_and_english_profiles(world, api):
    answer = ask(api, k=10)
    assert answer["language"] == "fr"
    languages = {r["language"] for match in answer["matches"] for r in match["reasons"]}
    assert {"zh", "en"} <= languages


def test_matches_come_best_first_with_reasons(world, api):
    answer = ask(api)
    scores = [match["score"] for match in answer["matches"]]
    assert [match["rank"] for match in answer["matches"]] == list(range(1, 11))
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)
    assert all(match["reasons"] and match["reasons"][0]["passage"] for match in answer["matches"])


def test_the_same_question_has_the_same_answer(world, api):
    assert ask(api, k=100) == ask(api, k=100)


def test_a_shorter_list_is_the_longer_ones_beginning(world, api):
    assert ids(ask(api, k=3)) == ids(ask(api, k=100))[:3]


def test_the_stated_language_wins_over_the_detected_one(world, api):
    assert ask(api, language="pt-BR")["language"] == "pt"
    assert ask(api, language="")["language"] == ask(api, language=None)["language"] == "fr"


def test_names_are_in_the_readers_script(world, api, best):
    Expert.objects.filter(pk=best.pk).update(names={"zh-Hans": "王丽华", "zh-Latn": "Wang Lihua"})
    for language, name in (("zh-hans", "王丽华"), ("fr", "Wang Lihua")):
        found = api(language=language).post("match/", {"text": HYDRO_FR, "kinds": ["expert"]})
        assert found.json()["matches"][0]["profile"]["name"] == name


def test_an_expert_comes_with_the_institution_of_today(world, api, best):
    this_year = datetime.date.today().year
    old, new = Institution.objects.listed().order_by("pk")[:2]
    best.affiliations.all().delete()
    Affiliation.objects.create(expert=best, institution=old, end_year=this_year - 1)
    assert ask(api, kinds=["expert"], k=1)["matches"][0]["profile"]["institution"] is None
    Affiliation.objects.create(expert=best, institution=new, end_year=this_year + 1)
    assert ask(api, kinds=["expert"], k=1)["matches"][0]["profile"]["institution"] == new.name


def test_the_number_of_queries_does_not_grow_with_k(world, api):
    counts = []
    for k in (5, 10, 100):  # among five there are experts, whose workplaces are looked up
        forget_what_answers()
        with CaptureQueriesContext(connection) as queries:
            ask(api, k=k)
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 25


def test_a_long_list_of_codes_is_looked_up_at_once(world, api, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        ask(api, countries=["KEN"] * 300, sdgs=[str(n) for n in range(1, 18)])


# --- who is left out ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Profile.Kind.values)
def test_only_the_kinds_asked_for(world, api, kind):
    answer = ask(api, kinds=[kind], k=100)
    assert {match["profile"]["kind"] for match in answer["matches"]} == {kind}
    assert excluded(answer)["kind"] == Profile.objects.listed().exclude(kind=kind).count()


def test_only_the_countries_asked_for(world, api):
    answer = ask(api, countries=["CHN", "KEN"], k=100)
    assert {match["profile"]["country"] for match in answer["matches"]} == {"CHN", "KEN"}
    there = Profile.objects.listed().filter(country__in=["CHN", "KEN"]).count()
    assert excluded(answer)["country"] == Profile.objects.listed().count() - there


def test_only_the_groups_asked_for_as_they_are_today(world, api):
    members = set(countries_in_groups(["LDC"]).values_list("pk", flat=True))
    found = {m["profile"]["country"] for m in ask(api, groups=["LDC"], k=100)["matches"]}
    assert found
    assert found <= members
    gone = found.pop()
    countries_in_groups(["LDC"]).get(pk=gone).group_memberships.filter(group="LDC").update(
        valid_to=datetime.date.today()
    )
    later = {m["profile"]["country"] for m in ask(api, groups=["LDC"], k=100)["matches"]}
    assert gone not in later


def test_countries_and_groups_add_up(world, api):
    ldcs = set(countries_in_groups(["LDC"]).values_list("pk", flat=True))
    found = {
        match["profile"]["country"]
        for match in ask(api, groups=["LDC"], countries=["CHN"], k=100)["matches"]
    }
    assert "CHN" in found
    assert found & ldcs
    assert found <= ldcs | {"CHN"}


def test_experts_must_speak_every_language_and_institutions_are_not_asked(world, api):
    answer = ask(api, languages=["fr", "en"], k=100)
    kinds = {match["profile"]["kind"] for match in answer["matches"]}
    found = Expert.objects.filter(pk__in=ids(answer))
    speaking = Expert.objects.listed().speaking("fr", "en")
    assert kinds == {"expert", "institution"}
    assert not found.exclude(pk__in=speaking).exists()
    assert excluded(answer)["language"] == Expert.objects.listed().count() - speaking.count()


def test_experts_must_be_available_on_the_day(world, api, best):
    before = ids(ask(api, available_from=SOON.isoformat(), k=100))
    AvailabilityPeriod.objects.filter(expert=best).delete()
    period = AvailabilityPeriod.objects.create(expert=best, start=SOON, end=SOON)
    assert str(best.pk) in ids(ask(api, available_from=SOON.isoformat(), k=100))
    day_after = (SOON + datetime.timedelta(days=1)).isoformat()
    answer = ask(api, available_from=day_after, k=100)
    assert str(best.pk) not in ids(answer)
    assert excluded(answer)["availability"] >= 1
    period.delete()
    assert str(best.pk) in ids(ask(api, available_from=day_after, k=100)), "no period: any day"
    assert before


def test_an_excluded_institution_goes_with_its_experts(world, api, best):
    this_year = datetime.date.today().year
    institution = Institution.objects.listed().order_by("pk").first()
    best.affiliations.all().delete()
    Affiliation.objects.create(expert=best, institution=institution, end_year=this_year)
    answer = ask(api, exclude_institutions=[str(institution.pk)], k=100)
    staff = Expert.objects.listed().filter(affiliations__institution=institution).distinct()
    assert not {str(institution.pk), str(best.pk)} & set(ids(answer))
    assert excluded(answer)["conflict"] == 1 + staff.count()


def test_who_left_an_institution_is_no_conflict(world, api, best):
    institution = Institution.objects.listed().order_by("pk").first()
    best.affiliations.all().delete()
    last_year = datetime.date.today().year - 1
    Affiliation.objects.create(expert=best, institution=institution, end_year=last_year)
    assert str(best.pk) in ids(ask(api, exclude_institutions=[str(institution.pk)], k=100))


def test_who_takes_no_more_work_is_left_out(world, api, best):
    before = excluded(ask(api)).get("load", 0)
    Expert.objects.filter(pk=best.pk).update(max_open_engagements=0)
    answer = ask(api, k=100)
    assert str(best.pk) not in ids(answer)
    assert excluded(answer)["load"] == before + 1


def test_each_profile_left_out_counts_for_one_rule(world, api):
    answer = ask(api, kinds=["expert"], countries=["CHN"], languages=["zh"], k=100)
    left = Expert.objects.listed().filter(country="CHN", max_open_engagements__gt=0)
    left = left.speaking("zh")
    assert len(answer["matches"]) == min(100, left.count())
    assert sum(excluded(answer).values()) == Profile.objects.listed().count() - left.count()


@pytest.mark.parametrize(
    "change", [{"consent_listed": False}, {"withdrawn_at": "2026-01-01T00:00:00Z"}]
)
def test_who_is_not_listed_never_appears(world, api, officer, best, change):
    before = excluded(ask(api))
    Expert.objects.filter(pk=best.pk).update(**change)
    for user in (None, officer):
        answer = api(user).post("match/", {"text": HYDRO_FR, "k": 100}).json()
        assert str(best.pk) not in ids(answer)
        assert excluded(answer) == before, "and is not counted either"


def test_a_hidden_passage_is_never_quoted_nor_searched(world, api, best):
    text = "Quokkabrennofen im Zwergmaulwurfgehege, betrieben mit Seegrasbriketts."
    Passage.objects.create(profile=best, text=text, language="de", hidden=True)
    embed_pending()
    answer = ask(api, text=text, k=100)
    answer.pop("missing")  # quotes what was asked
    assert text not in json.dumps(answer, ensure_ascii=False)
    Passage.objects.filter(profile=best).update(hidden=True)
    assert str(best.pk) not in ids(ask(api, k=100))


def test_no_contact_data_in_any_answer(world, api, officer, best):
    for n, expert in enumerate(Expert.objects.filter(pk__in=ids(ask(api, k=100)))):
        Contact.objects.update_or_create(
            expert=expert, defaults={"email": f"e{n}@mail.example", "phone": f"+999 555 {n:04}"}
        )
    for user in (None, best.user, officer):
        raw = api(user).post("match/", {"text": HYDRO_FR, "k": 100}).content.decode()
        assert "@" not in raw
        assert "+999 555" not in raw
