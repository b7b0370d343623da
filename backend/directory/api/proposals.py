"""Passages proposed out of files: read, taken, refused."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics, mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import with_version
from backend.directory.api.serializers.proposals import (
    DecideSerializer,
    PassageProposalSerializer,
    ProfileProposalSourceSerializer,
    ProfileProposalUploadSerializer,
    RefuseProfileProposalSerializer,
    TakeSerializer,
)
from backend.directory.filters import ProposalFilter
from backend.directory.models import Expert, Proposal
from backend.directory.proposals.found import Unreadable
from backend.directory.proposals.reading import LARGEST
from backend.directory.selectors import proposals_for
from backend.directory.services import proposals as services

AROUND = 64 * 1024  # bytes of a form beside its file


class OfExpert(APIView):
    """Something of an expert's, for those who may change the profile."""

    permission_classes = (IsAuthenticated,)
    right = "directory.change_expert"
    unkept: tuple[str, ...] = ()

    def get_expert(self) -> Expert:
        """404 for a profile one can't see, 403 for one that is another's."""
        visible = Expert.objects.visible_to(self.request.user)
        expert = get_object_or_404(visible, pk=self.kwargs["pk"])
        if not self.request.user.has_perm(self.right, expert):
            raise PermissionDenied()
        return expert

    def check_repeat(self, request: Request, answer: Any) -> None:
        self.get_expert()

    def given(self, kind: Any, **context: Any) -> Any:
        given = kind(data=self.request.data, context={"user": self.request.user, **context})
        given.is_valid(raise_exception=True)
        return given


class ProposalsView(OfExpert, generics.ListAPIView):
    """What files propose for an expert's profile."""

    serializer_class = PassageProposalSerializer
    filterset_class = ProposalFilter
    parser_classes = (MultiPartParser,)
    queryset = Proposal.objects.none()
    unkept = ("proposals",)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What is too large is not even read."""
        super().initial(request, *args, **kwargs)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if request.method == "POST" and int(length) > LARGEST + AROUND:
            told = _("The file is larger than %(most)d MB.") % {"most": LARGEST // 1024 // 1024}
            raise ValidationError({"file": told})

    def get_queryset(self) -> QuerySet[Proposal]:
        if getattr(self, "swagger_fake_view", False):
            return Proposal.objects.none()
        return proposals_for(self.request.user).filter(source__expert=self.get_expert())

    @extend_schema(
        request=ProfileProposalUploadSerializer, responses={201: ProfileProposalSourceSerializer}
    )
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        """Read a file: each passage in it is proposed. The file itself is not kept."""
        expert, given = self.get_expert(), self.given(ProfileProposalUploadSerializer)
        try:
            source = services.propose(
                expert=expert,
                data=given.validated_data["file"].read(LARGEST + 1),
                name=given.get_name(),
                by=cast(User, request.user),
                on_behalf=given.get_on_behalf(expert),
            )
        except Unreadable as reason:
            raise ValidationError({"file": str(reason)}) from None
        return Response(
            ProfileProposalSourceSerializer(source).data, status=status.HTTP_201_CREATED
        )


class DecideView(OfExpert):
    """Take and refuse several at once."""

    @extend_schema(request=DecideSerializer, responses=PassageProposalSerializer(many=True))
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        expert = self.get_expert()
        own = proposals_for(request.user).filter(source__expert=expert)
        given = self.given(DecideSerializer, proposals=lambda: own)
        done = services.decide(
            taken=given.validated_data.get("take", []),
            refused=given.validated_data.get("refuse", []),
            by=cast(User, request.user),
            on_behalf=given.get_on_behalf(expert),
        )
        return Response(PassageProposalSerializer(done, many=True).data)


class ProfileProposalViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """All for officers; for others those for profiles that they look after."""

    permission_classes = (IsAuthenticated,)
    serializer_class = PassageProposalSerializer
    filterset_class = ProposalFilter
    queryset = Proposal.objects.none()
    unkept = ()

    def get_queryset(self) -> QuerySet[Proposal]:
        return proposals_for(self.request.user)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see it gets no old answer either."""
        self.get_object()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return with_version(self.get_serializer(self.get_object()).data)

    @extend_schema(request=TakeSerializer, responses=PassageProposalSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def take(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Into the profile, as it is or in the words of ``text``."""
        found, given = self.get_object(), self._given(TakeSerializer)
        row = services.take(
            proposal=found,
            by=cast(User, request.user),
            text=given.validated_data.get("text", ""),
            on_behalf=given.get_on_behalf(found.source.expert),
        )
        return with_version(self.get_serializer(row).data)

    @extend_schema(request=RefuseProfileProposalSerializer, responses=PassageProposalSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def refuse(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Not into the profile; it is not proposed again."""
        found, given = self.get_object(), self._given(RefuseProfileProposalSerializer)
        row = services.refuse(
            proposal=found,
            by=cast(User, request.user),
            on_behalf=given.get_on_behalf(found.source.expert),
        )
        return with_version(self.get_serializer(row).data)

    def _given(self, kind: Any) -> Any:
        given = kind(data=self.request.data, context={"user": self.request.user})
        given.is_valid(raise_exception=True)
        return given
