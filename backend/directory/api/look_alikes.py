"""Pairs of profiles that look alike, for the secretariat alone."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.idempotency import idempotent
from backend.common.versions import with_version
from backend.directory.models import LookAlike, Profile
from backend.directory.selectors import is_secretariat, look_alikes
from backend.directory.services.look_alikes import decide_different
from backend.directory.services.merging import merge_profiles


class SideSerializer(serializers.ModelSerializer):
    """One of two profiles, as far as one must know it to tell whether they are one."""

    name = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField())
    institutions = serializers.SerializerMethodField()
    passages = serializers.IntegerField(source="passage_count")

    class Meta:
        model = Profile
        fields = (
            "id",
            "kind",
            "name",
            "names",
            "country",
            "city",
            "institutions",
            "passages",
            "source",
            "external_id",
            "consent_listed",
            "merged_into",
        )

    def get_institutions(self, profile: Profile) -> list[str]:
        """Where the person works or worked."""
        if profile.kind == Profile.Kind.INSTITUTION:
            return []
        rows = profile.expert.affiliations.all()
        return list(dict.fromkeys(row.institution.name for row in rows))


class PassagePairSerializer(serializers.Serializer):
    first = serializers.UUIDField()
    second = serializers.UUIDField()
    similarity = serializers.FloatField()


class LookAlikeReasonSerializer(serializers.Serializer):
    reason = serializers.ChoiceField(choices=LookAlike.Reason.choices)
    passages = PassagePairSerializer(many=True, required=False)


class LookAlikeSerializer(serializers.ModelSerializer):
    first = SideSerializer()
    second = SideSerializer()
    reasons = LookAlikeReasonSerializer(many=True)

    class Meta:
        model = LookAlike
        fields = (
            "id",
            "state",
            "first",
            "second",
            "reasons",
            "found_at",
            "decided_by",
            "decided_at",
            "version",
        )


class MergeSerializer(serializers.Serializer):
    """Which of the two stays."""

    keep = serializers.UUIDField()

    def validate_keep(self, keep: Any) -> Profile:
        pair: LookAlike = self.context["pair"]
        for profile in (pair.first, pair.second):
            if profile.pk == keep:
                return profile
        raise serializers.ValidationError(
            _("One of the two stays: %(first)s or %(second)s.")
            % {"first": pair.first_id, "second": pair.second_id}
        )


class LookAlikeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Profiles that may be of one person or institution: the list has those still to be decided."""

    permission_classes = (IsAuthenticated,)
    serializer_class = LookAlikeSerializer
    queryset = LookAlike.objects.none()
    unkept = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """``initial`` has checked the one right there is."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not is_secretariat(request.user):
            raise NotFound()

    def get_queryset(self) -> QuerySet[LookAlike]:
        return look_alikes(LookAlike.State.OPEN) if self.action == "list" else look_alikes()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return with_version(self.get_serializer(self.get_object()).data)

    @extend_schema(request=MergeSerializer, responses=LookAlikeSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def merge(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make one of the two; the one named stays, with all that the other had."""
        pair = self.get_object()
        given = MergeSerializer(data=request.data, context={"pair": pair})
        given.is_valid(raise_exception=True)
        merge_profiles(look_alike=pair, keep=given.validated_data["keep"], by=request.user)
        return self._shown(pair)

    @extend_schema(request=None, responses=LookAlikeSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def different(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """They are two; they are not offered again."""
        pair = self.get_object()
        decide_different(look_alike=pair, by=request.user)
        return self._shown(pair)

    def _shown(self, pair: LookAlike) -> Response:
        return with_version(self.get_serializer(look_alikes().get(pk=pair.pk)).data)
