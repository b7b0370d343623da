"""A name or an address within a sentence has a direction of its own, on every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

PAGES = sorted(Path(settings.BASE / "backend" / "templates").rglob("*.html"))
# What people wrote, by the names that sentences have for it.
WRITTEN = re.compile(r"\b(?:name|account|email|machine|institution|title)=[\w.]+(\|isolated)?")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_people_wrote_stands_isolated_in_sentences(page):
    for opening in re.findall(r"\{% blocktranslate with ([^%]+)%\}", page.read_text()):
        for found in WRITTEN.finditer(opening):
            assert found[1], f"{page.name}: {found[0]} without |isolated"


def test_an_isolated_name_is_escaped():
    shown = Template("{% load isolated %}{{ name|isolated }}").render(Context({"name": "<b>Ana"}))
    assert shown == "<bdi>&lt;b&gt;Ana</bdi>"
