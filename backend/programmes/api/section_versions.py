"""Every version of a text of a proposal, what differs between two, and going back to one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.filters import refuse_bad_text
from backend.common.idempotency import idempotent
from backend.programmes.api.sections import OF_SECTION, WRITE_SECTION, OfSection
from backend.programmes.api.serializers.sections import (
    BetweenSerializer,
    RestoreSerializer,
    SectionSerializer,
    SectionVersionSerializer,
    TextDifferenceSerializer,
    WholeVersionSerializer,
)
from backend.programmes.differing import differences
from backend.programmes.models import Section, SectionVersion
from backend.programmes.services import sections as services


class VersionsView(OfSection):
    """All versions of a section, the first one first: when, and by whom."""

    @extend_schema(responses=SectionVersionSerializer(many=True))
    def get(self, request: Request, pk: UUID, section: UUID) -> Response:
        rows = self.get_section().versions.select_related("by").order_by("number")
        return Response(SectionVersionSerializer(rows, many=True).data)


class VersionView(OfSection):
    """One version of a section, with its text."""

    @extend_schema(responses=WholeVersionSerializer)
    def get(self, request: Request, pk: UUID, section: UUID, number: int) -> Response:
        rows = self.get_section().versions.select_related("by")
        return Response(WholeVersionSerializer(get_object_or_404(rows, number=number)).data)


class SectionDifferenceView(OfSection):
    """What differs between two versions, word by word."""

    @extend_schema(parameters=[BetweenSerializer], responses=TextDifferenceSerializer)
    def get(self, request: Request, pk: UUID, section: UUID) -> Response:
        found = self.get_section()
        refuse_bad_text(request)
        asked = BetweenSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        older, newer = self._versions(found, **asked.validated_data)
        shown = {
            "older": older.number,
            "newer": newer.number,
            "pieces": differences(older.text, newer.text),
        }
        return Response(TextDifferenceSerializer(shown).data)

    def _versions(
        self, section: Section, older: int | None = None, newer: int | None = None
    ) -> tuple[SectionVersion, SectionVersion]:
        rows = section.versions.order_by("number")
        end = get_object_or_404(rows, number=newer) if newer else rows.last()
        if end is None:
            raise Http404
        before = rows.filter(number__lt=end.number).last() or end
        return (get_object_or_404(rows, number=older) if older else before), end


class RestoreView(OfSection):
    """Let a section say again what it said in a version; all versions stay."""

    @extend_schema(request=RestoreSerializer, responses=SectionSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID, section: UUID) -> Response:
        proposal, row = self.get_locked()
        if not self.user.has_perm(WRITE_SECTION, row):
            raise PermissionDenied()
        given = RestoreSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        services.restore_version(
            proposal=proposal, section=row, by=self.user, **given.validated_data
        )
        return self.answer(proposal)


SECTION_VERSION_PATHS = [
    path(f"{OF_SECTION}/versions/", VersionsView.as_view(), name="section-versions"),
    path(f"{OF_SECTION}/versions/<int:number>/", VersionView.as_view(), name="section-version"),
    path(f"{OF_SECTION}/difference/", SectionDifferenceView.as_view(), name="section-difference"),
    path(f"{OF_SECTION}/restore/", RestoreView.as_view(), name="section-restore"),
]
