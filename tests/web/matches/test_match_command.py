"""``manage.py match``: what the first page answers, in a terminal."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from backend.matches.services import answer

pytestmark = pytest.mark.usefixtures("world")

HYDRO = "Quatro aldeias têm pequenas centrais hidrelétricas paradas e procuram quem as recupere."
NOBODY = "We need a sommelier who selects Burgundy wines for a cruise ship in the Arctic."


def said(text: str, **options) -> str:
    out = io.StringIO()
    call_command("match", text, stdout=out, **options)
    return " ".join(out.getvalue().split())


def test_the_best_come_first_with_sentences_that_say_what_speaks_for_them():
    told = said(HYDRO, k=3)
    best = answer(text=HYDRO, k=3).matches
    assert "Read as Portuguese" in told
    assert "likely to be able to help" in told
    assert f"{round(100 * best[0].score)} %" in told
    assert "original in" in told
    assert "<mark>" not in told


def test_where_nobody_is_likely_it_says_so_and_what_is_missing():
    told = said(NOBODY, k=3)
    assert "Nobody here is likely to be able to help" in told
    assert "Who comes closest" in told
    assert "Nobody’s evidence covers:" in told


def test_it_speaks_the_readers_language():
    with translation.override("fr"):
        told = said(HYDRO, k=3)
    assert "Langue reconnue : portugais" in told
    assert "Adéquation" in told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"k": 0}, "-k is 0; it must be between 1 and"),
        ({"country": ["Kenya"]}, "--country KENYA: not a country"),
        ({"language": "xx"}, "--language xx: not a language"),
    ],
)
def test_what_is_wrong_is_named(options, told):
    with pytest.raises(CommandError, match=told):
        said(HYDRO, **options)
