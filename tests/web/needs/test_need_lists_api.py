"""``GET needs/``: every way to narrow it, its pages, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import User
from backend.codelists.models import Field
from backend.codelists.selectors import countries_in_groups, countries_in_regions
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")


def found(api, user: Any, **query: Any) -> list[str]:
    answer = api(user).get("needs/", page_size=200, **query)
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def ids(needs) -> list[str]:
    return [str(pk) for pk in needs.order_by("pk").distinct().values_list("pk", flat=True)]


# --- narrowing ----------------------------------------------------------------------------------


def test_by_country_region_and_group(api, officer):
    africa, ldcs = countries_in_regions(["002"]), countries_in_groups(["LDC"])
    needs = Need.objects.all()
    assert found(api, officer, country=["KEN", "MDG"]) == ids(
        needs.filter(country__in=["KEN", "MDG"])
    )
    assert found(api, officer, region="002") == ids(needs.filter(country__in=africa))
    assert found(api, officer, group="LDC") == ids(needs.filter(country__in=ldcs))
    assert 0 < len(found(api, officer, group="LDC")) < needs.count()


def test_by_goal_sector_and_field_each_need_once(api, officer, own):
    field = Field.objects.exclude(sectors=None).first()
    need = Need.objects.filter(institution=own).first()
    need.sectors.set(field.sectors.all())
    need.sdgs.set(["6", "7"])
    sector = need.sectors.first().pk
    needs = Need.objects.all()
    assert found(api, officer, sdg=["6", "7"]) == ids(needs.filter(sdgs__in=["6", "7"]))
    assert found(api, officer, sector=sector) == ids(needs.filter(sectors=sector))
    assert found(api, officer, field=field.pk) == ids(needs.filter(sectors__fields=field))
    assert str(need.pk) in found(api, officer, field=field.pk, sdg="6", sector=sector)


def test_by_language_whatever_its_region(api, officer, own):
    need = Need.objects.filter(institution=own).first()
    for tag, code in (("pt-BR", "pt"), ("zh-Hans", "zh"), ("ar", "ar")):
        Need.objects.filter(pk=need.pk).update(language=tag)
        assert str(need.pk) in found(api, officer, language=code)
        assert str(need.pk) not in found(api, officer, language="fr")


def test_by_any_of_the_kinds_of_help(api, officer, own):
    need = Need.objects.filter(institution=own).first()
    Need.objects.filter(pk=need.pk).update(help=["technology"])
    assert str(need.pk) in found(api, officer, help=["training", "technology"])
    assert str(need.pk) not in found(api, officer, help="training")


def test_by_words_in_any_script(api, officer, own):
    need = Need.objects.filter(institution=own).first()
    Need.objects.filter(pk=need.pk).update(title="修复小水电站", text="إصلاح مضخات ÉLEVÉES 100%")
    for words in ("小水电站", "إصلاح مضخات 小", "élevées 小水电", "100% 修复"):
        assert found(api, officer, q=words) == [str(need.pk)], words
    assert found(api, officer, q="小水电站 unwritten") == []


def test_different_filters_must_all_hold(api, officer):
    both = set(found(api, officer, country="MDG")) & set(found(api, officer, help="training"))
    assert set(found(api, officer, country="MDG", help="training")) == both


def test_a_filter_shows_nobody_more_than_is_theirs(api, partner, stranger, own):
    mine = ids(Need.objects.filter(institution=own))
    assert found(api, partner) == found(api, partner, q="") == mine
    assert set(found(api, partner, help=["training", "expertise"])) <= set(mine)
    assert found(api, stranger) == found(api, stranger, country="MDG") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "XXX"),
        ("region", "999"),
        ("group", "OPEC"),
        ("language", "xx"),
        ("sdg", "18"),
        ("sector", "1"),
        ("field", "alchemy"),
        ("help", "money"),
    ],
)
def test_a_code_that_is_none_is_refused_by_name(api, officer, field, value):
    answer = api(officer).get("needs/", **{field: value})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["attr"] == field
    assert value in error["detail"]


# --- pages and costs ----------------------------------------------------------------------------


def test_page_by_page_every_need_comes_once(api, officer):
    client = api(officer)
    page = client.get("needs/", page_size=9).json()
    rows = page["results"]
    while page["next"]:
        page = client.client.get(page["next"]).json()
        rows += page["results"]
    assert [row["id"] for row in rows] == ids(Need.objects.all())


@pytest.mark.parametrize(("person", "queries"), [("officer", 5), ("partner", 5)])
def test_a_list_takes_as_many_queries_however_long_it_is(api, request, own, person, queries):
    pk = request.getfixturevalue(person).pk
    for n in range(20):
        Need.objects.create(institution=own, text=f"Need number {n}").sdgs.set(["6"])
    counts = []
    for size in (1, 20, 200):
        user = User.objects.get(pk=pk)  # who remembers nothing of the last request
        with CaptureQueriesContext(connection) as captured:
            assert api(user).get("needs/", page_size=size).status_code == 200
        counts.append(len(captured))
    assert counts == [queries] * 3
