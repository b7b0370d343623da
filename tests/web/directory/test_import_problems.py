"""What is said about bad rows, and what is never said."""

from __future__ import annotations

import logging

import pytest

from backend.directory.imports.contact_data import without_contacts
from backend.directory.models import Expert

HEAD = [
    "Name",
    "Country",
    "E-mail",
    "Phone",
    "ORCID",
    "Languages",
    "SDGs",
    "Last update",
    "Projects",
]
SECRETS = [
    "not-an-address@",
    "ana@demo@example",
    "+99 call me on 7",
    "secret-person@demo.example",
    "+254 20 7654321",
]
BAD = {
    "Country": "Atlantis", "E-mail": SECRETS[0], "Phone": SECRETS[2], "ORCID": "0000-0002-1825-0098",
    "Languages": "Klingon", "SDGs": "18", "Last update": "05/06/2026", "Projects": "x" * 20_001,
}  # fmt: skip


@pytest.mark.parametrize("column", BAD)
def test_a_bad_value_is_reported_with_row_column_reason_and_what_is_right(
    column, write_csv, run_import
):
    row = ["Ana Silva"] + [BAD[heading] if heading == column else "" for heading in HEAD[1:]]
    run = run_import(write_csv([HEAD, row]))
    problem = run.problems[0]
    assert (problem["row"], problem["column"]) == (2, column)
    assert problem["reason"]
    assert problem["expected"]
    shown = "" if column in {"E-mail", "Phone"} else BAD[column][:80]
    assert problem["value"].startswith(shown)
    assert not Expert.objects.exists()


def test_a_row_with_several_bad_values_names_them_all(write_csv, run_import):
    run = run_import(write_csv([HEAD, ["", *BAD.values()]]))
    assert [p["column"] for p in run.problems] == ["", *BAD]
    assert run.count("experts", "bad") == 1


@pytest.mark.parametrize("arguments", [(), ("--dry-run",), ("--json",)])
def test_contact_values_are_never_printed_or_logged(
    arguments, write_csv, print_import, caplog, capfd
):
    caplog.set_level(logging.DEBUG, logger="backend")
    rows = [
        HEAD,
        ["Ana Silva", "BRA", SECRETS[1], SECRETS[2], "", "", "", "", "Pump repair"],
        ["Eva Lima", "PER", SECRETS[3], SECRETS[4], "", "", "", "", "Seed banks"],
        ["Eva Lima", "PER", "other@demo.example", "+254 20 7620001", "", "", "", "", "Seed banks"],
        ["Rui Dias", "PRT", f"{SECRETS[3]}; b@demo.example", "", "", "", "", "", "Seed banks"],
    ]
    printed = print_import(write_csv(rows), *arguments)
    seen = capfd.readouterr()
    everything = "".join([printed, seen.out, seen.err, caplog.text])
    assert "row" in everything
    for secret in (*SECRETS, "@demo", "7654321", "7620001"):
        assert secret not in everything


def test_contact_values_in_a_broken_json_are_not_printed(tmp_path, print_import):
    path = tmp_path / "a.json"
    path.write_text('{"experts": [{"email": "secret-person@demo.example" oops}]}', encoding="utf-8")
    with_error = print_import(path)
    assert "broken" in with_error
    assert "secret-person" not in with_error


def test_a_formula_is_stored_as_the_text_it_is(write_csv, run_import):
    run_import(write_csv([["Name", "Projects"], ["Ana Silva", '=HYPERLINK("http://x")<script>']]))
    assert Expert.objects.get().passages.get().text == '=HYPERLINK("http://x")<script>'


def test_unknown_keys_of_a_document_are_named_and_left_out(write_json, run_import):
    document = {"source": "s", "experts": [{"names": {"en": "Ana"}, "shoe_size": 38}]}
    run = run_import(write_json(document))
    assert run.count("experts", "created") == 1
    assert any("experts.shoe_size" in note for note in run.report["notes"])


@pytest.mark.parametrize(
    "expert", ["Ana", {"names": "Ana"}, {"names": {"en": "Ana"}, "passages": ["x"]}, {"names": {}},
               {"names": {"en": "Ana"}, "affiliations": {"institution": "x"}},
               {"names": {"en": "Ana"}, "passages": [{"kind": "project"}]},
               {"names": {"en": "Ana"}, "country": ["KEN"]}, {"names": {"en": ["Ana"]}, "sdgs": {"a": 1}}]
)  # fmt: skip
def test_a_document_of_another_shape_is_a_bad_row_and_no_crash(expert, write_json, run_import):
    run = run_import(write_json({"source": "s", "experts": [expert, {"names": {"en": "Eva"}}]}))
    assert [p["row"] for p in run.problems][:1] == [1]
    assert run.count("experts", "created") == 1


@pytest.mark.parametrize(
    ("written", "public"),
    [
        ("联系邮箱abc.d@x-y.example谢谢", "联系邮箱[…]谢谢"),
        ("Write to josé.m+b@uni.example.", "Write to […]."),
        ("ana (at) inst.example", "[…]"),
        ("x" * 100_000 + "@b.example", "[…]"),
        ("x" * 100_000, "x" * 100_000),
        ("电站" * 50_000, "电站" * 50_000),
    ],
)
def test_addresses_in_prose_are_left_out_however_long_the_text(written, public):
    assert without_contacts(written) == public
