"""What rounds of reviews look like over HTTP: for officers alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.models import User
from backend.codelists.models import WorkingCalendar
from backend.common.fields import ChoiceField, ReferenceField
from backend.directory.models import Expert
from backend.programmes.models import (
    TAKING,
    Call,
    Reviewer,
    ReviewPair,
    ReviewRound,
    ReviewRoundStep,
    ReviewStatus,
    RoundStatus,
)
from backend.programmes.reviewing import ROUND_STEPS
from backend.programmes.tying import NAMES

KEPT = ("call", "stage")  # what a round began with it keeps


class ReviewCountsSerializer(serializers.Serializer):
    """Reviews by how far they are."""

    proposed = serializers.IntegerField()
    assigned = serializers.IntegerField()
    writing = serializers.IntegerField()
    handed_in = serializers.IntegerField()
    conflict = serializers.IntegerField()


class ReviewRoundSerializer(serializers.ModelSerializer):
    """``chance`` 1: the best assignment; below, one is drawn from ``seed`` in which no pair has a
    higher probability, and ``outcome`` tells what that cost."""

    serializer_related_field = ReferenceField
    serializer_choice_field = ChoiceField
    call = ReferenceField(queryset=Call.objects.all())
    call_name = serializers.CharField(source="call.name", read_only=True)
    programme = serializers.CharField(source="call.programme.code", read_only=True)
    calendar = ReferenceField(queryset=WorkingCalendar.objects.all(), required=False)
    status = serializers.ChoiceField(choices=RoundStatus.choices, read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    reviews = serializers.SerializerMethodField()

    class Meta:
        model = ReviewRound
        fields: tuple[str, ...] = (
            *("id", "call", "call_name", "programme", "stage", "status", "status_label"),
            *("per_proposal", "per_reviewer", "chance", "seed", "due_at", "calendar"),
            *("outcome", "reviews", "created_at", "version"),
        )
        read_only_fields: tuple[str, ...] = ("outcome", "created_at", "version")
        extra_kwargs = {
            "stage": {"required": True},
            "chance": {"min_value": Decimal("0.1")},
            "seed": {"max_value": 2_147_483_647},
        }
        validators: tuple = ()  # one round for each stage: the service says so

    @extend_schema_field(ReviewCountsSerializer)
    def get_reviews(self, round: ReviewRound) -> dict[str, int]:
        return {
            str(name): getattr(round, f"{name}_count") for name in (*TAKING, ReviewStatus.CONFLICT)
        }

    def validate_due_at(self, at: Any) -> Any:
        if at <= timezone.now():
            raise serializers.ValidationError(_("Choose a day that is still to come."))
        return at

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if self.instance is None:
            return values
        changed = [
            name for name in KEPT if name in values and values[name] != getattr(self.instance, name)
        ]
        if changed:
            told = _("This stays as it is: begin another round.")
            raise serializers.ValidationError(dict.fromkeys(changed, told))
        return values


class ReviewRoundStepTakenSerializer(serializers.ModelSerializer):
    by = serializers.CharField(source="by.get_full_name", default="", read_only=True)

    class Meta:
        model = ReviewRoundStep
        fields = ("step", "source", "target", "by", "created_at", "reason")


class ReviewRoundDetailSerializer(ReviewRoundSerializer):
    """With the steps that were taken, and those possible now."""

    steps = ReviewRoundStepTakenSerializer(many=True, read_only=True)
    allowed_steps = serializers.SerializerMethodField()

    class Meta(ReviewRoundSerializer.Meta):
        fields = (*ReviewRoundSerializer.Meta.fields, "steps", "allowed_steps")

    def get_allowed_steps(self, round: ReviewRound) -> list[str]:
        return ROUND_STEPS.allowed(round, self.context["request"].user)


class DrawSerializer(serializers.Serializer):
    """``seed``: another draw than the last one."""

    seed = serializers.IntegerField(min_value=0, max_value=2_147_483_647, required=False)


class ReviewerSerializer(serializers.ModelSerializer):
    """Somebody who reviews in a round."""

    account = serializers.UUIDField(source="user_id", read_only=True)
    expert = serializers.UUIDField(
        source="user.expert.pk", default=None, read_only=True, allow_null=True
    )
    name = serializers.CharField(read_only=True)

    class Meta:
        model = Reviewer
        fields = ("id", "account", "expert", "name", "most", "left_at", "created_at", "version")


class NewReviewerSerializer(serializers.Serializer):
    """An expert who has an account, or an account; ``most``: fewer than the round allows."""

    expert = ReferenceField(queryset=Expert.objects.filter(withdrawn_at=None), required=False)
    account = ReferenceField(queryset=User.objects.filter(is_active=True), required=False)
    most = serializers.IntegerField(min_value=0, max_value=100, required=False, allow_null=True)

    def validate_expert(self, expert: Expert) -> Expert:
        if expert.user is None or not expert.user.is_active:
            told = _("This expert has no account yet: invite them to claim the profile first.")
            raise serializers.ValidationError(told)
        return expert

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("expert" in given) == ("account" in given):
            raise serializers.ValidationError(_("Name an expert or an account, one of the two."))
        return given

    def get_user(self) -> User:
        given = self.validated_data
        return given["account"] if "account" in given else given["expert"].user


class TieSerializer(serializers.Serializer):
    kind = serializers.CharField()
    name = serializers.SerializerMethodField()
    institution = serializers.UUIDField()

    def get_name(self, tie: dict[str, str]) -> str:
        return str(NAMES.get(tie["kind"], tie["kind"]))


class ReviewPairSerializer(serializers.ModelSerializer):
    """How a reviewer fits a proposal, and what ties them: empty where nothing does."""

    proposal = serializers.UUIDField(source="proposal_id")
    title = serializers.CharField(source="proposal.title")
    reviewer = serializers.UUIDField(source="reviewer_id")
    name = serializers.CharField(source="reviewer.name")
    conflicts = TieSerializer(many=True)

    class Meta:
        model = ReviewPair
        fields = ("id", "proposal", "title", "reviewer", "name", "score", "conflicts", "updated_at")
        read_only_fields = fields
