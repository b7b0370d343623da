"""Who was left out can be asked for, one by one: by which rules, and with which values."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.codelists.models import CountryGroup, GroupMembership
from backend.directory.models import (
    Affiliation,
    AvailabilityPeriod,
    Contact,
    Expert,
    Institution,
    Profile,
)
from backend.matches import selectors
from backend.matches.models import MatchRun
from backend.matches.selectors import Criteria
from backend.matches.selectors.eligibility import RULES
from backend.matches.services import perform_run
from backend.needs.models import Need
from matching.eligibility import RULES as OF_THE_ENGINE

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def arab() -> Expert:
    """An expert who speaks Arabic and French."""
    found = Expert.objects.listed().filter(country="MAR").first() or Expert.objects.first()
    found.language_skills.all().delete()
    for code in ("ar", "fr"):
        found.language_skills.create(language_id=code)
    return found


def left_out(api, user=None, language="en", path="match/excluded/", **query) -> list[dict]:
    answer = api(user, language).get(path, **query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def why(api, profile, language="en", **query) -> dict[str, str]:
    """Each rule that leaves the profile out, in words."""
    (found,) = left_out(api, language=language, profile=str(profile.pk), **query)
    return {one["rule"]: one["sentence"] for one in found["rules"]}


# --- in words -----------------------------------------------------------------------------------


def test_a_language_not_spoken_is_told_with_those_that_are(api, arab):
    told = why(api, arab, languages=["en", "fr"])
    assert told == {"language": "Speaks Arabic and French; also asked for: English."}
    told = why(api, arab, "zh-hans", languages=["en", "fr"])
    assert told == {"language": "会讲阿拉伯语和法语；还要求：英语。"}
    arab.language_skills.all().delete()
    assert why(api, arab, languages=["en"])["language"] == "Names no language; asked for: English."


def test_a_country_is_told_with_those_asked_for(api, arab):
    Profile.objects.filter(pk=arab.pk).update(country="MAR")
    told = why(api, arab, countries=["KEN", "CHN"])
    assert told == {"country": "From Morocco; asked for: China and Kenya."}
    many = ["KEN", "CHN", "UGA", "MDG", "BRA", "PER"]
    assert "not among the countries" in why(api, arab, countries=many)["country"]
    Profile.objects.filter(pk=arab.pk).update(country=None)
    assert "Names no country" in why(api, arab, countries=["KEN"])["country"]


def test_a_kind_is_told_with_the_one_asked_for(api, arab):
    told = why(api, arab, kinds=["institution"])
    assert told == {"kind": "Is an expert; institutions were asked for."}
    centre = Institution.objects.listed().first()
    assert why(api, centre, kinds=["expert"]) == {
        "kind": "Is an institution; experts were asked for."
    }


def test_a_day_is_told_with_the_periods_there_are(api, arab):
    AvailabilityPeriod.objects.filter(expert=arab).delete()
    AvailabilityPeriod.objects.create(
        expert=arab, start=datetime.date(2027, 1, 4), end=datetime.date(2027, 6, 30)
    )
    told = why(api, arab, available_from="2027-07-01")
    assert told == {
        "availability": "Available from Jan. 4, 2027 to June 30, 2027; needed on July 1, 2027."
    }


def test_a_conflict_names_the_institution_only_where_everybody_may_see_it(api, arab):
    institution = Institution.objects.listed().first()
    arab.affiliations.all().delete()
    Affiliation.objects.create(expert=arab, institution=institution)
    asked = {"exclude_institutions": [str(institution.pk)]}
    assert institution.name in why(api, arab, **asked)["conflict"]
    assert "Is one of the institutions" in why(api, institution, **asked)["conflict"]
    Institution.objects.filter(pk=institution.pk).update(consent_listed=False)
    told = why(api, arab, **asked)["conflict"]
    assert told == "Works at an institution that must not take part."


def test_no_room_for_more_work_is_told(api, arab):
    Expert.objects.filter(pk=arab.pk).update(max_open_engagements=0)
    assert why(api, arab) == {"load": "Takes on no more work at present."}


def test_every_rule_that_is_broken_is_told_and_the_first_is_counted(api, arab):
    Profile.objects.filter(pk=arab.pk).update(country="MAR")
    (found,) = left_out(
        api, profile=str(arab.pk), kinds=["institution"], countries=["KEN"], languages=["en"]
    )
    assert found["rule"] == "kind"
    assert [one["rule"] for one in found["rules"]] == ["kind", "country", "language"]
    assert found["profile"]["id"] == str(arab.pk)


@pytest.mark.parametrize("language", ["ar", "es", "fr", "pt", "ru", "zh-hans"])
def test_every_rule_has_its_words_in_every_language(api, arab, language):
    Expert.objects.filter(pk=arab.pk).update(max_open_engagements=0, country="MAR")
    AvailabilityPeriod.objects.filter(expert=arab).delete()
    AvailabilityPeriod.objects.create(
        expert=arab, start=datetime.date(2027, 1, 4), end=datetime.date(2027, 6, 30)
    )
    query = {"kinds": ["institution"], "countries": ["KEN"], "languages": ["en"]}
    query |= {"available_from": "2028-01-01"}
    english, theirs = why(api, arab, **query), why(api, arab, language, **query)
    assert list(theirs) == ["kind", "country", "language", "availability", "load"]
    assert not set(english.values()) & set(theirs.values())


def test_the_rules_are_the_engines():
    assert tuple(OF_THE_ENGINE) == RULES


# --- who is listed, and to whom -----------------------------------------------------------------


def test_the_list_is_as_long_as_the_count_says_rule_by_rule(api):
    criteria = Criteria(kinds=("expert",), countries=("CHN", "KEN"), languages=("en",))
    query = {"kinds": ["expert"], "countries": ["CHN", "KEN"], "languages": ["en"]}
    counted = {one["rule"]: one["count"] for one in selectors.excluded_counts(criteria)}
    assert set(counted) == {"kind", "country", "language"}
    for rule, count in counted.items():
        found = left_out(api, rule=rule, page_size=200, **query)
        assert len(found) == count
        assert {one["rule"] for one in found} == {rule}
    assert selectors.left_out(criteria).count() == sum(counted.values())


def test_pages_follow_one_another(api):
    first = api().get("match/excluded/", kinds=["expert"], page_size=30).json()
    second = api().client.get(first["next"]).json()
    ids = [one["profile"]["id"] for one in [*first["results"], *second["results"]]]
    assert len(ids) == len(set(ids)) == 60


def test_a_group_without_members_leaves_everybody_out(api):
    CountryGroup.objects.create(code="NEW", names={"en": "New"})
    assert not GroupMembership.objects.filter(group="NEW").exists()
    found = left_out(api, groups=["NEW"], page_size=1)
    assert "not among the countries" in found[0]["rules"][0]["sentence"]


@pytest.mark.parametrize(
    "change", [{"consent_listed": False}, {"withdrawn_at": "2026-01-01T00:00:00Z"}]
)
def test_who_is_not_listed_is_never_named_whoever_asks(api, officer, arab, change):
    Expert.objects.filter(pk=arab.pk).update(**change)
    for user in (None, officer):
        assert left_out(api, user, profile=str(arab.pk), languages=["en"]) == []


def test_whom_no_rule_leaves_out_and_who_is_not_there_are_answered_alike(api, arab):
    assert left_out(api, profile=str(arab.pk), languages=["ar"]) == []
    assert left_out(api, profile=str(uuid.uuid4()), languages=["ar"]) == []


def test_no_contact_data_gets_out(api):
    Contact.objects.update(phone="+000 555 0199")
    answer = api().get("match/excluded/", kinds=["institution"], page_size=200)
    assert b".example" not in answer.content
    assert b"555 0199" not in answer.content


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"rule": "weather"}, "rule"),
        ({"profile": "abc"}, "profile"),
        ({"countries": ["XXX"]}, "countries"),
        ({"kinds": ["robot"]}, "kinds"),
        ({"available_from": "tomorrow"}, "available_from"),
        ({"page_size": "0"}, "page_size"),
    ],
)
def test_a_wrong_question_is_refused_by_name(api, query, field):
    refused = api().get("match/excluded/", **query)
    assert refused.status_code == 400
    assert [error["attr"].split(".")[0] for error in refused.json()["errors"]] == [field]


def test_the_list_takes_the_same_number_of_queries_whatever_its_length(api):
    counts = []
    query = {"countries": ["CHN", "KEN"], "languages": ["en"], "kinds": ["institution"]}
    query |= {"rule": "kind"}
    for size in (1, 200):
        with CaptureQueriesContext(connection) as seen:
            left_out(api, page_size=size, **query)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 9


# --- of a kept ranking --------------------------------------------------------------------------


@pytest.fixture
def run(officer) -> MatchRun:
    need = Need.objects.get(external_id="need-a-01")
    made = MatchRun.objects.create(need=need, parameters={"k": 3})
    assert perform_run(run_id=made.pk)
    made.refresh_from_db()
    return made


def test_a_kept_ranking_says_whom_it_left_out(api, officer, run):
    path = f"match-runs/{run.pk}/excluded/"
    for entry in run.excluded:
        found = left_out(api, officer, path=path, rule=entry["rule"], page_size=200)
        assert len(found) == entry["count"]
    own = left_out(api, officer, path=path, rule="conflict")[0]
    assert "must not take part" in own["rules"][0]["sentence"]


def test_it_answers_by_what_was_asked_then_though_the_need_has_changed(api, officer, run):
    path = f"match-runs/{run.pk}/excluded/"
    before = left_out(api, officer, path=path, page_size=200)
    run.need.expert_languages.clear()
    assert left_out(api, officer, path=path, page_size=200) == before


def test_a_ranking_that_waits_has_left_out_nobody_yet(api, officer, run):
    waiting = MatchRun.objects.create(need=run.need, parameters={"k": 3})
    assert left_out(api, officer, path=f"match-runs/{waiting.pk}/excluded/") == []


def test_a_stranger_does_not_learn_of_the_ranking(api, stranger, run):
    assert api(stranger).get(f"match-runs/{run.pk}/excluded/").status_code == 404
    assert api().get(f"match-runs/{run.pk}/excluded/").status_code == 401


def test_a_kept_rankings_list_takes_the_same_number_of_queries(api, officer, run):
    counts = []
    for size in (1, 200):
        with CaptureQueriesContext(connection) as seen:
            left_out(api, officer, path=f"match-runs/{run.pk}/excluded/", page_size=size)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
