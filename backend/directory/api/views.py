"""Institutions and experts over HTTP."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.directory.api.serializers import (
    ExpertSerializer,
    ExpertWithContactSerializer,
    InstitutionSerializer,
    InvitationSerializer,
)
from backend.directory.filters import ExpertFilter, InstitutionFilter
from backend.directory.models import Expert, Institution, Passage
from backend.directory.selectors import is_secretariat, own_profile_ids
from backend.directory.services import profiles, restoring
from backend.directory.services.invitations import invite_expert


class ProfileViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """List, read, create, change and withdraw profiles, each by right."""

    model: type[Institution] | type[Expert]
    prefetched: tuple[str, ...] = ("fields", "sdgs", "sectors")
    unkept: tuple[str, ...] = ("contact", "link")

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Who may no longer create or withdraw gets no old answer either."""
        rights = {"create": "add", "invitations": "invite"}
        row = None if self.action == "create" else self.get_object()
        self._check_right(rights.get(self.action, "withdraw"), row)

    def get_queryset(self) -> QuerySet:
        visible = self.model.objects.visible_to(self.request.user)
        return self._with_parts(visible)

    def _with_parts(self, profiles: QuerySet) -> QuerySet:
        """All that is shown with a profile; what its owner hid is for those who may change it."""
        if self.action == "list":
            return profiles.prefetch_related(*self.prefetched)
        own = self.request.user.is_authenticated and self._sees_hidden()
        passages = Passage.objects.all() if own else Passage.objects.filter(hidden=False)
        return profiles.prefetch_related(*self.prefetched, Prefetch("passages", passages))

    def _sees_hidden(self) -> bool:
        own = {str(pk) for pk in own_profile_ids(self.request.user)}
        return is_secretariat(self.request.user) or str(self.kwargs.get("pk", "")) in own

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return with_version(self.get_serializer(self.get_object()).data)

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self._check_right("add")
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        profile = profiles.create_profile(model=self.model, values=given.validated_data)
        return with_version(self._shown(profile), status=status.HTTP_201_CREATED)

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        profile = self._locked()
        self._check_right("change", profile)
        check_version(request, profile, self.get_serializer(self._fresh(profile)))
        given = self.get_serializer(profile, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        profiles.change_profile(profile=profile, values=given.validated_data)
        return with_version(self._shown(profile))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    @idempotent
    def withdraw(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take it out of all lists and rankings."""
        profile = self._locked()
        self._check_right("withdraw", profile)
        profiles.withdraw_profile(profile=profile)
        return with_version(self._shown(profile))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    @idempotent
    def restore(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Bring what was withdrawn back; one that was merged into another stays away."""
        profile = self._locked()
        self._check_right("withdraw", profile)
        restoring.restore_profile(profile=profile)
        return with_version(self._shown(profile))

    def _locked(self) -> Any:
        """The profile, once it is visible and nobody else is changing it.

        Both its rows are locked: else the one with the version would be read as it was before.
        """
        found = self.get_object()
        return self.model.objects.select_for_update(of=("self", "profile_ptr")).get(pk=found.pk)

    def _fresh(self, profile: Any) -> Any:
        return self._with_parts(self.model.objects.all()).get(pk=profile.pk)

    def _shown(self, profile: Any) -> dict:
        return self.get_serializer(self._fresh(profile)).data

    def _check_right(self, verb: str, profile: Any = None) -> None:
        permission = f"directory.{verb}_{self.model._meta.model_name}"
        if not self.request.user.has_perm(permission, profile):
            if not self.request.user.is_authenticated:
                self.permission_denied(self.request)
            raise PermissionDenied()


class InstitutionViewSet(ProfileViewSet):
    """Institutions: centres with expertise, and partners with needs."""

    model = Institution
    serializer_class = InstitutionSerializer
    filterset_class = InstitutionFilter
    queryset = Institution.objects.none()


class ExpertViewSet(ProfileViewSet):
    """Experts. Contact data are for the secretariat and the expert alone."""

    model = Expert
    serializer_class = ExpertSerializer
    filterset_class = ExpertFilter
    queryset = Expert.objects.none()
    prefetched = (
        *ProfileViewSet.prefetched,
        "language_skills",
        "availability",
        "affiliations__institution",
        "countries_worked_in",
    )

    def get_queryset(self) -> QuerySet:
        found = super().get_queryset()
        if not self._sees_contact():
            return found
        return found.select_related("contact").prefetch_related("sectors_not_wanted")

    def get_serializer_class(self) -> type[BaseSerializer]:
        shown = self._sees_contact()
        return ExpertWithContactSerializer if shown else ExpertSerializer

    def _sees_contact(self) -> bool:
        """Whether contact data are shown: in no list, whoever asks."""
        if self.action == "list":
            return False
        return getattr(self, "swagger_fake_view", False) or self._officer() or self._own()

    def _officer(self) -> bool:
        if not hasattr(self, "_is_officer"):
            self._is_officer = is_secretariat(self.request.user)
        return self._is_officer

    def _own(self) -> bool:
        """Whether this is about the caller's own profile."""
        own = getattr(self.request.user, "expert", None)
        return own is not None and str(own.pk) == str(self.kwargs.get("pk", ""))

    @extend_schema(request=None, responses={201: InvitationSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def invitations(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Invite the expert: a link to take over the profile, shown here and mailed."""
        expert = self._locked()
        self._check_right("invite", expert)
        invited = invite_expert(expert=expert, by=request.user)
        told = {"link": invited.link, "expires": invited.expires_at, "mailed": bool(invited.email)}
        return Response(InvitationSerializer(told).data, status=status.HTTP_201_CREATED)
