"""A real Chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60_000  # milliseconds; the first question waits until the models are loaded
# What the console says of answers that are not 200, or that never came: tests look at those.
TOLD = ("the server responded with a status of", "htmx:", "net::ERR_INTERNET_DISCONNECTED")
expect.set_options(timeout=PATIENCE)

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, committed_world, live_server) -> Iterator[Open]:
    """Opens a page; whatever the browser complains of on it fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: str = "/", **how) -> Page:
        contexts.append(chromium.new_context(base_url=live_server.url, **how))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [one for one in complaints if not any(told in one for told in TOLD)] == []
