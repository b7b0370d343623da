"""Dates of an engagement: propose several, and agree on one."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.transitions import Automatic
from backend.common.versions import with_version
from backend.consultations.api.serializers.slots import (
    CancelSlotSerializer,
    MeetingSerializer,
    ProposeSlotsSerializer,
    SpeakingSerializer,
)
from backend.consultations.models import Engagement, Feedback, Meeting, Slot
from backend.consultations.scheduling import SCHEDULE
from backend.consultations.selectors import engagements_for
from backend.consultations.services import slots as services
from backend.consultations.services.meetings import zone_of
from backend.directory.selectors import is_secretariat


class Nobody:
    """Whoever may look and no more."""

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False


class OfEngagement(APIView):
    """Something of an engagement that is visible: a stranger gets 404."""

    permission_classes = (IsAuthenticated,)
    unkept = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see it gets no old answer either."""
        self.get_engagement()

    def get_engagement(self) -> Engagement:
        return get_object_or_404(engagements_for(self.request.user), pk=self.kwargs["pk"])

    def get_to_schedule(self) -> Engagement:
        found = self.get_engagement()
        if not self.request.user.has_perm(SCHEDULE, found):
            raise PermissionDenied()
        return found

    def get_speaker(self, engagement: Engagement, given: SpeakingSerializer) -> services.Speaker:
        """An officer speaks for the side that is named, if any; others for their own."""
        user = cast(User, self.request.user)
        if is_secretariat(user):
            side = given.validated_data.get("side", "")
            engaged = side == Feedback.Side.EXPERT
            whose = engagement.expert if engaged else engagement.request.institution
            return services.Speaker(user, side, given.get_on_behalf(whose))
        engaged = engagement.expert.user_id == user.pk
        return services.Speaker(user, Feedback.Side.EXPERT if engaged else Feedback.Side.PARTNER)

    def get_context(self, engagement: Engagement) -> dict[str, Any]:
        user = cast(User, self.request.user)
        may = Automatic() if user.has_perm(SCHEDULE, engagement) else Nobody()
        return {"user": user, "engagement": engagement, "zone": zone_of(user), "may": may}

    def get_shown(self, engagement: Engagement, meeting: UUID) -> Any:
        row = Meeting.objects.prefetch_related("slots__answers").get(pk=meeting)
        return MeetingSerializer(row, context=self.get_context(engagement)).data


class SlotsView(OfEngagement):
    """The meetings of an engagement with their slots, and new ones."""

    @extend_schema(responses=MeetingSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        found = self.get_engagement()
        rows = found.meetings.prefetch_related("slots__answers").order_by("pk")
        return Response(MeetingSerializer(rows, many=True, context=self.get_context(found)).data)

    @extend_schema(request=ProposeSlotsSerializer, responses={201: MeetingSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        """Propose several; whoever proposes has accepted them."""
        found = self.get_to_schedule()
        given = ProposeSlotsSerializer(data=request.data, context=self.get_context(found))
        given.is_valid(raise_exception=True)
        names = ("meeting", "topic", "place")
        values = {k: v for k, v in given.validated_data.items() if k in names}
        made = services.propose_slots(
            engagement=found,
            by=self.get_speaker(found, given),
            times=given.get_times(),
            **values,
        )
        return with_version(self.get_shown(found, made.pk), status=status.HTTP_201_CREATED)


class SlotStepView(OfEngagement):
    """Take this step. 409 where it is not possible now, with the steps that are."""

    step: Any = None
    serializer: type[SpeakingSerializer] = SpeakingSerializer

    @extend_schema(request=SpeakingSerializer, responses=MeetingSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID, slot: UUID) -> Response:
        found = self.get_to_schedule()
        rows = Slot.objects.select_related("meeting__engagement__request")
        row = get_object_or_404(rows, pk=slot, meeting__engagement=found)
        given = self.serializer(data=request.data, context=self.get_context(found))
        given.is_valid(raise_exception=True)
        type(self).step(slot=row, by=self.get_speaker(found, given))
        return with_version(self.get_shown(found, row.meeting_id))


class AcceptSlotView(SlotStepView):
    """Accept a slot; once both sides have, it is agreed."""

    step = staticmethod(services.accept_slot)


class DeclineSlotView(SlotStepView):
    """Say that a slot does not suit."""

    step = staticmethod(services.decline_slot)


class CancelSlotView(SlotStepView):
    """Cancel a slot, proposed or agreed."""

    step = staticmethod(services.cancel_slot)
    serializer = CancelSlotSerializer


OF_ENGAGEMENT = "engagements/<uuid:pk>/slots"
SLOT_PATHS = [
    path(f"{OF_ENGAGEMENT}/", SlotsView.as_view(), name="slots"),
    path(f"{OF_ENGAGEMENT}/<uuid:slot>/accept/", AcceptSlotView.as_view(), name="slot-accept"),
    path(f"{OF_ENGAGEMENT}/<uuid:slot>/decline/", DeclineSlotView.as_view(), name="slot-decline"),
    path(f"{OF_ENGAGEMENT}/<uuid:slot>/cancel/", CancelSlotView.as_view(), name="slot-cancel"),
]
