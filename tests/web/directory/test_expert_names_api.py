"""Experts are named in the reader's script, and found however their names are typed."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from backend.directory.models import Expert, Passage

pytestmark = pytest.mark.usefixtures("world")


def listed(api, **query: Any) -> set[str]:
    answer = api().get("experts/", page_size=200, **query)
    assert answer.status_code == 200, answer.content
    return {row["id"] for row in answer.json()["results"]}


@pytest.fixture
def make():
    """A new listed expert with these names and texts."""

    def create(names: dict[str, str], *texts: str, **values: Any) -> str:
        expert = Expert.objects.create(names=names, consent_listed=True, **values)
        for text in texts:
            Passage.objects.create(profile=expert, text=text)
        return str(expert.pk)

    return create


def test_a_name_is_in_the_readers_script(api, make):
    pk = make({"zh-Hans": "王丽华", "zh-Latn": "Wang Lihua"})
    assert api(language="zh-hans").get(f"experts/{pk}/").json()["name"] == "王丽华"
    assert api(language="fr").get(f"experts/{pk}/").json()["name"] == "Wang Lihua"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"es": "José Ñandú Ibáñez"}, ["nandu", "JOSE ibanez", "Ñandú", "ibáñez ñan"]),
        ({"pt": "Conceição Araújo"}, ["conceicao", unicodedata.normalize("NFD", "Conceição")]),
        ({"zh-Hans": "欧阳晓峰", "zh-Latn": "Ouyang Xiaofeng"}, ["欧阳晓峰", "晓峰", "ouyang"]),
        ({"ar": "لَيْلى بن عمّار", "ar-Latn": "Leila Ben Ammar"}, ["ليلى", "عمار", "leila"]),
        ({"ru": "Алёна Щукина"}, ["алёна", "ЩУКИНА"]),
        ({"en": "100%_real \\ O'Neill"}, ["100%", "%_real", "o'neill", "\\"]),
    ],
)
def test_a_name_is_found_however_it_is_typed(api, make, names, words):
    pk = make(names)
    for typed in words:
        assert pk in listed(api, q=typed), typed
    assert pk not in listed(api, q="Quokka")


def test_words_are_found_in_evidence_that_is_shown(api, make):
    shown = make({"en": "Ana Lima"}, "Quokkabrennofen in Dörfern", "修复小水电站的堰坝")
    hidden = make({"en": "Bo Lima"})
    Passage.objects.create(profile_id=hidden, text="Quokkabrennofen", hidden=True)
    assert listed(api, q="quokkabrennofen") == {shown}
    assert listed(api, q="小水电站的堰坝") == {shown}
    assert listed(api, q="lima quokkabrennofen dörfern") == {shown}, "each word anywhere"
    assert listed(api, q="lima quokkabrennofen unwritten") == set()


def test_a_percent_sign_stands_for_itself(api, make):
    assert make({"en": "Ana Lima"}) not in listed(api, q="%")
