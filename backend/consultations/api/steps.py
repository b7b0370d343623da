"""A sub-resource for each step of a request."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import with_version
from backend.consultations.api.serializers import RequestDetailSerializer, StepSerializer
from backend.consultations.selectors import requests_for
from backend.consultations.services import take_step
from backend.consultations.steps import STEPS
from backend.directory.selectors import is_secretariat


class StepView(APIView):
    """Take this step. 409 where it is not possible now, with the steps that are."""

    permission_classes = (IsAuthenticated,)
    unkept = ()
    step = ""

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see the request gets no old answer either."""
        get_object_or_404(requests_for(request.user), pk=self.kwargs["pk"])

    @extend_schema(request=StepSerializer, responses=RequestDetailSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = get_object_or_404(requests_for(request.user), pk=pk)
        asked = {"step": self.step, "user": request.user}
        given = StepSerializer(data=request.data, context=asked)
        given.is_valid(raise_exception=True)
        take_step(
            request=found,
            step=self.step,
            by=cast(User, request.user),
            said=given.get_said(),
            on_behalf=given.get_on_behalf(found.institution),
        )
        shown = requests_for(request.user).get(pk=pk)
        context = {"request": request, "staff": is_secretariat(request.user)}
        return with_version(RequestDetailSerializer(shown, context=context).data)


STEP_PATHS = [
    path(
        f"consultation-requests/<uuid:pk>/{name}/",
        StepView.as_view(step=name),
        name=f"consultation-request-{name}",
    )
    for name, step in STEPS.steps.items()
    if not step.by_itself
]
