"""Questions of those who are invited: asked by one, answered for all."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.consultations.api.files import answering, invited
from backend.consultations.api.serializers.questions import (
    AskSerializer,
    InvitedQuestionSerializer,
    OfficersQuestionSerializer,
    QuestionAnswerSerializer,
    QuestionSerializer,
)
from backend.consultations.api.shortlist import OfRequest
from backend.consultations.selectors import questions_about, questions_for
from backend.consultations.services import questions as services
from backend.directory.selectors import is_secretariat


class RequestQuestionsView(OfRequest):
    """All questions about a request; officers see who asked, nobody else does."""

    @extend_schema(responses=QuestionSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        rows = questions_about(self.get_request())
        return Response(_shown(request)(rows, many=True).data)


class AnswerView(OfRequest):
    """Answer a question."""

    @extend_schema(request=QuestionAnswerSerializer, responses=QuestionSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID, question: UUID) -> Response:
        """The answer goes to all who are invited, without who asked."""
        found = get_object_or_404(questions_about(self.get_request()), pk=question)
        given = QuestionAnswerSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        by = cast(User, request.user)
        services.answer(question=found, by=by, said=given.get_answered())
        return Response(_shown(request)(questions_about(found.request).get(pk=question)).data)


class InvitationQuestionsView(APIView):
    """One's own questions and all that are answered; and asking one."""

    permission_classes = (IsAuthenticated,)
    unkept = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see the invitation gets no old answer either."""
        invited(request, self.kwargs["pk"])

    @extend_schema(responses=InvitedQuestionSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        found = invited(request, pk)
        context = {"invitation": found}
        rows = questions_for(found)
        return Response(InvitedQuestionSerializer(rows, many=True, context=context).data)

    @extend_schema(request=AskSerializer, responses={201: InvitedQuestionSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        """Ask. An officer who asks for an expert says how and when it was heard."""
        found = answering(request, pk)
        given = AskSerializer(data=request.data, context={"user": request.user})
        given.is_valid(raise_exception=True)
        made = services.ask(
            invitation=found,
            by=cast(User, request.user),
            asked=given.get_asked(),
            on_behalf=given.get_on_behalf(found.expert),
        )
        shown = InvitedQuestionSerializer(made, context={"invitation": found})
        return Response(shown.data, status=status.HTTP_201_CREATED)


def _shown(request: Request) -> type[QuestionSerializer]:
    return OfficersQuestionSerializer if is_secretariat(request.user) else QuestionSerializer


QUESTION_PATHS = [
    path(
        "consultation-requests/<uuid:pk>/questions/",
        RequestQuestionsView.as_view(),
        name="request-questions",
    ),
    path(
        "consultation-requests/<uuid:pk>/questions/<uuid:question>/answer/",
        AnswerView.as_view(),
        name="request-question-answer",
    ),
    path(
        "invitations/<uuid:pk>/questions/",
        InvitationQuestionsView.as_view(),
        name="invitation-questions",
    ),
]
