"""Who is listed after an import."""

from __future__ import annotations

import pytest

from backend.directory.models import Expert, Institution

HEAD = ["ID", "Name", "Institution", "Country", "E-mail", "Languages", "Projects", "Consent"]
ANA = [
    "1",
    "Ana Silva",
    "Example Academy",
    "BRA",
    "ana@demo.example",
    "pt native; en",
    "• Pump repair, 2019\n• Well drilling, 2020",
    "yes",
]
EVA = ["2", "Eva Lima", "", "PER", "", "es", "", ""]


@pytest.mark.parametrize(("arguments", "listed"), [((), {"1"}), (("--consent", "yes"), {"1", "2"})])
def test_an_expert_is_listed_only_with_consent(arguments, listed, write_csv, print_import):
    printed = print_import(write_csv([HEAD, ANA, EVA]), *arguments)
    assert set(Expert.objects.listed().values_list("external_id", flat=True)) == listed
    assert ("1 expert is not listed" in printed) == (not arguments)
    assert ("--consent yes" in printed) == (not arguments)


def test_institutions_are_listed_unless_the_file_says_no(write_csv, run_import):
    rows = [
        ["Institution name", "Type", "Consent"],
        ["Example Academy", "institute", ""],
        ["Example Mill", "company", "no"],
    ]
    run_import(write_csv(rows, name="institutions.csv"))
    assert [i.name for i in Institution.objects.listed()] == ["Example Academy"]


def test_an_institution_first_mentioned_then_described_is_one(write_csv, run_import):
    run = run_import(write_csv([HEAD, ANA]))
    assert run.report["institutions_created"] == ["Example Academy (type: not known)"]
    run_import(
        write_csv(
            [["ID", "Institution name", "Type"], ["a", "EXAMPLE ACADEMY", "institute"]],
            name="institutions.csv",
        )
    )
    institution = Institution.objects.get()
    assert (institution.external_id, institution.type, institution.consent_listed) == (
        "a",
        "research_institute",
        True,
    )
