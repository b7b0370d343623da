"""Cells to values: what is understood, and what is refused with the reason."""

from __future__ import annotations

import datetime

import pytest

from backend.directory.imports.values import choices, identifiers
from backend.directory.imports.values.base import LONGEST_CELL, BadValue, clean_text
from backend.directory.imports.values.dates import date
from backend.directory.imports.values.languages import languages
from backend.directory.imports.values.names import names

COUNTRIES = {
    "CIV": ["Côte d'Ivoire", "Cote d’Ivoire", "Ivory Coast", "Кот-д'Ивуар", "科特迪瓦", "كوت ديفوار", "384"],
    "VNM": ["Viet Nam", "Vietnam", "Việt Nam", "Вьетнам", "越南", "vn"],
    "LAO": ["Laos", "Lao PDR", "老挝", "老挝人民民主共和国", "LAO"],
    "TZA": ["Tanzania", "Танзания", "坦桑尼亚", "United Republic of Tanzania"],
    "RUS": ["Россия", "Russia", "РФ", "Российская Федерация", "روسيا"],
    "COD": ["DR Congo", "RDC", "Democratic Republic of the Congo", "刚果（金）"],
    "COG": ["Congo", "Republic of the Congo", "刚果（布）"],
    "CPV": ["Cape Verde", "Cabo Verde"], "GMB": ["The Gambia", "Gambia"], "SYR": ["سوريا", "Syria"],
}  # fmt: skip


@pytest.mark.parametrize(("code", "said"), [(c, s) for c, all_ in COUNTRIES.items() for s in all_])
def test_a_country_is_known_by_code_or_name_in_any_language(code, said, lists):
    assert lists.country(said) == code


def test_a_name_with_a_comma_is_one_country(lists):
    assert lists.countries_in("China, Hong Kong Special Administrative Region") == ["HKG"]
    assert lists.countries_in("Kenya, Laos; 越南、Mali") == ["KEN", "LAO", "MLI", "VNM"]


@pytest.mark.parametrize("said", ["Atlantis", "Congo Belge Express", "??"])
def test_an_unknown_country_is_refused(said, lists):
    with pytest.raises(BadValue, match="not a country"):
        lists.country(said)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("French (C1)", [("fr", "C1")]),
        ("法语 流利", [("fr", "C1")]),
        ("法语流利、英语", [("en", ""), ("fr", "C1")]),
        ("Português - nativo; inglês", [("en", ""), ("pt", "native")]),
        ("العربية (اللغة الأم)، English", [("ar", "native"), ("en", "")]),
        ("русский и английский (свободно)", [("en", "C1"), ("ru", "")]),
        ("en, fr, Kiswahili", [("en", ""), ("fr", ""), ("sw", "")]),
        ("fluent Spanish/basic Arabic", [("ar", "A2"), ("es", "C1")]),
        ("Haitian Creole (mother tongue)", [("ht", "native")]),
        ([{"code": "zh", "level": "native"}, {"code": "en", "level": ""}], [("en", ""), ("zh", "native")]),
    ],
)  # fmt: skip
def test_languages_come_with_their_levels(said, found, lists):
    assert languages(said, lists) == found


@pytest.mark.parametrize("said", ["Klingon", "French (superb-ish)"])
def test_an_unknown_language_or_level_is_refused(said, lists):
    with pytest.raises(BadValue):
        languages(said, lists)


@pytest.mark.parametrize(
    ("said", "found"),
    [("7", ["7"]), ("SDG 7", ["7"]), ("ODD 7; 13", ["7", "13"]), ("目标6、目标13", ["6", "13"]),
     (7.0, ["7"]), ("ЦУР 2, 15", ["2", "15"]), ("Zero hunger", ["2"]), ([7, 13], ["7", "13"])],
)  # fmt: skip
def test_goals(said, found, lists):
    assert lists.goals_in(said) == found


@pytest.mark.parametrize("said", ["18", "SDG 0", "7.13", "peace of mind"])
def test_what_is_no_goal_is_refused(said, lists):
    with pytest.raises(BadValue):
        lists.goals_in(said)


def test_sectors_are_checked_against_the_list(lists):
    assert lists.sectors_in("23220; 14010 - Water policy") == ["14010", "23220"]
    with pytest.raises(BadValue):
        lists.sectors_in("99999")
    with pytest.raises(BadValue, match="withdrawn"):
        lists.sectors_in(sorted(lists.withdrawn_sectors)[0])


def test_fields_by_code_or_name(lists):
    assert lists.fields_in("small-hydropower; Energía solar, 沼气") == [
        "biogas", "small-hydropower", "solar-energy",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2026-05-12", "2026-05-12"), ("2026/5/12", "2026-05-12"), ("12.05.2026", "2026-05-12"),
        ("25/12/2026", "2026-12-25"), ("12/25/2026", "2026-12-25"), ("05/05/2026", "2026-05-05"),
        ("2026年5月12日", "2026-05-12"), ("12 mai 2026", "2026-05-12"), ("May 12, 2026", "2026-05-12"),
        ("12 мая 2026 г.", "2026-05-12"), ("12 de mayo de 2026", "2026-05-12"), ("2026", "2026-01-01"),
        ("2026-05", "2026-05-01"), ("٢٠٢٦-٠٥-١٢", "2026-05-12"), (46154, "2026-05-12"),
        (datetime.datetime(2026, 5, 12, 8), "2026-05-12"), ("2026-05-12T08:00:00", "2026-05-12"),
    ],
)  # fmt: skip
def test_dates(said, found):
    assert date(said).isoformat() == found


def test_the_end_of_a_period_given_by_its_year_is_its_last_day():
    assert date("2026", end=True) == datetime.date(2026, 12, 31)
    assert date("2028-02", end=True) == datetime.date(2028, 2, 29)


def test_a_date_that_can_be_read_in_two_ways_is_refused_with_both():
    with pytest.raises(BadValue) as refused:
        date("05/06/2026")
    assert refused.value.expected == "2026-06-05 or 2026-05-06"


@pytest.mark.parametrize("said", ["31/02/2026", "soon", "2026-13-01", "12-05-26"])
def test_what_is_no_date_is_refused(said):
    with pytest.raises(BadValue):
        date(said)


@pytest.mark.parametrize("said", ["oui", "SÍ", "sim", "да", "نعم", "是", "x", 1, True, "Yes"])
def test_yes(said):
    assert choices.yes_no(said) is True


@pytest.mark.parametrize(("said", "found"), [("F", "female"), ("femme", "female"), ("女", "female"),
                                             ("ذكر", "male"), ("муж.", "male"), ("Homem", "male")])  # fmt: skip
def test_gender(said, found):
    assert choices.gender(said) == found


def test_kinds_and_attestations_by_word(lists):
    assert choices.choice("passage_kind", "论文") == "publication"
    assert choices.choice("attestation", "confirmed by the institution") == "institution_confirmed"
    assert choices.institution_type("Министерство") == "ministry"


@pytest.mark.parametrize(("name", "found"), [
    ("中国农业大学", "university"), ("农业农村部", "ministry"), ("Ministère de l'Eau", "ministry"),
    ("Agua Ltd", "company"), ("Blue Water", ""), ("НИИ «Вода»", "research_institute")])  # fmt: skip
def test_a_name_tells_the_type_or_nothing(name, found):
    assert choices.type_in_name(name) == found


def test_identifiers_are_checked_to_the_last_digit():
    assert identifiers.orcid("https://orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert identifiers.orcid("000000021694233x") == "0000-0002-1694-233X"
    with pytest.raises(BadValue, match="check digit"):
        identifiers.orcid("0000-0002-1825-0098")
    assert identifiers.ror("https://ror.org/03yrm5c26") == "03yrm5c26"
    with pytest.raises(BadValue, match="checksum"):
        identifiers.ror("03yrm5c27")


def test_addresses_on_the_web():
    assert identifiers.url("www.example.org/a") == "https://www.example.org/a"
    for bad in ("javascript:alert(1)", "not a site", "ftp://example.org"):
        with pytest.raises(BadValue):
            identifiers.url(bad)


@pytest.mark.parametrize(
    ("said", "language", "found"),
    [
        ("王丽华", "", {"zh-Hans": "王丽华"}),
        ("سلمى", "", {"ar": "سلمى"}),
        ("Иванов", "", {"ru": "Иванов"}),
        ("Ana Silva", "pt", {"pt": "Ana Silva"}),
        ("Ana Silva", "zh", {"en": "Ana Silva"}),
        ("王丽华 (Wang Lihua)", "", {"zh-Hans": "王丽华", "zh-Latn": "Wang Lihua"}),
        ("王丽华Wang Lihua", "", {"zh-Hans": "王丽华", "zh-Latn": "Wang Lihua"}),
        ("O'Brien-Núñez, José", "es", {"es": "O'Brien-Núñez, José"}),
    ],
)
def test_a_name_goes_to_the_tag_of_its_script(said, language, found):
    assert names({"": said}, language=language) == found


def test_text_is_normalised_and_stored_as_text():
    assert clean_text("cafe\u0301\r\n=cmd|'/C calc'!A0\x07\u202e <b>x</b>") == (
        "café\n=cmd|'/C calc'!A0 <b>x</b>"
    )
    with pytest.raises(BadValue, match="characters"):
        clean_text("a" * (LONGEST_CELL + 1))
