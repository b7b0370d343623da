"""Names and addresses within a sentence of a page."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def isolated(text: object) -> SafeString:
    """In a direction of its own: a Latin name turns nothing around in an Arabic sentence."""
    return format_html("<bdi>{}</bdi>", text)
