"""A sub-resource for each step of a proposal."""

from __future__ import annotations

from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.idempotency import idempotent
from backend.common.versions import with_version
from backend.programmes.api.base import OfProposal
from backend.programmes.api.serializers.proposals import ProjectProposalDetailSerializer
from backend.programmes.api.serializers.steps import ProposalStepSerializer
from backend.programmes.proposing import STEPS
from backend.programmes.selectors.proposals import proposals_for
from backend.programmes.services.steps import take_step


class ProposalStepView(OfProposal):
    """Take this step. 409 where it is not possible now, with the steps that are."""

    step = ""

    @extend_schema(request=ProposalStepSerializer, responses=ProjectProposalDetailSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.get_proposal()
        context = {"step": self.step, "user": request.user, "request": request}
        given = ProposalStepSerializer(data=request.data, context=context)
        given.is_valid(raise_exception=True)
        take_step(
            proposal=found,
            step=self.step,
            by=self.user,
            said=given.get_said(),
            number=given.validated_data.get("number", ""),
            on_behalf=given.get_on_behalf(found.institution),
        )
        shown = proposals_for(request.user).get(pk=pk)
        return with_version(ProjectProposalDetailSerializer(shown, context=context).data)


STEP_PATHS = [
    path(
        f"proposals/<uuid:pk>/{name}/",
        ProposalStepView.as_view(step=name),
        name=f"proposal-{name}",
    )
    for name in STEPS.steps
]
