"""What an organisation says that asks for access, and the links of letters, in tests."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

ASKED = {
    "names": {"ar": "وزارة المياه", "en": "Ministry of Water"},
    "type": "ministry",
    "country": "SDN",
    "city": "Khartoum",
    "website": "https://water.example",
    "focal_point": "Amina Osman",
    "function": "Head of planning",
    "email": "amina@water.example",
    "language": "en",
    "why": "We look for advice on wells.",
}


def link_of(letter: Any) -> str:
    (link,) = re.findall(r"https?://\S+", letter.text)
    return urlsplit(link).path


def last_letter(address: str) -> Any:
    from backend.notifications.models import Letter

    return Letter.objects.filter(address=address).latest("pk")
