"""The shortlist of a request."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.conflicts.selectors import findings
from backend.conflicts.serializers import FindingSerializer, WaiveSerializer
from backend.conflicts.services import waive
from backend.consultations import services
from backend.consultations.api.serializers import (
    NewEntrySerializer,
    ShortlistedSerializer,
    ShortlistEntrySerializer,
)
from backend.consultations.models import ConsultationRequest, ShortlistEntry
from backend.consultations.selectors import latest_match, requests_for, shortlist_for
from backend.directory.models import Profile
from backend.directory.selectors import is_secretariat


class OfRequest(APIView):
    """Something of a request that is visible: a stranger gets 404."""

    permission_classes = (IsAuthenticated,)
    unkept = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see the request gets no old answer either."""
        self.get_request()

    def get_request(self) -> ConsultationRequest:
        return get_object_or_404(requests_for(self.request.user), pk=self.kwargs["pk"])

    def get_to_broker(self) -> ConsultationRequest:
        """Locked, and by an officer; others get 403."""
        found = self.get_request()
        rows = ConsultationRequest.objects.select_for_update(of=("self",))
        row = rows.select_related("need__institution").get(pk=found.pk)
        if not self.request.user.has_perm("consultations.broker_request", row):
            raise PermissionDenied()
        return row


class ShortlistView(OfRequest):
    """Read the list, and put a candidate on it."""

    @extend_schema(responses=ShortlistedSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """For a partner the list that was released; for officers all, with what they wrote of it
        (as POST answers)."""
        entries = shortlist_for(request.user, self.get_request())
        kind = ShortlistEntrySerializer if is_secretariat(request.user) else ShortlistedSerializer
        return Response(kind(entries, many=True).data)

    @extend_schema(request=NewEntrySerializer, responses={201: ShortlistEntrySerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.get_to_broker()
        ranked = {"is_ranked": lambda profile: latest_match(found, profile) is not None}
        given = NewEntrySerializer(data=request.data, context={"request": found, **ranked})
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        entry = services.add_entry(
            request=found,
            profile=values.pop("profile"),
            by=cast(User, request.user),
            values=values,
        )
        return _shown(request, entry, status.HTTP_201_CREATED)


class ShortlistEntryView(OfRequest):
    """Change an entry: its place, why, or that it is left out."""

    @extend_schema(request=ShortlistEntrySerializer, responses=ShortlistEntrySerializer)
    @transaction.atomic
    def patch(self, request: Request, pk: UUID, entry: UUID) -> Response:
        found = self.get_to_broker()
        rows = found.shortlist.select_for_update(of=("self",)).select_related("profile")
        row = get_object_or_404(rows, pk=entry)
        check_version(request, row, ShortlistEntrySerializer(row, context={"request": request}))
        given = ShortlistEntrySerializer(row, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        services.change_entry(
            request=found, entry=row, by=cast(User, request.user), values=given.validated_data
        )
        return _shown(request, row)


class EntryConflictsView(OfRequest):
    """Conflicts of interest between a candidate and who asks: for officers alone."""

    @extend_schema(responses=FindingSerializer(many=True))
    def get(self, request: Request, pk: UUID, entry: UUID) -> Response:
        found, candidate = self._candidate(entry)
        return Response(FindingSerializer(findings(candidate, found.institution), many=True).data)

    @extend_schema(request=WaiveSerializer, responses=FindingSerializer(many=True))
    @idempotent
    def post(self, request: Request, pk: UUID, entry: UUID) -> Response:
        """Waive a mild finding openly, with a reason."""
        found, candidate = self._candidate(entry)
        given = WaiveSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        waive(
            candidate=candidate,
            partner=found.institution,
            by=cast(User, request.user),
            **given.validated_data,
        )
        return Response(FindingSerializer(findings(candidate, found.institution), many=True).data)

    def _candidate(self, entry: UUID) -> tuple[ConsultationRequest, Profile]:
        found = self.get_request()
        if not self.request.user.has_perm("consultations.broker_request", found):
            raise Http404  # that there could be any is nobody else's business
        return found, get_object_or_404(found.shortlist.select_related("profile"), pk=entry).profile


def _shown(request: Request, entry: ShortlistEntry, code: int = status.HTTP_200_OK) -> Response:
    row = shortlist_for(request.user, entry.request).get(pk=entry.pk)
    return with_version(ShortlistEntrySerializer(row).data, status=code)
