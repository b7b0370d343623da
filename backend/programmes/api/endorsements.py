"""The letters of the countries that take part."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.files.api import GivesFile
from backend.files.models import StoredFile
from backend.programmes.api.base import OfProposal
from backend.programmes.api.serializers.endorsements import (
    EndorsementSerializer,
    EndorsementStepSerializer,
    EndorsementStepTakenSerializer,
)
from backend.programmes.endorsing import STEPS
from backend.programmes.models import Endorsement, Proposal
from backend.programmes.selectors.proposals import countries_of
from backend.programmes.services import endorsements as services
from backend.programmes.services.moving import locked_proposal

WRITE_LETTER = "programmes.write_endorsement"


class OfEndorsement(OfProposal):
    """A letter of a proposal that is visible."""

    def rows(self, proposal: Proposal) -> QuerySet[Endorsement]:
        rows = proposal.endorsements.select_related("country", "scan", "proposal__institution")
        return rows.order_by("country")

    def get_row(self, proposal: Proposal | None = None) -> Endorsement:
        return get_object_or_404(self.rows(proposal or self.get_proposal()), pk=self.kwargs["row"])

    def serialized(self, rows: Any, proposal: Proposal, **kwargs: Any) -> EndorsementSerializer:
        countries = {country.pk for country in countries_of(proposal)}
        context = {"request": self.request, "countries": countries}
        return EndorsementSerializer(rows, context=context, **kwargs)

    def answer(self, proposal: Proposal) -> Response:
        return with_version(self.serialized(self.get_row(proposal), proposal).data)


class EndorsementsView(OfEndorsement):
    """The letters, one for each country that takes part."""

    @extend_schema(responses=EndorsementSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        proposal = self.get_proposal()
        return Response(self.serialized(self.rows(proposal), proposal, many=True).data)


class EndorsementView(OfEndorsement):
    """One letter: who signs it, for which institution, in which position."""

    @extend_schema(responses=EndorsementSerializer)
    def get(self, request: Request, pk: UUID, row: UUID) -> Response:
        return self.answer(self.get_proposal())

    @extend_schema(request=EndorsementSerializer, responses=EndorsementSerializer)
    @transaction.atomic
    def patch(self, request: Request, pk: UUID, row: UUID) -> Response:
        proposal = locked_proposal(self.get_proposal())
        found = services.locked_endorsement(self.get_row(proposal))
        if not self.user.has_perm(WRITE_LETTER, found):
            raise PermissionDenied()
        check_version(request, found, self.serialized(found, proposal))
        given = self.serialized(found, proposal, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        services.change_endorsement(endorsement=found, values=given.validated_data)
        return self.answer(proposal)


class EndorsementStepView(OfEndorsement):
    """Take this step. 409 where it is not possible now, with the steps that are."""

    step = ""

    @extend_schema(request=EndorsementStepSerializer, responses=EndorsementSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID, row: UUID) -> Response:
        proposal = locked_proposal(self.get_proposal())
        found = self.get_row(proposal)
        context = {"step": self.step, "request": request}
        given = EndorsementStepSerializer(data=request.data, context=context)
        given.is_valid(raise_exception=True)
        services.take_endorsement_step(
            endorsement=found, step=self.step, by=self.user, **given.validated_data
        )
        return self.answer(proposal)


class EndorsementStepsView(OfEndorsement):
    """What happened to a letter, the first step first."""

    @extend_schema(responses=EndorsementStepTakenSerializer(many=True))
    def get(self, request: Request, pk: UUID, row: UUID) -> Response:
        taken = self.get_row().steps.select_related("by").order_by("pk")
        return Response(EndorsementStepTakenSerializer(taken, many=True).data)


class ScanView(OfEndorsement, GivesFile):
    """The scan of a letter, for whoever may see the proposal."""

    def get_file(self) -> StoredFile:
        rows = self.rows(self.get_proposal()).filter(scan__isnull=False)
        scan = get_object_or_404(rows, pk=self.kwargs["row"]).scan
        assert scan is not None, "those without one are left out"
        return scan


OF_LETTER = "proposals/<uuid:pk>/endorsements/<uuid:row>"
ENDORSEMENT_PATHS = [
    path("proposals/<uuid:pk>/endorsements/", EndorsementsView.as_view(), name="endorsements"),
    path(f"{OF_LETTER}/", EndorsementView.as_view(), name="endorsement"),
    path(f"{OF_LETTER}/steps/", EndorsementStepsView.as_view(), name="endorsement-steps"),
    path(f"{OF_LETTER}/scan/", ScanView.as_view(), name="endorsement-scan"),
    *(
        path(
            f"{OF_LETTER}/{name}/",
            EndorsementStepView.as_view(step=name),
            name=f"endorsement-{name}",
        )
        for name in STEPS.steps
    ),
]
