"""Batches over HTTP: what is asked for, and the board with its rows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ChoiceField, ReferenceField
from backend.consultations.batches import selectors
from backend.consultations.batches.parameters import (
    MOST_ADDED,
    Parameters,
    Priority,
)
from backend.consultations.batches.services import Outcome
from backend.consultations.models import BatchRow, BatchRowStatus, BatchRun, ConsultationRequest
from backend.directory.models import Profile
from backend.matches.api.serializers import MatchedProfileSerializer, StoredReasonSerializer

LONGEST_REASON = 2_000
MOST_DAYS = 3_650


def declared(least: float = 0.0, most: float = 1.0, **more: Any) -> serializers.FloatField:
    return serializers.FloatField(min_value=least, max_value=most, required=False, **more)


def days() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=MOST_DAYS, required=False)


class BatchParametersSerializer(serializers.Serializer):
    """What a batch is solved by. What is not given is as usual; all of it is kept and shown.

    `priorities`: what each adds to a request's weight of 1 (`LDC`, `LLDC`, `SIDS` by the groups
    of countries on the day `groups_on`; `unserved` where no work began in the request's region
    within `served_days`; `urgent` where answers are needed within `urgent_days`). `stability`:
    what a pair of the last proposal counts more, `facet_weight` what a covered facet counts, in
    units of the score. `floor`: the least mean score of each request; null: as high as can be.
    """

    groups_on = serializers.DateField(required=False)
    priorities = serializers.DictField(child=declared(most=MOST_ADDED), required=False)
    urgent_days = days()
    served_days = days()
    stability = declared()
    floor = declared(allow_null=True)
    facet_weight = declared()
    likely_only = serializers.BooleanField(required=False)

    def validate_priorities(self, given: dict[str, float]) -> dict[str, float]:
        if unknown := sorted(set(given) - set(Priority.values)):
            told = _("Not known here: %(unknown)s. Known are: %(known)s.")
            names = {"unknown": ", ".join(unknown), "known": ", ".join(Priority.values)}
            raise serializers.ValidationError(told % names)
        return {str(name): 0.0 for name in Priority.values} | given

    def get_parameters(self) -> Parameters:
        names = BatchParametersSerializer().fields.keys() & self.validated_data.keys()
        return Parameters(**{str(name): self.validated_data[name] for name in names})


class NewBatchSerializer(BatchParametersSerializer):
    """`requests`: left out, all open ones that lack people."""

    requests = ReferenceField(
        queryset=ConsultationRequest.objects.select_related("need__institution"),
        many=True,
        required=False,
        allow_empty=False,
    )


class BatchSerializer(serializers.ModelSerializer):
    """A batch: how far it is. `doing` says what is being done: `scoring` (`scored` of
    `requests_number` requests), then `solving`."""

    asked_by = serializers.CharField(source="asked_by.get_full_name", read_only=True)
    requests_number = serializers.IntegerField(source="number_of_requests", read_only=True)
    scored = serializers.IntegerField(read_only=True)
    doing = serializers.SerializerMethodField()

    class Meta:
        model = BatchRun
        fields: tuple[str, ...] = (
            *("id", "status", "doing", "progress", "error", "requests_number", "scored"),
            *("asked_by", "created_at", "finished_at", "version"),
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(["scoring", "solving"], allow_null=True))
    def get_doing(self, batch: Any) -> str | None:
        if batch.status in ("done", "failed"):
            return None
        return "solving" if batch.scored == batch.number_of_requests else "scoring"


class ChangeBatchRowSerializer(serializers.Serializer):
    """Where a row is wanted, and why: an exclusion needs a reason."""

    status = ChoiceField(choices=BatchRowStatus.choices)
    reason = serializers.CharField(
        max_length=LONGEST_REASON, required=False, allow_blank=True, default=""
    )

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if values["status"] == BatchRowStatus.EXCLUDED and not values["reason"].strip():
            raise serializers.ValidationError({"reason": _("Say why you leave this one out.")})
        return values


class NewBatchRowSerializer(serializers.Serializer):
    """An expert whom an officer wants for a request of the batch, and why."""

    request = ReferenceField(queryset=ConsultationRequest.objects.all())
    profile = ReferenceField(queryset=Profile.objects.all())
    reason = serializers.CharField(max_length=LONGEST_REASON)

    def validate_request(self, request: ConsultationRequest) -> Any:
        item = self.context["batch"].requests.filter(request=request)
        found = item.select_related("request__need__institution").first()
        if found is None:
            raise serializers.ValidationError(_("This request is not in the batch."))
        return found

    def validate_profile(self, profile: Profile) -> Profile:
        if profile.kind != Profile.Kind.EXPERT:
            raise serializers.ValidationError(_("A batch proposes experts: name a person."))
        if not profile.is_listed:
            told = _("This profile is not listed: who does not consent, or withdrew, stays out.")
            raise serializers.ValidationError(told)
        return profile

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        pair = (values["request"].request_id, values["profile"].pk)
        if pair in selectors.asked_already([pair[0]]):
            told = _("This person was invited for the request before.")
            raise serializers.ValidationError({"profile": told})
        return values


class BatchRowSerializer(serializers.ModelSerializer):
    """Who is proposed for which request. `cost`: what holding or excluding this takes from the
    whole, as of the last solution. `applied`: whether it is on the shortlist."""

    request = serializers.UUIDField(source="request_id", read_only=True)
    profile = MatchedProfileSerializer(read_only=True)
    reasons = serializers.SerializerMethodField()
    changed_by = serializers.CharField(
        source="changed_by.get_full_name", default=None, allow_null=True, read_only=True
    )
    applied = serializers.SerializerMethodField()
    cost = serializers.SerializerMethodField()

    class Meta:
        model = BatchRow
        fields = (
            *("id", "request", "profile", "score", "reasons", "status", "reason", "by_hand"),
            *("changed_by", "updated_at", "applied", "cost", "version"),
        )
        read_only_fields = fields

    @extend_schema_field(StoredReasonSerializer(many=True))
    def get_reasons(self, row: BatchRow) -> Any:
        told = [{**reason, "profile": row.profile} for reason in row.reasons]
        return StoredReasonSerializer(told, many=True, context=self.context).data

    def get_applied(self, row: BatchRow) -> bool:
        return row.entry_id is not None

    def get_cost(self, row: BatchRow) -> float | None:
        return self.context.get("costs", {}).get(str(row.pk))


class BatchAppliedSerializer(serializers.Serializer):
    """What became of a row. `why`: what is in the way of one that is stale."""

    row = serializers.UUIDField(source="row.pk")
    request = serializers.UUIDField(source="row.request_id")
    name = serializers.CharField(source="row.profile.name")
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    outcome_label = serializers.CharField(source="outcome.label")
    why = serializers.CharField()
