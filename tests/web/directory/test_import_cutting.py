"""Cells of prose to passages, and the year each is of."""

from __future__ import annotations

import datetime

import pytest

from backend.directory.imports.cutting import cut, year_in

NEXT = datetime.date.today().year + 1


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        ("One statement of what I do.", ["One statement of what I do."]),
        ("• Dam survey\n• Pump repair,\n  in two villages", ["Dam survey", "Pump repair, in two villages"]),
        ("1. Dam survey\n2. Pump repair", ["Dam survey", "Pump repair"]),
        ("1、水库大坝安全评价；2、水泵维修", ["水库大坝安全评价；2、水泵维修"]),
        ("Dam survey in Mali\nPump repair in Chad", ["Dam survey in Mali", "Pump repair in Chad"]),
        ("A long sentence that was\nbroken by hand", ["A long sentence that was broken by hand"]),
        ("soils; water; seeds", ["soils; water; seeds"]),
        ("Design of drip irrigation for small farms; Rehabilitation of earth dams in Mali",
         ["Design of drip irrigation for small farms", "Rehabilitation of earth dams in Mali"]),
        ("小水电站设计与改造工程；农村微水电培训课程", ["小水电站设计与改造工程", "农村微水电培训课程"]),
        ("• a dam • a pump", ["a dam", "a pump"]),
        ("Same\n\nSame", ["Same"]),
        ("Capacity of\n\n1.5 MW of pumps", ["Capacity of", "1.5 MW of pumps"]),
    ],
)  # fmt: skip
def test_a_cell_is_cut_where_its_writer_cut_it(cell, pieces):
    assert cut(cell) == pieces


def test_a_summary_is_not_cut_at_lines():
    assert cut("Engineer.\nWorked in Mali.", whole=True) == ["Engineer. Worked in Mali."]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Dam survey (2015–2018)", 2018), ("Dam survey 2015-18, Mali", 2018),
        ("2019: pump repair", 2019), ("2019 Pump repair", 2019), ("Pump repair, Mali, 2019", 2019),
        ("水泵维修，2021年", 2021), ("2021年承担示范项目", 2021), ("Ремонт насосов, 2020 г.", 2020),
        ("In 2016 we repaired pumps", 2016), ("Study of the 1998 flood (2004)", 2004),
        ("2000 households connected", None), ("Served in 2000 households", None),
        ("Formação de 2000 agricultores", None), ("Area of 2010 ha", None), ("A plan for 2090", None),
        (f"Planned for ({NEXT})", NEXT), (f"Planned for ({NEXT + 1})", None), ("1900", None),
        ("Grant 20190001", None),
    ],
)  # fmt: skip
def test_a_year_is_taken_only_where_it_plainly_is_one(text, year):
    assert year_in(text) == year
