"""What differs between installations: mail, and what stands in the logs."""

from __future__ import annotations

import re

import pytest
from django.test import override_settings
from django.urls import get_resolver

from backend.common.checks import CONSOLE, letters_reach_somebody, mail_service_is_known
from backend.common.middleware import shown
from ops.paths import ROOT


@pytest.mark.parametrize(
    ("debug", "backend", "warned"),
    [(False, CONSOLE, True), (True, CONSOLE, False), (False, "a.smtp.EmailBackend", False)],
)
def test_mail_that_reaches_nobody_is_warned_of(debug, backend, warned):
    with override_settings(DEBUG=debug, EMAIL_BACKEND=backend):
        assert bool(letters_reach_somebody()) is warned


def test_a_mail_service_that_is_not_known_is_told_with_those_that_are():
    with override_settings(EMAIL_BACKEND="anymail.backends.mailgun.EmailBackend"):
        assert mail_service_is_known() == []
    with override_settings(EMAIL_BACKEND="anymail.backends.pigeon.EmailBackend"):
        (told,) = mail_service_is_known()
    assert "pigeon" in told.msg
    assert "mailgun" in told.hint


def test_a_line_of_the_log_says_neither_who_asked_from_where_nor_what(world, client, monkeypatch):
    from django_structlog.middlewares import request as module

    told = []
    monkeypatch.setattr(module.logger, "log", lambda *args, **more: told.append((args, more)))
    monkeypatch.setattr("structlog.contextvars.bind_contextvars", lambda **more: told.append(more))
    client.get("/api/v1/experts/?q=Wang+Lihua", REMOTE_ADDR="203.0.113.7")
    assert "GET /api/v1/experts/" in str(told)
    assert "Lihua" not in str(told)
    assert "203.0.113.7" not in str(told)


def test_the_log_names_no_link_that_opens_a_page():
    pages = [path for path in addresses() if "token" in path or "key" in path]
    assert len(pages) > 10
    for path in pages:
        opened = re.sub(r"<[^>]*>", "0199~secret", path)
        assert "secret" not in shown(f"/{opened}"), path


def addresses(patterns=None, before: str = "") -> list[str]:
    """Of all pages and endpoints, as the routes write them."""
    found = []
    for one in patterns or get_resolver().url_patterns:
        path = before + re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", str(one.pattern).strip("^$"))
        found += addresses(one.url_patterns, path) if hasattr(one, "url_patterns") else [path]
    return found


def test_each_setting_of_the_readme_is_in_the_example_and_the_other_way_round():
    table = (ROOT / "README.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    example = re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    of_the_environment_alone = {"COUNTERPART_LOCAL", "COUNTERPART_MODELS"}
    assert sorted(told) == sorted({*example, *of_the_environment_alone})
