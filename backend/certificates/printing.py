"""A certificate on paper: one page, with a code for people and one for telephones."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from backend.certificates.models import Certificate
from backend.common.documents.content import line
from backend.common.documents.pdf import to_pdf
from backend.directory.selectors import secretariat


def to_paper(certificate: Certificate) -> bytes:
    """As PDF, in the language that is active."""
    import segno

    office = secretariat()
    address = address_of(certificate)
    context = {
        "certificate": certificate,
        "expert": line(certificate.expert.name),
        "client": line(certificate.client.name),
        "title": line(certificate.title, certificate.language),
        "office": line(office.name) if office else None,
        "issued": date_format(certificate.created_at),
        "address": address,
        "picture": segno.make(address, error="m", micro=False).svg_inline(scale=3, border=2),
        "language": translation.get_language() or "en",
        "rtl": translation.get_language_bidi(),
    }
    return to_pdf("certificates/certificate.html", context)


def address_of(certificate: Certificate) -> str:
    """Where anybody verifies it."""
    path = reverse("verify-code", args=[certificate.printed_code])
    return settings.SITE_URL.rstrip("/") + path
