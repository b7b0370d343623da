"""Headings in any of the seven languages, and the mapping proposed from them."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError

from backend.directory.imports.columns import EXPERTS, INSTITUTIONS
from backend.directory.imports.headings import recognise
from backend.directory.models import Expert

BY_LANGUAGE = {
    "ar": "الاسم الكامل|الجهة|البلد|البريد الإلكتروني|مجالات الخبرة|أهم المشاريع|المنشورات|اللغات|السيرة الذاتية",
    "en": "Full name|Institution|Country|E-mail|Areas of expertise|Key projects|Publications|Languages|CV summary",
    "es": "Nombre completo|Institución|País|Correo electrónico|Áreas de especialización|Principales proyectos|Publicaciones|Idiomas|Resumen del CV",
    "fr": "NOM COMPLET|Établissement|Pays|Courriel|Domaines d'expertise|Principaux projets|Publications|Langues|Résumé",
    "pt": "Nome completo|Instituicao|Pais|E-mail|Áreas de atuação|Principais projetos|Publicações|Línguas|Resumo",
    "ru": "Ф.И.О.|Место работы|Страна|Эл. почта|Область экспертизы|Ключевые проекты|Публикации|Владение языками|Краткая биография",
    "zh": "姓名|工作单位|国家|电子邮箱|专业特长|主要项目|发表论文|语言能力|个人简介",
}  # fmt: skip
TARGETS = [
    "name",
    "institution",
    "country",
    "email",
    "expertise",
    "project",
    "publication",
    "languages",
    "summary",
]


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_the_headings_of_a_usual_sheet_are_known_in_each_language(language):
    found = [recognise(heading, EXPERTS) for heading in BY_LANGUAGE[language].split("|")]
    assert [match and match.target for match in found] == TARGETS
    assert {match.confidence for match in found if match} == {"certain"}


@pytest.mark.parametrize(
    ("heading", "kind", "target", "confidence"),
    [
        ("姓名 Name", EXPERTS, "name", "certain"),
        ("国家/Country", EXPERTS, "country", "certain"),
        ("Country (ISO3) *", EXPERTS, "country", "certain"),
        ("Страна / Country", EXPERTS, "country", "certain"),
        ("E-MAIL ADDRESS:", EXPERTS, "email", "certain"),
        ("Adresse élektronique", EXPERTS, "email", "likely"),
        ("Key project 3", EXPERTS, "project", "certain"),
        ("passage_2_year", EXPERTS, "passage_2_year", "certain"),
        ("name_zh", EXPERTS, "name_zh", "certain"),
        ("Organisation", EXPERTS, "institution", "certain"),
        ("Organisation", INSTITUTIONS, "name", "certain"),
        ("机构名称", INSTITUTIONS, "name", "certain"),
    ],
)
def test_headings_with_marks_two_languages_or_slips_are_known(heading, kind, target, confidence):
    found = recognise(heading, kind)
    assert found
    assert (found.target, found.confidence) == (target, confidence)


def test_an_unknown_heading_is_not_guessed():
    assert recognise("Internal remarks", EXPERTS) is None


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (["Nom", "Prénom"], "Awa Diallo"),
        (["Apellidos", "Nombre"], "Awa Diallo"),
        (["Name", "Other"], "Diallo"),
    ],
)
def test_a_bare_name_is_half_a_name_beside_the_other_half(headings, name, write_csv, run_import):
    run_import(write_csv([headings, ["Diallo", "Awa"]]))
    assert list(Expert.objects.get().names.values()) == [name]


ROWS = [
    ["Nombre completo", "País", "Contacto", "Foto", "Observaciones"],
    ["Eva Lima", "Perú", "eva@demo.example", "eva.jpg", "Persona muy recomendada por la oficina regional; " * 3],
]  # fmt: skip


def test_a_proposal_names_each_column_and_shows_no_contact(write_csv, print_import):
    path = write_csv(ROWS)
    printed = print_import(path, "--propose-map")
    assert "eva@demo.example" not in printed
    assert "Perú" in printed
    written = json.loads(path.with_suffix(".mapping.json").read_text(encoding="utf-8"))
    assert written["language"] == "es"
    assert written["columns"] == {
        "Nombre completo": "name", "País": "country", "Contacto": "email", "Foto": "",
        "Observaciones": "expertise",
    }  # fmt: skip
    assert not Expert.objects.exists()


def test_long_texts_under_an_unknown_heading_wait_for_review(write_csv, run_import):
    run_import(write_csv(ROWS))
    assert not Expert.objects.get().passages.exists()


def test_an_edited_mapping_is_followed(write_csv, run_import, tmp_path):
    path = write_csv([["Quién", "Dónde", "Qué"], ["Eva Lima", "Perú", "Manejo de riego"]])
    mapping = tmp_path / "m.json"
    columns = {"Quién": "name", "Dónde": "country", "Qué": "project"}
    mapping.write_text(json.dumps({"kind": "experts", "language": "es", "columns": columns}))
    run_import(path, "--map", str(mapping))
    expert = Expert.objects.get()
    assert (expert.names, expert.country_id) == ({"es": "Eva Lima"}, "PER")
    assert expert.passages.get().kind == "project"


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"Quién": "nam"}, "meant: name"),
        ({"Nadie": "name"}, "headings the file has not: Nadie"),
        ({"Dónde": "country"}, "plainly the name"),
    ],
)
def test_a_wrong_mapping_says_what_to_change(columns, says, write_csv, run_import, tmp_path):
    mapping = tmp_path / "m.json"
    mapping.write_text(json.dumps({"kind": "experts", "columns": columns}), encoding="utf-8")
    with pytest.raises(CommandError, match=says):
        run_import(write_csv([["Quién", "Dónde"], ["Eva", "Perú"]]), "--map", str(mapping))


def test_without_a_certain_name_nothing_is_imported_and_a_mapping_is_written(write_csv, run_import):
    path = write_csv([["Who", "Country"], ["Eva Lima", "Peru"]])
    with pytest.raises(CommandError, match="--map"):
        run_import(path)
    assert path.with_suffix(".mapping.json").exists()
    assert not Expert.objects.exists()
