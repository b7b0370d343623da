"""What an expert decides on the own profile: that it still holds, who looks after it, its end."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.directory.api.proposals import OfExpert
from backend.directory.api.serializers.on_behalf import SaysOnBehalf
from backend.directory.models import Delegate, Erasure, Expert
from backend.directory.permissions import refuse_delegates
from backend.directory.services import confirming, delegates, erasures


class OfExpertAlone(OfExpert):
    """What a delegate can't do."""

    def get_expert(self) -> Expert:
        if self.request.user.is_authenticated:
            own = Expert.objects.visible_to(self.request.user)
            refuse_delegates(self.request.user, get_object_or_404(own, pk=self.kwargs["pk"]))
        return super().get_expert()


class ConfirmProfileSerializer(SaysOnBehalf):
    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        self.check_on_behalf(given)
        return given


class ConfirmedSerializer(serializers.Serializer):
    last_confirmed = serializers.DateField()
    version = serializers.IntegerField()


class ConfirmView(OfExpertAlone):
    """Say that nothing has changed: the profile is confirmed as of today."""

    right = "directory.confirm_expert"

    @extend_schema(request=ConfirmProfileSerializer, responses=ConfirmedSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        expert, given = self.get_expert(), self.given(ConfirmProfileSerializer)
        row = confirming.confirm(
            expert=expert, by=cast(User, request.user), on_behalf=given.get_on_behalf(expert)
        )
        return Response(ConfirmedSerializer(row).data)


class DelegateSerializer(serializers.ModelSerializer):
    """``accepted_at`` is empty until the person has used the letter's link."""

    class Meta:
        model = Delegate
        fields = ("id", "email", "created_at", "expires_at", "accepted_at", "ended_at")
        read_only_fields = ("id", "created_at", "expires_at", "accepted_at", "ended_at")


class DelegatesView(OfExpertAlone, generics.ListAPIView):
    """Who may edit and draft the profile, and see invitations, but accept or sign nothing."""

    right = "directory.name_delegates"
    serializer_class = DelegateSerializer
    queryset = Delegate.objects.none()

    def get_queryset(self) -> QuerySet[Delegate]:
        if getattr(self, "swagger_fake_view", False):
            return Delegate.objects.none()
        return self.get_expert().delegates.all()

    @extend_schema(request=DelegateSerializer, responses={201: DelegateSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        """Name one: the person is written to, and agrees by the letter's link."""
        expert, given = self.get_expert(), self.given(DelegateSerializer)
        made = delegates.name_delegate(
            expert=expert, email=given.validated_data["email"], by=cast(User, request.user)
        )
        return Response(DelegateSerializer(made).data, status=status.HTTP_201_CREATED)


class EndDelegationView(OfExpert):
    """End it, at any time: by the expert, an officer, or the delegate."""

    right = "directory.change_expert"

    @extend_schema(request=None, responses=DelegateSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID, delegate: UUID) -> Response:
        found = get_object_or_404(self.get_expert().delegates.all(), pk=delegate)
        if not request.user.has_perm("directory.end_delegation", found):
            self.permission_denied(request)
        return Response(DelegateSerializer(delegates.end_delegation(delegate=found)).data)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever has ended the own delegation sees no profile to speak of, and learns nothing."""


class ErasureSerializer(serializers.ModelSerializer):
    """``due_at``: when it is carried out, unless it is taken back before."""

    class Meta:
        model = Erasure
        fields = ("id", "status", "created_at", "confirmed_at", "due_at", "version")
        read_only_fields = fields


class ErasureOnBehalfSerializer(SaysOnBehalf):
    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        self.check_on_behalf(given)
        return given


class ExpertErasureView(OfExpertAlone):
    """For an officer whom the person told: everything held on the person is erased."""

    right = "directory.erase_expert"

    @extend_schema(request=ErasureOnBehalfSerializer, responses={201: ErasureSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        expert, given = self.get_expert(), self.given(ErasureOnBehalfSerializer)
        row = erasures.ask_on_behalf(
            expert=expert, by=cast(User, request.user), on_behalf=given.get_on_behalf(expert)
        )
        return Response(ErasureSerializer(row).data, status=status.HTTP_201_CREATED)
