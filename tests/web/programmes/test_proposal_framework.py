"""The results framework and the budget: rows with an order, exact sums, and what shows them."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests_files import bytes_of, stored
from tests_proposals import frame

from backend.files.models import StoredFile
from backend.programmes.budget import Cut, budget_of, cut, table, total
from backend.programmes.dossier import Line

CENTS = st.decimals("0.01", "999999999.99", places=2)
NAMES = st.sampled_from(["", "a", "b", "c"])
LINES = st.lists(
    st.builds(
        Line,
        amount=CENTS,
        year=st.integers(1, 4),
        kind=st.sampled_from(["cash", "in_kind"]),
        output=NAMES,
        source=NAMES,
    ),
    max_size=30,
)


@given(LINES)
def test_the_sums_of_every_cut_come_to_the_same_to_the_cent(lines):
    whole = sum((one.amount for one in lines), Decimal(0))
    found = budget_of(lines)
    assert found.total == total(lines) == whole
    for by in Cut:
        assert sum(found.sums[by].values(), Decimal(0)) == whole
    assert found.programme + found.others == whole
    assert sum((row.total for row in found.rows), Decimal(0)) == whole
    for row in found.rows:
        assert sum(row.years.values(), Decimal(0)) == row.total
    for year, amount in found.sums[Cut.YEAR].items():
        assert sum(row.years.get(int(year), Decimal(0)) for row in found.rows) == amount


@given(LINES, LINES)
def test_a_sum_of_two_budgets_is_the_sum_of_their_sums(some, others):
    for by in Cut:
        together, one, other = cut([*some, *others], by), cut(some, by), cut(others, by)
        zero = Decimal(0)
        assert together == {key: one.get(key, zero) + other.get(key, zero) for key in together}
    assert len(table(some)) == len({line.output for line in some})


@given(LINES)
def test_a_share_is_told_of_something_only(lines):
    found = budget_of(lines)
    assert (found.share is None) == (not lines)
    assert found.share is None or 0 <= found.share <= 1


@pytest.fixture
def add(api, lead, at, world):
    """Adds a row and answers it: ``add("outputs/", text="Gates")``."""

    def put(under: str, status: int = 201, **body):
        answer = api(lead).post(at(under), body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return put


def test_outputs_activities_and_indicators_are_written_row_by_row(api, lead, second, at, add):
    gates = add("outputs/", text="Forty gates")
    add("outputs/", text="A table of what channels lose")
    built = add(
        "activities/", output=gates["id"], text="Build them", from_month=1, to_month=6,
        countries=["KEN", "PER"], inputs="Steel",
    )  # fmt: skip
    assert (built["countries"], built["position"]) == (["KEN", "PER"], 0)
    add("indicators/", text="Farmers with water in March", baseline="12", target="480.50")
    path = at(f"outputs/{gates['id']}/")
    assert api(second).patch(path, {"text": "Fifty gates"}, 1).status_code == 200
    late = api(lead).patch(path, {"text": "Sixty gates"}, 1)
    assert late.status_code == 412
    assert late.json()["differences"][0]["now"] == "Fifty gates"


def test_rows_keep_an_order_that_one_can_change(api, lead, at, add):
    rows = [add("outputs/", text=text) for text in ("one", "two", "three")]
    moved = api(lead).patch(at(f"outputs/{rows[2]['id']}/"), {"position": 0}, 1)
    assert moved.json()["position"] == 0
    add("outputs/", text="four", position=1)
    shown = api(lead).get(at("outputs/")).json()
    assert [one["text"] for one in shown] == ["three", "four", "one", "two"]
    assert [one["position"] for one in shown] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from_month": 7, "to_month": 3}, "to_month"),
        ({"countries": ["Peru"]}, "countries"),
        ({"lead": "00000000-0000-0000-0000-000000000001"}, "lead"),
        ({"output": "00000000-0000-0000-0000-000000000001"}, "output"),
        ({"text": ""}, "text"),
    ],
)
def test_an_activity_that_can_not_be_is_refused(add, change, field):
    output = add("outputs/", text="Gates")
    body = {"output": output["id"], "text": "Build them"} | change
    assert add("activities/", 400, **body)["errors"][0]["attr"] == field


def test_taking_a_row_away_wants_the_version_that_was_read(api, lead, at, add):
    row = add("indicators/", text="Water")
    path = f"/api/v1/{at('indicators/')}{row['id']}/"
    assert api(lead).client.delete(path).status_code == 428
    assert api(lead).client.delete(path, HTTP_IF_MATCH='"7"').status_code == 412
    assert api(lead).client.delete(path, HTTP_IF_MATCH='"1"').status_code == 204
    assert api(lead).get(at("indicators/")).json() == []


def test_an_output_with_money_under_it_is_not_taken_away(api, lead, proposal, at):
    output, source = frame(proposal)
    for under, row in (("outputs", output), ("contributions", source)):
        path = f"/api/v1/{at(f'{under}/{row.pk}/')}"
        refused = api(lead).client.delete(path, HTTP_IF_MATCH='"1"')
        assert refused.status_code == 409, refused.content
        assert refused.json()["errors"][0]["code"] == "holds_money"


def test_a_row_of_another_proposal_is_not_there(api, lead, second, proposal, at, call, riego):
    from tests_proposals import begin

    other = begin(call, [riego])
    output, _source = frame(other)
    assert api(lead).get(at(f"outputs/{output.pk}/")).status_code == 404
    assert api(lead).patch(at(f"outputs/{output.pk}/"), {"text": "x"}, 1).status_code == 404


def test_the_budget_is_a_table_with_sums_by_every_cut(api, lead, proposal, at):
    output, _source = frame(proposal)
    shown = api(lead).get(at("budget/")).json()
    assert (shown["total"], shown["programme"], shown["others"]) == (
        "60000.50",
        "30000.00",
        "30000.50",
    )
    assert shown["share"] == "0.5000"
    assert shown["years"] == [1, 2]
    (row,) = shown["rows"]
    assert row["name"] == output.text
    assert row["years"] == [{"year": 1, "amount": "50000.50"}, {"year": 2, "amount": "10000.00"}]
    assert [(one["name"], one["amount"]) for one in shown["by_source"]] == [
        ("Fund for Tests", "30000.00"),
        ("Tank Board", "30000.50"),
    ]
    assert {one["key"] for one in shown["by_kind"]} == {"cash"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"year": 0}, "year"),
        ({"kind": "in_kind"}, "contribution"),
        ({"kind": "gold"}, "kind"),
        ({"output": "00000000-0000-0000-0000-000000000001"}, "output"),
    ],
)
def test_a_line_that_can_not_be_is_refused(add, change, field):
    body = {"text": "Steel", "amount": "100.00"} | change
    assert add("budget-lines/", 400, **body)["errors"][0]["attr"] == field


def test_who_gives_shows_it_by_a_file_that_those_who_take_part_may_have(
    api, lead, second, stranger, riego, at, add
):
    assert add("contributions/", 400, evidence="?")["errors"][0]["attr"] == "name"
    file = stored(lead, "letter of the board.pdf")
    row = add("contributions/", institution=str(riego.pk), file=file, evidence="Letter of 3 March")
    assert (row["status"], row["shown_by"]["name"]) == ("promised", "letter of the board.pdf")
    path = at(f"contributions/{row['id']}/")
    assert bytes_of(api(second).get(f"{path}file/"))
    assert api(stranger).get(f"{path}file/").status_code == 404
    newer = stored(lead, "newer.pdf")
    changed = api(lead).patch(path, {"file": newer, "status": "confirmed"}, 1)
    assert changed.json()["shown_by"]["name"] == "newer.pdf"
    assert not StoredFile.objects.filter(pk=file).exists()
    taken = add("contributions/", 400, name="Bank", file=newer)
    assert taken["errors"][0]["attr"] == "file"


def test_the_budget_as_a_spreadsheet_holds_numbers_and_no_formulas(api, lead, proposal, at):
    output, _source = frame(proposal)
    output.text = '=HYPERLINK("http://there.example")'
    output.save()
    answer = api(lead).get(at("documents/budget/"))
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    lines, sums = book.worksheets
    assert [cell.value for cell in lines[2]][4:] == [1, 20000]
    assert lines["B2"].data_type == "s"
    assert sums.cell(sums.max_row, 3).value == 60000.5


def test_files_go_with_it_as_long_as_it_is_written(api, lead, second, stranger, proposal, at):
    body = {"file": stored(lead), "kind": "summary-checklist", "is_signed": True}
    row = api(lead).post(at("files/"), body).json()
    assert (row["kind"], row["is_signed"]) == ("summary-checklist", True)
    assert bytes_of(api(second).get(at(f"files/{row['id']}/")))
    assert api(stranger).get(at(f"files/{row['id']}/")).status_code == 404
    type(proposal).objects.filter(pk=proposal.pk).update(status="handed_in")
    assert api(lead).client.delete(f"/api/v1/{at('files/')}{row['id']}/").status_code == 409
    assert api(lead).post(at("files/"), {"file": stored(lead)}).status_code == 409
