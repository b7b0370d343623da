"""Asking institutions to join an idea, and their answers."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import with_version
from backend.programmes.api.base import LISTED
from backend.programmes.api.serializers.ideas import IdeaPartnerSerializer, JoiningStepSerializer
from backend.programmes.joining import WRITE
from backend.programmes.models import IdeaPartner, ProjectIdea
from backend.programmes.selectors.ideas import ideas_for, partners_seen
from backend.programmes.services import joining as services


class OfIdea(APIView):
    """Something of an idea that is visible: a stranger gets 404."""

    permission_classes = (IsAuthenticated,)
    unkept = ()

    def get_idea(self) -> ProjectIdea:
        return get_object_or_404(ideas_for(self.request.user), pk=self.kwargs["pk"])

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see the idea gets no old answer either."""
        self.get_idea()

    @property
    def user(self) -> User:
        return cast(User, self.request.user)


class IdeaPartnersViewSet(OfIdea, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Who was asked to join, and who has joined: all for those whose idea it is and for officers;
    others see those who have joined, and what they were asked themselves."""

    serializer_class = IdeaPartnerSerializer
    queryset = IdeaPartner.objects.none()
    pagination_class = None

    def get_queryset(self) -> QuerySet[IdeaPartner]:
        return partners_seen(self.request.user, self.get_idea()).prefetch_related("steps")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = get_object_or_404(self.get_queryset(), pk=kwargs["row"])
        return with_version(self.get_serializer(found).data)

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask an institution to join: those who speak for it get a letter."""
        idea = self.get_idea()
        if not self.user.has_perm(WRITE, idea):
            raise PermissionDenied()
        context = self.get_serializer_context()
        given = IdeaPartnerSerializer(data=request.data, context=context)
        given.is_valid(raise_exception=True)
        institution = given.validated_data["institution"]
        made = services.invite_to_join(
            idea=idea, institution=institution, by=self.user, asking=given.get_asking()
        )
        shown = self.get_serializer(self.get_queryset().get(pk=made.pk))
        return with_version(shown.data, status=status.HTTP_201_CREATED)


class JoiningStepView(OfIdea):
    """Take this step. 409 where it is not possible now, with the steps that are."""

    step = ""

    @extend_schema(request=JoiningStepSerializer, responses=IdeaPartnerSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID, row: UUID) -> Response:
        found = get_object_or_404(partners_seen(request.user, self.get_idea()), pk=row)
        asked = {"step": self.step, "user": request.user}
        given = JoiningStepSerializer(data=request.data, context=asked)
        given.is_valid(raise_exception=True)
        taken = services.ANSWERS[self.step](
            partner=found,
            by=self.user,
            on_behalf=given.get_on_behalf(found.institution),
            **given.get_said(),
        )
        return self.shown(taken)

    def shown(self, partner: IdeaPartner) -> Response:
        """As it is now, also for who has just left and sees it no more."""
        context = {"request": self.request}
        return with_version(IdeaPartnerSerializer(partner, context=context).data)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Who has left or declined sees the idea no more, and may hear once more that it is so."""
        partner = get_object_or_404(
            IdeaPartner.objects.select_related("idea"),
            pk=self.kwargs["row"],
            idea=self.kwargs["pk"],
        )
        if not (
            self.user.has_perm("programmes.answer_idea", partner)
            or self.user.has_perm(WRITE, partner.idea)
        ):
            self.get_idea()


class WithdrawJoiningView(JoiningStepView):
    """Take an invitation back: for those whose idea it is, and for officers."""

    @extend_schema(request=None, responses=IdeaPartnerSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID, row: UUID) -> Response:
        found = get_object_or_404(partners_seen(request.user, self.get_idea()), pk=row)
        return self.shown(services.withdraw_invitation(partner=found, by=self.user))


ONE = "project-ideas/<uuid:pk>/partners/<uuid:row>"
IDEA_PARTNER_PATHS = [
    path(
        "project-ideas/<uuid:pk>/partners/",
        IdeaPartnersViewSet.as_view(LISTED),
        name="idea-partners",
    ),
    path(f"{ONE}/", IdeaPartnersViewSet.as_view({"get": "retrieve"}), name="idea-partner"),
    path(f"{ONE}/withdraw/", WithdrawJoiningView.as_view(), name="idea-partner-withdraw"),
    *(
        path(f"{ONE}/{name}/", JoiningStepView.as_view(step=name), name=f"idea-partner-{name}")
        for name in services.ANSWERS
    ),
]
