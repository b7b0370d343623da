"""Each reason is a sentence in the reader's language, made of clauses that stand by themselves."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests_support import forget_what_answers

from backend.codelists.models import Country, Language
from backend.directory.models import Expert, Institution, Passage, Profile
from backend.matches.sentences import LEAD, Evidence, lead, sentence
from backend.matches.services import perform_run
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")

HYDRO_FR = (
    "Nous cherchons un appui pour réhabiliter de petites centrales hydroélectriques isolées "
    "et former les opérateurs des villages."
)
READERS = ("ar", "en", "es", "fr", "pt", "ru", "zh-hans")


def told(profile: Profile, reader: str = "en", quoted: str = "", **values) -> str:
    given = {"kind": "project", "year": 2021, "attestation": "documented", "language": "zh"}
    evidence = Evidence(**(given | values), profile=profile)
    with translation.override(reader):
        return sentence(evidence, Language.objects.in_bulk(), quoted)


@pytest.fixture
def kenyan() -> Expert:
    return Expert(kind="expert", country=Country.objects.get(pk="KEN"))


def test_a_sentence_says_what_when_where_how_attested_and_in_which_language(kenyan):
    assert told(kenyan) == (
        "Project, 2021, by an expert in Kenya, documented; original in Chinese."
    )
    centre = Institution(kind="institution", country=Country.objects.get(pk="CHN"))
    assert told(centre, kind="course", attestation="institution_confirmed") == (
        "Course taught, 2021, by an institution in China, confirmed by the institution; "
        "original in Chinese."
    )


def test_what_is_not_known_is_not_said(kenyan):
    nowhere = Expert(kind="expert")
    assert told(nowhere, year=None, attestation="", language="und") == "Project."
    assert told(kenyan, year=None, kind="service") == (
        "Service on offer, by an expert in Kenya, documented; original in Chinese."
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "مشروع، عام 2021، خبير (البلد: كينيا)، مع وثائق تثبت ذلك؛ لغة الأصل: الصينية."),
        ("es", "Proyecto, 2021, por un experto (país: Kenya), con documentos que lo acreditan; "
         "original en chino."),
        ("fr", "Projet, 2021, par un expert (pays : Kenya), pièces à l’appui ; "
         "original en chinois."),
        ("pt", "Projeto, 2021, por especialista (país: Quênia), com comprovação documental; "
         "original em chinês."),
        ("ru", "Проект, 2021 г., эксперт (страна: Кения), с документальным подтверждением; "
         "язык оригинала: китайский."),
        ("zh-hans", "项目，2021年，由肯尼亚的专家提供，有文件证明；原文为中文。"),
    ],
)  # fmt: skip
def test_it_is_a_sentence_of_the_readers_language(kenyan, language, said):
    assert told(kenyan, language).replace("\u00a0", " ") == said


@pytest.mark.parametrize("language", READERS)
def test_every_kind_and_attestation_has_its_words_in_every_language(kenyan, language):
    kinds = {told(kenyan, language, kind=kind) for kind in Passage.Kind.values}
    ways = {told(kenyan, language, attestation=one) for one in Passage.Attestation.values}
    assert (len(kinds), len(ways)) == (6, 4)
    if language != "en":
        for one in kinds | ways:
            assert not re.search(r"original in|expert in|documented|confirmed|declared", one)


def test_a_quote_is_the_beginning_of_the_original_and_keeps_its_direction(kenyan):
    text = "三个未通电村寨微型水电。" * 30
    said = told(kenyan, "ar", text)
    assert f"\u2068{text[:LEAD]}…\u2069" in said
    english = "Village turbines " * 20
    assert lead(english).endswith("turbines…")
    assert len(lead(english)) <= LEAD + 1
    assert lead("Short  text\nhere") == "Short text here"


# --- in answers ---------------------------------------------------------------------------------


def test_every_reason_of_an_answer_has_its_sentence(api):
    found = api(language="fr").post("match/", {"text": HYDRO_FR, "k": 5}).json()
    reasons = [reason for match in found["matches"] for reason in match["reasons"]]
    assert len(reasons) >= 10
    for reason in reasons:
        assert "original en " in reason["sentence"]
        assert reason["passage"][:40] in reason["sentence"]
        assert str(reason["year"]) in reason["sentence"]


def test_a_kept_ranking_is_told_in_the_language_of_whoever_reads_it(api, officer):
    need = Need.objects.get(external_id="need-a-01")
    asked = api(officer).post(f"needs/{need.pk}/match-runs/", {"k": 5})
    assert perform_run(run_id=asked.json()["id"])
    path = f"match-runs/{asked.json()['id']}/"
    first = {}
    for language in READERS:
        run = api(officer, language).get(path).json()
        first[language] = run["matches"][0]["reasons"][0]["sentence"]
    assert len(set(first.values())) == len(READERS)
    before = first["en"]
    Passage.objects.filter(profile=run["matches"][0]["profile"]["id"]).update(
        text="rewritten", year=1999, kind="service", attestation="delivered"
    )
    run = api(officer).get(path).json()
    assert run["matches"][0]["reasons"][0]["sentence"] == before, "as it was quoted"


def test_sentences_cost_one_query_whatever_the_number_of_reasons(api, officer):
    counts = {}
    for k in (2, 30):
        need = Need.objects.get(external_id="need-a-01")
        asked = api(officer).post(f"needs/{need.pk}/match-runs/", {"k": k}).json()
        perform_run(run_id=asked["id"])
        api(officer).get(f"match-runs/{asked['id']}/")  # records who was shown, once
        with CaptureQueriesContext(connection) as seen:
            api(officer).get(f"match-runs/{asked['id']}/")
        counts[k] = len(seen)
    assert counts[2] == counts[30]


def test_the_page_tells_it_below_each_passage(client):
    forget_what_answers()
    client.cookies["django_language"] = "ru"
    page = client.post("/", {"text": HYDRO_FR}).content.decode()
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", page)
    assert len(captions) >= 20
    assert all("язык оригинала: " in caption for caption in captions)


# --- what the need's country is worth -----------------------------------------------------------


def test_the_country_of_the_work_moves_scores_and_leaves_nobody_out(api):
    def scores(**more):
        found = api().post("match/", {"text": HYDRO_FR, "k": 100, **more}).json()
        return {m["profile"]["id"]: (m["score"], m["profile"]["country"]) for m in found["matches"]}

    before, there = scores(kinds=["institution"]), scores(kinds=["institution"], country="MDG")
    assert set(before) == set(there)
    assert there != before
    moved = {pk: there[pk][0] - before[pk][0] for pk in there}
    near = [moved[pk] for pk, (_, country) in there.items() if country in ("MDG", "RWA", "KEN")]
    far = [moved[pk] for pk, (_, country) in there.items() if country == "CHN"]
    assert near
    assert min(near) > 0 > max(far)


def test_an_unknown_country_of_the_work_is_refused_by_name(api):
    refused = api().post("match/", {"text": HYDRO_FR, "country": "XXX"})
    assert refused.status_code == 400
    assert [error["attr"] for error in refused.json()["errors"]] == ["country"]
