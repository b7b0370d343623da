"""The log of letters for officers, and what each person wants of them."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.codelists.models.calendars import check_zone
from backend.common.fields import ChoiceField
from backend.common.versions import check_version, with_version
from backend.notifications.filters import LetterFilter
from backend.notifications.models import AT_ONCE_ALWAYS, OPTIONAL, Frequency, Kind, Letter, Reader
from backend.notifications.selectors import reader_of
from backend.notifications.services import change_wishes


class LetterLogSerializer(serializers.ModelSerializer):
    """A letter in the log. Addresses are in no list."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    status = serializers.ChoiceField(choices=Letter.Status.choices)

    class Meta:
        model = Letter
        fields: tuple[str, ...] = (
            *("id", "kind", "status", "language", "subject", "about", "attempts", "error"),
            *("created_at", "send_after", "sent_at", "digest", "version"),
        )


class LetterLogDetailSerializer(LetterLogSerializer):
    """One letter. ``text`` is empty where it holds a link: that is its reader's alone."""

    text = serializers.SerializerMethodField()

    class Meta(LetterLogSerializer.Meta):
        fields = (*LetterLogSerializer.Meta.fields, "address", "message_id", "text")

    def get_text(self, letter: Letter) -> str:
        return letter.text_to_show


class MayReadLog(IsAuthenticated):
    """For officers: the administration shows them the same. For others there is nothing here."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        if not request.user.has_perm("notifications.view_letter"):
            raise NotFound()
        return True


class LetterViewSet(viewsets.ReadOnlyModelViewSet):
    """Which letters were written, and what became of them: for officers."""

    permission_classes = (MayReadLog,)
    filterset_class = LetterFilter
    queryset = Letter.objects.order_by("-created_at", "-pk")

    def get_serializer_class(self) -> type[LetterLogSerializer]:
        return LetterLogSerializer if self.action == "list" else LetterLogDetailSerializer


class FrequenciesSerializer(serializers.Serializer):
    """How often letters of a kind are wanted; a kind left out stays as it is."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            str(kind.value): ChoiceField(
                choices=Frequency.choices, required=False, help_text=str(kind.label)
            )
            for kind in OPTIONAL
        }


class WishesSerializer(serializers.ModelSerializer):
    """``always``: the kinds that are sent at once to everybody whom they concern.

    ``language``: of all letters to the account; empty as long as nobody has chosen.
    """

    language = ChoiceField(choices=settings.LANGUAGES, required=False, allow_blank=True)
    time_zone = serializers.CharField(max_length=60, required=False, allow_blank=True)
    frequencies = FrequenciesSerializer(required=False)
    always = serializers.SerializerMethodField()

    class Meta:
        model = Reader
        fields = ("language", "time_zone", "frequencies", "always", "version")
        read_only_fields = ("version",)

    def get_always(self, reader: Reader) -> list[str]:
        return [str(kind.value) for kind in AT_ONCE_ALWAYS]

    def validate_time_zone(self, name: str) -> str:
        if name:
            check_zone(name)
        return name

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        unknown = set(self.initial_data) - set(self.fields)
        wished = self.initial_data.get("frequencies")
        if isinstance(wished, dict):
            unknown |= {f"frequencies.{name}"[:60] for name in set(wished) - set(OPTIONAL)}
        if unknown:
            told = _("This can't be chosen. Kinds that can: %(known)s.")
            known = {"known": ", ".join(OPTIONAL)}
            raise serializers.ValidationError({sorted(unknown)[0]: told % known})
        return values

    def to_representation(self, reader: Reader) -> dict[str, Any]:
        shown = super().to_representation(reader)
        language = self.context["user"].language
        return {
            **shown,
            "language": language,
            "frequencies": {kind: reader.frequency(kind) for kind in OPTIONAL},
        }


class MyNotificationsView(APIView):
    """Which letters you want at once, in a digest, or not at all; your language and time zone."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=WishesSerializer)
    def get(self, request: Request) -> Response:
        user = cast(User, request.user)
        return self._answer(user, reader_of(user.email))

    @extend_schema(request=WishesSerializer, responses=WishesSerializer)
    @transaction.atomic
    def patch(self, request: Request) -> Response:
        user = cast(User, request.user)
        found, context = reader_of(user.email), {"user": user}
        reader = Reader.objects.select_for_update().filter(pk=found.pk).first() or found
        check_version(request, reader, WishesSerializer(reader, context=context))
        given = WishesSerializer(reader, data=request.data, partial=True, context=context)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        if "frequencies" in values:
            values["frequencies"] = {**reader.frequencies, **values["frequencies"]}
        change_wishes(reader=reader, user=user, values=values)
        return self._answer(user, reader)

    def _answer(self, user: User, reader: Reader) -> Response:
        return with_version(WishesSerializer(reader, context={"user": user}).data)
