"""Filters that lists share. What a filter can't mean is refused by its name, never ignored."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_to_bytes

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django_filters.fields import ModelMultipleChoiceField, MultipleChoiceField
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.common.fields import SHOWN, ChoicesField, ReferenceField

BOTH = ("true", "false")


def refused(told: str) -> ValidationError:
    """As a parameter, since django-filter formats messages: what was sent may hold a "%"."""
    return ValidationError("%(told)s", code="invalid_choice", params={"told": told})


class CodesField(ModelMultipleChoiceField):
    """A refusal says what would be right."""

    def _check_values(self, value: Any) -> QuerySet:
        try:
            return super()._check_values(value)
        except ValidationError as error:
            params = getattr(error, "params", None) or {}
            wrong = str(params.get("value", params.get("pk", "")))[:SHOWN]
            raise refused(self._refusal(wrong)) from None

    def _refusal(self, wrong: str) -> str:
        messages = ReferenceField.default_error_messages
        if not hasattr(self.queryset.model, "code"):
            return str(messages["does_not_exist"]).format(pk_value=wrong)
        key = self.to_field_name or "pk"
        known = ", ".join(self.queryset.order_by(key).values_list(key, flat=True)[:3])
        return str(messages["unknown"]).format(pk_value=wrong, known=known)


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Codes(django_filters.ModelMultipleChoiceFilter):
    """Codes of a codelist, any of which may hold: ``country=KEN&country=UGA``."""

    field_class = CodesField


class WordsField(MultipleChoiceField):
    """A refusal names all the words there are."""

    def validate(self, value: list[str]) -> None:
        words = [str(word) for word, _label in self.choices]
        for one in value:
            if one not in words:
                refusal = str(ChoicesField.default_error_messages["invalid_choice"])
                told = refusal.format(input=one[:SHOWN], known=", ".join(words))
                raise refused(told)


class Words(django_filters.MultipleChoiceFilter):
    """Some of a few words, any of which may hold."""

    field_class = WordsField


class OpenFilterSet(django_filters.FilterSet):
    """A list shows what is open, with ``withdrawn=true`` what was withdrawn instead."""

    withdrawn = Words(
        choices=[(word, word) for word in BOTH], method="as_it_is", help_text="default: false"
    )

    def as_it_is(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Seen to below, where nothing is asked too."""
        return queryset

    def filter_queryset(self, queryset: QuerySet[Model]) -> QuerySet[Model]:
        found = super().filter_queryset(queryset)
        asked = set(self.form.cleaned_data.get("withdrawn") or ["false"])
        if asked == set(BOTH):
            return found
        return found.filter(withdrawn_at__isnull="false" in asked)


class ListFilterBackend(DjangoFilterBackend):
    """Narrows lists, and refuses what no list here knows; a single row is never filtered away."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: APIView) -> QuerySet:
        if getattr(view, "action", "") not in ("list", *getattr(view, "narrowed", ())):
            return queryset
        refuse_bad_text(request)
        self._refuse_unknown(request, queryset, view)
        return super().filter_queryset(request, queryset, view)

    def _refuse_unknown(self, request: Request, queryset: QuerySet, view: Any) -> None:
        filters = self.get_filterset_class(view, queryset)
        narrowing = list(filters.base_filters) if filters else []
        pages = [view.paginator.cursor_query_param, "page_size"] if view.paginator else []
        known = [*narrowing, *pages]
        unknown = [name for name in request.query_params if name not in {*known, "format"}]
        if unknown:
            told = _("There is no such parameter. Known are: %(known)s.")
            text = told % {"known": ", ".join(known)}
            raise serializers.ValidationError({name[:SHOWN]: text for name in unknown[:10]})


def refuse_bad_text(request: Request) -> None:
    """Raises ValidationError by the parameter's name where an address is not UTF-8."""
    raw = request._request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    for pair in raw.split(b"&"):
        name, _equals, value = pair.partition(b"=")
        try:
            unquote_to_bytes(value).decode()
        except UnicodeDecodeError:
            told = _("This is not UTF-8. Write é as %C3%A9, for example.")
            raise serializers.ValidationError(
                {unquote_to_bytes(name).decode(errors="replace")[:SHOWN]: told}
            ) from None
