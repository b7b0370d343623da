"""Needs over HTTP."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from backend.codelists.fields import LanguageTagField
from backend.common.fields import ChoicesField, ReferenceField
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.directory.api.gists import GistsView
from backend.directory.models import Institution
from backend.needs import services
from backend.needs.filters import NeedFilter
from backend.needs.models import Need, NeedGist
from backend.needs.validation import check_need_text

FACETS = ("what", "where", "means", "beneficiaries")
LONGEST_FACET = 500


class NeedSerializer(serializers.ModelSerializer):
    serializer_related_field = ReferenceField
    institution = ReferenceField(queryset=Institution.objects.all())
    text = serializers.CharField()
    language = LanguageTagField(required=False, allow_blank=True)
    facets = serializers.DictField(
        child=serializers.CharField(max_length=LONGEST_FACET, allow_blank=True), required=False
    )
    help = ChoicesField(choices=Need.Help.choices, required=False)

    class Meta:
        model = Need
        fields = (
            "id",
            "institution",
            "country",
            "title",
            "text",
            "language",
            "facets",
            "sdgs",
            "sectors",
            "help",
            "expert_languages",
            "by",
            "created_at",
            "withdrawn_at",
            "demo",
            "version",
        )
        read_only_fields = ("created_at", "withdrawn_at", "demo", "version")

    def validate_text(self, text: str) -> str:
        return check_need_text(text)

    def validate_facets(self, facets: dict[str, str]) -> dict[str, str]:
        if unknown := sorted(set(facets) - set(FACETS)):
            raise serializers.ValidationError(
                _("Unknown: %(unknown)s. Facets are %(known)s.")
                % {"unknown": ", ".join(unknown)[:100], "known": ", ".join(FACETS)}
            )
        return facets

    def validate_help(self, kinds: set[str]) -> list[str]:
        return sorted(kinds)

    def validate_institution(self, institution: Institution) -> Institution:
        """One may speak only for the institutions one acts for."""
        user = self.context["request"].user
        if not user.has_perm("needs.add_need_for", institution):
            raise serializers.ValidationError(
                _("You can't write needs for this institution; its owners and editors can.")
            )
        return institution


class NeedViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """List, read, create, change and withdraw needs, each by right."""

    serializer_class = NeedSerializer
    permission_classes = (IsAuthenticated,)
    filterset_class = NeedFilter
    queryset = Need.objects.none()
    unkept = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer write for the institution gets no old answer either."""
        visible = Need.objects.visible_to(request.user)
        need = get_object_or_404(visible, pk=self.kwargs.get("pk") or answer["id"])
        if not request.user.has_perm("needs.change_need", need):
            raise PermissionDenied()

    def get_queryset(self) -> QuerySet[Need]:
        visible = Need.objects.visible_to(self.request.user)
        return visible.prefetch_related("sdgs", "sectors", "expert_languages")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return with_version(self.get_serializer(self.get_object()).data)

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        need = services.create_need(values=given.validated_data, by=request.user)
        return with_version(self.get_serializer(need).data, status=status.HTTP_201_CREATED)

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        need = self._to_change()
        check_version(request, need, self.get_serializer(need))
        given = self.get_serializer(need, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        services.change_need(need=need, values=given.validated_data)
        return with_version(self.get_serializer(need).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    @idempotent
    def withdraw(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take the need back."""
        need = services.withdraw_need(need=self._to_change())
        return with_version(self.get_serializer(need).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    @idempotent
    def restore(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Open the need again that was taken back."""
        need = services.restore_need(need=self._to_change())
        return with_version(self.get_serializer(need).data)

    def _to_change(self) -> Need:
        found = self.get_object()
        need = Need.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if not self.request.user.has_perm("needs.change_need", need):
            raise PermissionDenied()
        return need


class NeedGistsView(GistsView):
    gist = NeedGist
    right = "needs.change_need"
    permission_classes = (IsAuthenticated,)

    def originals(self) -> QuerySet[Need]:
        return Need.objects.visible_to(self.request.user)
