"""The first page in a real Chromium: with and without JavaScript, narrow, right to left, by ear."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests_browser import PHONE, grave

from backend.directory.models import Passage
from backend.matches.services import embed_pending

FRENCH = (
    "Quatre villages ont de petites centrales hydroélectriques de 15 à 60 kW qui ne tournent plus. "
    "Nous cherchons une équipe qui les remette en marche et forme nos ateliers."
)


def ask(page: Page, text: str = FRENCH) -> None:
    page.get_by_label("Describe your need").fill(text)
    page.get_by_role("button", name="Find who can help").click()


def switch(page: Page, language: str) -> None:
    page.locator("details.languages summary").click()
    page.locator(f"details.languages button[value={language}]").click()
    expect(page.locator(f"html[lang={language}]")).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_need_in_french_is_answered_with_and_without_javascript(opened, scripts):
    page = opened(java_script_enabled=scripts)
    ask(page)
    expect(page.locator(".candidate")).to_have_count(10)
    expect(page.get_by_text("Read as French")).to_be_visible()
    expect(page.get_by_label("Describe your need")).to_have_value(FRENCH)


def test_with_javascript_only_the_answer_is_swapped_and_read_out(opened):
    page = opened()
    page.evaluate("document.body.dataset.kept = 'yes'")
    ask(page)
    expect(page.locator("#answer-title")).to_be_focused()
    assert page.evaluate("document.body.dataset.kept") == "yes"


def test_an_error_stands_beside_the_box_and_goes_away_once_it_is_right(opened):
    page = opened()
    ask(page, "water")
    error = page.locator("#id_text_error")
    expect(error).to_contain_text("One word is too little")
    expect(page.get_by_label("Describe your need")).to_be_focused()
    ask(page)
    expect(page.locator(".candidate")).to_have_count(10)
    expect(error).to_be_empty()


def test_a_server_that_is_gone_is_told_and_the_text_is_kept(opened):
    page = opened()
    page.context.set_offline(True)
    ask(page)
    expect(page.get_by_text("The answer did not arrive")).to_be_visible()
    expect(page.get_by_label("Describe your need")).to_have_value(FRENCH)
    page.context.set_offline(False)
    ask(page)
    expect(page.get_by_text("The answer did not arrive")).to_be_hidden()
    expect(page.locator(".candidate")).to_have_count(10)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_text_is_read_again_in_the_language_chosen(opened, scripts):
    page = opened("/?example=coffee", java_script_enabled=scripts)
    page.get_by_text("Not right?").click()
    page.get_by_label("Language of your text").select_option("pt")
    page.get_by_role("button", name="Read again").click()
    expect(page.get_by_text("Read as Portuguese")).to_be_visible()


@pytest.mark.parametrize("language", ["ar", "en", "zh-hans"])
def test_a_narrow_screen_does_not_scroll_sideways(opened, language):
    page = opened(viewport=PHONE)
    switch(page, language)
    page.locator(".narrowing summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.goto("/?example=wells")
    for details in page.locator(".more summary").all():
        details.click()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_arabic_runs_from_right_to_left(opened):
    page = opened()
    switch(page, "ar")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    box = page.locator(".brand").bounding_box()
    assert box["x"] > page.viewport_size["width"] / 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_serious(opened, language):
    page = opened()
    switch(page, language)
    page.locator(".narrowing summary").click()
    assert grave(page) == []
    page.goto("/?example=wells")
    assert grave(page) == []


def test_axe_finds_nothing_serious_on_the_log_in_page(opened):
    assert grave(opened("/accounts/login/")) == []


def test_script_in_a_passage_and_in_a_need_stays_text(opened, committed_world):
    passage = Passage.objects.matchable().filter(language="fr").first()
    passage.text = f"{FRENCH} <img src=x onerror=document.title='broken'>"
    passage.save()
    embed_pending()
    page = opened()
    ask(page, f"{FRENCH} </textarea><script>document.title='broken'</script>")
    expect(page.locator(".candidate")).to_have_count(10)
    expect(page.get_by_text("<img src=x").first).to_be_visible()
    assert "broken" not in page.title()


def test_an_officer_works_in_the_administration(opened):
    page = opened("/admin/")
    page.locator("[name=login]").fill("secretariat@demo.example")
    page.locator("[name=password]").fill("counterpart")
    page.locator("main").get_by_role("button", name="Log in").click()
    page.goto("/admin/directory/expert/")
    page.locator("#result_list a[href*='/change/']").first.click()
    expect(page.get_by_text("Languages spoken").first).to_be_visible()


def test_the_keyboard_leads_past_the_head_to_the_box(opened):
    page = opened()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Describe your need")).to_be_focused()
