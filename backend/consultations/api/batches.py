"""Many requests brokered at once: for officers alone."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.common.documents.http import FormatIsOurs, attachment
from backend.common.errors import Conflict
from backend.common.idempotency import idempotent
from backend.common.sheets import CSV, XLSX
from backend.common.versions import check_version, with_version
from backend.consultations.api.officers import ForOfficers
from backend.consultations.api.serializers.batches import (
    BatchAppliedSerializer,
    BatchRowSerializer,
    BatchSerializer,
    ChangeBatchRowSerializer,
    NewBatchRowSerializer,
    NewBatchSerializer,
)
from backend.consultations.api.serializers.boards import (
    BatchChangesSerializer,
    BatchDetailSerializer,
    changes_told,
)
from backend.consultations.batches import selectors, services
from backend.consultations.batches.sheet import SHEETS, SheetFormatSerializer
from backend.consultations.models import BatchRow, BatchRun


class BatchRunViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ForOfficers):
    """Ask for a batch, see how far it is and what it proposes, solve it again, apply it."""

    serializer_class = BatchSerializer
    refuses: tuple[str, ...] = ()
    queryset = BatchRun.objects.none()

    def get_queryset(self) -> QuerySet[BatchRun]:
        return selectors.batches_for(self.request.user).order_by("pk")

    @extend_schema(responses=BatchDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        batch = get_object_or_404(selectors.with_board(self.get_queryset()), pk=kwargs["pk"])
        context = {**self.get_serializer_context(), "solution": selectors.latest_solution(batch)}
        return with_version(BatchDetailSerializer(batch, context=context).data)

    @extend_schema(request=NewBatchSerializer, responses={202: BatchSerializer})
    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """For the requests named, or all open ones that lack people. It is made by a worker."""
        given = NewBatchSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.create_batch(
            requests=given.validated_data.get("requests"),
            parameters=given.get_parameters(),
            by=cast(User, request.user),
        )
        return self._accepted(made)

    @extend_schema(request=None, responses={202: BatchSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def solve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Solve it again, as near as can be to what is there: rows accepted or locked stay,
        excluded ones are out, and places are counted anew."""
        batch = self.get_object()
        services.solve_again(batch=batch)
        return self._accepted(batch)

    @extend_schema(request=None, responses=BatchAppliedSerializer(many=True))
    @action(detail=True, methods=["post"], pagination_class=None)
    @idempotent
    def apply(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Put the accepted rows on the shortlists. Each row is told what became of it; a request
        with a stale row is left as it is. To do it once more changes nothing."""
        batch = services.locked_batch(self.get_object())
        told = services.apply_batch(batch=batch, by=cast(User, request.user))
        return Response(BatchAppliedSerializer(told, many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("number", OpenApiTypes.INT, description="default: the last")],
        responses=BatchChangesSerializer,
        filters=False,
    )
    @action(detail=True, pagination_class=None, refuses=("409",))
    def changes(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Each difference between a solution and the one before, in a sentence."""
        batch = self.get_object()
        solutions, number = batch.solutions.all(), request.query_params.get("number", "")
        if number:
            found = get_object_or_404(solutions, number=number if number.isdecimal() else 0)
        else:
            found = solutions.order_by("-number").first()
        if found is None:
            raise Conflict(_("It was never solved."), code="not_solved")
        return Response(changes_told(found))

    @extend_schema(request=NewBatchRowSerializer, responses={201: BatchRowSerializer})
    @action(detail=True, methods=["post"], pagination_class=None)
    @idempotent
    def rows(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add somebody by hand: locked, and scored with the next solution."""
        batch = services.locked_batch(self.get_object())
        given = NewBatchRowSerializer(data=request.data, context={"batch": batch})
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        item = values.pop("request")
        made = services.add_row(batch=batch, item=item, by=cast(User, request.user), **values)
        return self._row(made, status.HTTP_201_CREATED)

    @extend_schema(request=ChangeBatchRowSerializer, responses=BatchRowSerializer)
    @transaction.atomic
    def change_row(self, request: Request, pk: UUID, row: UUID) -> Response:
        """Accept, lock, exclude or open a row again. The version is the row's own."""
        batch = services.locked_batch(self.get_object())
        found = get_object_or_404(batch.rows.select_for_update(of=("self",)), pk=row)
        check_version(request, found, ChangeBatchRowSerializer(found))
        given = ChangeBatchRowSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        found.batch = batch
        services.change_row(row=found, by=cast(User, request.user), **given.validated_data)
        return self._row(found)

    @extend_schema(
        parameters=[OpenApiParameter("format", enum=list(SHEETS), default="csv")],
        responses={(200, "text/csv"): OpenApiTypes.BINARY, (200, XLSX): OpenApiTypes.BINARY},
        filters=False,
    )
    @action(detail=True, pagination_class=None, content_negotiation_class=FormatIsOurs)
    def board(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """The board as a file for a spreadsheet."""
        given = SheetFormatSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        batch = get_object_or_404(selectors.with_board(self.get_queryset()), pk=kwargs["pk"])
        kind = given.validated_data["format"]
        media_type = {"csv": CSV, "xlsx": XLSX}[kind]
        body = SHEETS[kind](batch)
        return attachment(body, media_type, f"batch.{kind}", get_language() or "en")

    def _accepted(self, batch: BatchRun) -> Response:
        shown = self.get_queryset().get(pk=batch.pk)
        return with_version(self.get_serializer(shown).data, status=status.HTTP_202_ACCEPTED)

    def _row(self, row: BatchRow, code: int = status.HTTP_200_OK) -> Response:
        shown = selectors.rows_with_profiles().get(pk=row.pk)
        last = selectors.latest_solution(row.batch)
        context = {"request": self.request, "costs": last.costs if last else {}}
        return with_version(BatchRowSerializer(shown, context=context).data, status=code)


BATCH_PATHS = [
    path(
        "batch-runs/<uuid:pk>/rows/<uuid:row>/",
        BatchRunViewSet.as_view({"patch": "change_row"}),
        name="batch-row",
    )
]
