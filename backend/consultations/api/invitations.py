"""Inviting experts, and their answers."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from drf_standardized_errors.openapi_serializers import ErrorResponse403Serializer
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import with_version
from backend.consultations.api.serializers.invitations import (
    AcceptSerializer,
    AskingSerializer,
    DeclineSerializer,
    LetterSerializer,
    OfficersInvitationDetailSerializer,
    OfficersInvitationSerializer,
    OwnInvitationDetailSerializer,
    OwnInvitationSerializer,
)
from backend.consultations.api.shortlist import OfRequest
from backend.consultations.filters import InvitationFilter
from backend.consultations.models import Invitation
from backend.consultations.selectors import invitations_for
from backend.consultations.services import answers
from backend.consultations.services.invitations import draft, invite
from backend.consultations.services.letters import invitation_letter
from backend.directory.permissions import refuse_delegates
from backend.directory.selectors import is_secretariat


class InvitationsView(OfRequest):
    """Invite experts of the released shortlist: all of those named, or nobody."""

    @extend_schema(
        request=AskingSerializer, responses={201: OfficersInvitationSerializer(many=True)}
    )
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.get_to_broker()
        given = AskingSerializer(data=request.data, context={"asked": found})
        given.is_valid(raise_exception=True)
        made = invite(
            request=found,
            entries=given.validated_data["entries"],
            by=cast(User, request.user),
            asking=given.get_asking(),
        )
        rows = invitations_for(request.user).filter(pk__in=[one.pk for one in made])
        shown = OfficersInvitationSerializer(rows, many=True, context={"request": request})
        return Response(shown.data, status=status.HTTP_201_CREATED)


class InvitationPreviewView(OfRequest):
    """The letters that would be sent; nothing is kept."""

    @extend_schema(
        request=AskingSerializer,
        responses={200: LetterSerializer(many=True), 403: ErrorResponse403Serializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.get_request()
        if not request.user.has_perm("consultations.broker_request", found):
            raise PermissionDenied()
        given = AskingSerializer(data=request.data, context={"asked": found})
        given.is_valid(raise_exception=True)
        asking = given.get_asking()
        experts = [one for one in given.validated_data["entries"] if one.profile.kind == "expert"]
        letters = [invitation_letter(draft(found, entry, asking)) for entry in experts]
        return Response(LetterSerializer(letters, many=True).data)


class InvitationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """All for officers, one's own for an expert; accept, decline, take back."""

    permission_classes = (IsAuthenticated,)
    filterset_class = InvitationFilter
    queryset = Invitation.objects.none()
    unkept = ()

    def get_serializer_class(self) -> type[OwnInvitationSerializer]:
        staff = is_secretariat(self.request.user)
        if self.action == "list":
            return OfficersInvitationSerializer if staff else OwnInvitationSerializer
        return OfficersInvitationDetailSerializer if staff else OwnInvitationDetailSerializer

    def get_queryset(self) -> QuerySet[Invitation]:
        return invitations_for(self.request.user)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see it gets no old answer either."""
        get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return with_version(self.get_serializer(self.get_object()).data)

    @extend_schema(request=AcceptSerializer, responses=OwnInvitationDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def accept(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take it on, with the attestation. 409 where the time or the place is gone."""
        found, given = self._experts_own(), self._given(AcceptSerializer)
        answers.accept(
            invitation=found,
            by=cast(User, request.user),
            on_behalf=given.get_on_behalf(found.expert),
        )
        return self._answer(found)

    @extend_schema(request=DeclineSerializer, responses=OwnInvitationDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def decline(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say no, and why."""
        found, given = self._experts_own(), self._given(DeclineSerializer)
        answers.decline(
            invitation=found,
            by=cast(User, request.user),
            said=given.get_said(),
            on_behalf=given.get_on_behalf(found.expert),
        )
        return self._answer(found)

    @extend_schema(request=None, responses=OfficersInvitationDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def withdraw(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take it back: for officers."""
        found = self.get_object()
        answers.withdraw(invitation=found, by=cast(User, request.user))
        return self._answer(found)

    def _experts_own(self) -> Invitation:
        """One to be answered by the expert, not by a delegate."""
        found = self.get_object()
        refuse_delegates(cast(User, self.request.user), found.expert)
        return found

    def _given(self, kind: Any) -> Any:
        given = kind(data=self.request.data, context={"user": self.request.user})
        given.is_valid(raise_exception=True)
        return given

    def _answer(self, invitation: Invitation) -> Response:
        return with_version(self.get_serializer(self.get_queryset().get(pk=invitation.pk)).data)
