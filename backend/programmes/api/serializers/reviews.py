"""What reviews look like over HTTP: for the reviewer whose they are, and for officers."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ReferenceField
from backend.common.names import name_in
from backend.programmes.api.serializers.nested import check_named
from backend.programmes.models import (
    UNDER_WAY,
    Criterion,
    Review,
    ReviewScore,
    ReviewStatus,
    ReviewStep,
)
from backend.programmes.reviewing import REVIEW_STEPS
from backend.programmes.scoring import raw_score
from backend.programmes.selectors.ranking import marks_of

LONGEST = 20_000


class ReviewSerializer(serializers.ModelSerializer):
    """A review in a list. ``late``: it is due, and not handed in."""

    round = serializers.UUIDField(source="round_id", read_only=True)
    call = serializers.CharField(source="round.call.name", read_only=True)
    programme = serializers.CharField(source="round.call.programme.code", read_only=True)
    stage = serializers.CharField(source="round.stage", read_only=True)
    proposal = serializers.UUIDField(source="proposal_id", read_only=True)
    title = serializers.CharField(source="proposal.title", read_only=True)
    reviewer = serializers.UUIDField(source="reviewer_id", read_only=True)
    reviewer_name = serializers.CharField(source="reviewer.name", read_only=True)
    status = serializers.ChoiceField(choices=ReviewStatus.choices, read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    due_at = serializers.DateTimeField(source="round.due_at", read_only=True)
    late = serializers.SerializerMethodField()

    class Meta:
        model = Review
        fields: tuple[str, ...] = (
            *("id", "round", "call", "programme", "stage", "proposal", "title", "reviewer"),
            *("reviewer_name", "status", "status_label", "due_at", "late", "fit", "fixed"),
            *("handed_in_at", "created_at", "version"),
        )
        read_only_fields: tuple[str, ...] = fields

    def get_late(self, review: Review) -> bool:
        return review.status in UNDER_WAY and review.round.due_at < timezone.now()


class CriterionSerializer(serializers.ModelSerializer):
    """``confirmed`` false: the secretariat's aid, not the programme's own sheet."""

    name = serializers.CharField(read_only=True)
    hint = serializers.SerializerMethodField()
    source_url = serializers.CharField(read_only=True)  # may be empty

    class Meta:
        model = Criterion
        fields = (
            *("id", "key", "name", "hint", "weight", "least", "most", "confirmed"),
            *("source", "source_url"),
        )
        read_only_fields = fields

    def get_hint(self, criterion: Criterion) -> str:
        return name_in(criterion.hints)


class MarkSerializer(serializers.ModelSerializer):
    """A mark for one criterion: ``value`` null, as long as it is open."""

    criterion = ReferenceField(queryset=Criterion.objects.all())

    class Meta:
        model = ReviewScore
        fields = ("criterion", "value", "comment")
        extra_kwargs = {"comment": {"max_length": LONGEST}}
        validators: tuple = ()

    def validate(self, mark: dict[str, Any]) -> dict[str, Any]:
        check_named(self, mark, "criterion")
        criterion, value = mark["criterion"], mark.get("value")
        if value is not None and not criterion.least <= value <= criterion.most:
            told = _("“%(criterion)s” takes marks from %(least)d to %(most)d.") % {
                "criterion": criterion.name,
                "least": criterion.least,
                "most": criterion.most,
            }
            raise serializers.ValidationError({"value": told})
        return mark


class ReviewStepTakenSerializer(serializers.ModelSerializer):
    class Meta:
        model = ReviewStep
        fields = ("step", "source", "target", "created_at", "reason")


class InvolvedSerializer(serializers.Serializer):
    """Who takes part, by which a reviewer knows whether something ties them."""

    institution = serializers.CharField(source="institution.name")
    country = serializers.CharField(source="country_id")


class ReviewDetailSerializer(ReviewSerializer):
    """The whole review. ``score``: the weighted mean of the marks so far, 0 to 100."""

    partners = serializers.SerializerMethodField()
    sheet = serializers.SerializerMethodField()
    marks = MarkSerializer(many=True, source="scores", required=False)
    score = serializers.SerializerMethodField()
    steps = ReviewStepTakenSerializer(many=True, read_only=True)
    allowed_steps = serializers.SerializerMethodField()

    class Meta(ReviewSerializer.Meta):
        fields = (
            *ReviewSerializer.Meta.fields,
            *("partners", "sheet", "marks", "score", "comment", "for_applicants"),
            *("steps", "allowed_steps"),
        )
        read_only_fields = ReviewSerializer.Meta.fields
        extra_kwargs = {
            "comment": {"max_length": LONGEST},
            "for_applicants": {"max_length": LONGEST},
        }

    def validate_marks(self, marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each of the round's sheet, and each once."""
        round = self.instance.round  # type: ignore[union-attr]  # a review is never made here
        sheet = {one.pk for one in _sheet(round)}
        asked = [mark["criterion"].pk for mark in marks]
        if set(asked) - sheet:
            raise serializers.ValidationError(_("This criterion is not on the sheet."))
        if len(asked) != len(set(asked)):
            raise serializers.ValidationError(_("Give one mark for each criterion."))
        return marks

    @extend_schema_field(InvolvedSerializer(many=True))
    def get_partners(self, review: Review) -> Any:
        rows = review.proposal.partners.filter(left_at=None).select_related("institution")
        return InvolvedSerializer(rows.order_by("pk"), many=True).data

    @extend_schema_field(CriterionSerializer(many=True))
    def get_sheet(self, review: Review) -> Any:
        return CriterionSerializer(_sheet(review.round), many=True).data

    def get_score(self, review: Review) -> str | None:
        marks = marks_of(review)
        return str(raw_score(marks)) if marks else None

    def get_allowed_steps(self, review: Review) -> list[str]:
        return REVIEW_STEPS.allowed(review, self.context["request"].user)


def _sheet(round: Any) -> Any:
    return round.call.programme.criteria.filter(stage=round.stage)
