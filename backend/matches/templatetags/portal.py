"""What every page of the portal asks for."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString

from backend.directory.selectors import is_secretariat

register = template.Library()

CLASSES = {
    "checkbox": "form-check-input",
    "select": "form-select",
    "hidden": "",
    "checkboxselectmultiple": "form-check-input",
}


@register.simple_tag(takes_context=True)
def is_officer(context: Context) -> bool:
    """Whether the reader is of the secretariat. An error page may know of no reader."""
    user = context.get("user")
    return user is not None and is_secretariat(user)


@register.filter
def styled(field: BoundField) -> SafeString:
    """The field with Bootstrap's class for its kind."""
    kind = field.widget_type
    attributes: dict[str, Any] = {"class": CLASSES.get(kind, "form-control")}
    return field.as_widget(attrs=attributes)
