"""Asking for access and joining, in a real Chromium: on a phone, and from right to left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests_access import last_letter, link_of
from tests_browser import PHONE, grave

from backend.access.models import AccessRequest


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_organisation_asks_and_confirms_on_a_phone(opened, language):
    page = opened("/access/", viewport=PHONE, locale=language)
    assert fits(page)
    assert grave(page) == []
    page.locator("#id_own_name").fill("وزارة المياه")
    page.locator("#id_type").select_option("ministry")
    page.locator("#id_country").select_option("SDN")
    page.locator("#id_focal_point").fill("Amina Osman")
    page.locator("#id_email").fill("amina@water.example")
    page.locator("form.ask button[type=submit]").click()
    expect(page.locator("#id_why_error")).not_to_be_empty()
    assert fits(page)
    page.locator("#id_why").fill("Wells.")
    page.locator("form.ask button[type=submit]").click()
    page.wait_for_url("**/access/thanks/")
    assert fits(page)
    page.goto(link_of(last_letter("amina@water.example")))
    assert grave(page) == []
    page.locator("form.ask button[type=submit]").click()
    expect(page.locator(".alert-info")).to_be_visible()
    assert fits(page)
    row = AccessRequest.objects.get()
    assert (row.status, row.language) == ("waiting", language)
