"""Reviews as others of the panel read them, and one more by hand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.fields import ReferenceField
from backend.programmes.api.serializers.reviews import MarkSerializer
from backend.programmes.models import Proposal, Review, Reviewer
from backend.programmes.scoring import raw_score
from backend.programmes.selectors.ranking import marks_of


class PanelReviewSerializer(serializers.ModelSerializer):
    """A review as others of the panel read it: by its number, and for officers by name."""

    reviewer = serializers.SerializerMethodField()
    marks = MarkSerializer(many=True, source="scores")
    score = serializers.SerializerMethodField()
    own = serializers.SerializerMethodField()

    class Meta:
        model = Review
        fields = ("id", "reviewer", "own", "marks", "score", "comment", "for_applicants")
        read_only_fields = fields

    def get_reviewer(self, review: Review) -> str:
        if self.context["staff"]:
            return review.reviewer.name
        number = self.context["numbers"][review.pk]
        return str(_("Reviewer %(number)d") % {"number": number})

    def get_own(self, review: Review) -> bool:
        return review.reviewer.user_id == self.context["request"].user.pk

    def get_score(self, review: Review) -> str | None:
        marks = marks_of(review)
        return str(raw_score(marks)) if marks else None


class NewReviewSerializer(serializers.Serializer):
    """A review by hand: a proposal and a reviewer of the round."""

    proposal = ReferenceField(queryset=Proposal.objects.none())
    reviewer = ReferenceField(queryset=Reviewer.objects.none())

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if "proposals" in self.context:
            fields["proposal"].queryset = self.context["proposals"]
            fields["reviewer"].queryset = self.context["reviewers"]
        return fields
