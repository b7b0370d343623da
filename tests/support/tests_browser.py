"""A phone, and what a page must not have, in tests in a browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

GRAVE = {"serious", "critical"}
PHONE = {"width": 360, "height": 740}


def grave(page: Any) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in GRAVE]
