"""A proposal as its reviewers read it: its texts, its framework and its budget, and no more.

No signatures, addresses and files, no drafts and comments: who reviews needs none of them.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.programmes.api.serializers.reviews import InvolvedSerializer
from backend.programmes.models import Activity, BudgetLine, Indicator, Output, Proposal
from backend.programmes.money import source_name
from backend.programmes.selectors.proposals import form_of, partners_of
from backend.programmes.selectors.results import outputs_with_activities

MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}


class ReviewedSectionSerializer(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    text = serializers.CharField()


class ReviewedActivitySerializer(serializers.ModelSerializer):
    lead = serializers.CharField(source="lead.name", default="")
    countries = serializers.SerializerMethodField()

    class Meta:
        model = Activity
        fields = ("text", "lead", "countries", "inputs", "from_month", "to_month")

    def get_countries(self, activity: Activity) -> list[str]:
        return [one.pk for one in activity.countries.all()]


class ReviewedOutputSerializer(serializers.ModelSerializer):
    activities = ReviewedActivitySerializer(many=True)

    class Meta:
        model = Output
        fields = ("id", "text", "activities")


class ReviewedIndicatorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Indicator
        fields = ("text", "unit", "baseline", "target", "verification")


class ReviewedBudgetLineSerializer(serializers.ModelSerializer):
    """``given_by``: who gives it; empty for the programme."""

    output = serializers.UUIDField(source="output_id", allow_null=True)
    given_by = serializers.SerializerMethodField()

    class Meta:
        model = BudgetLine
        fields = ("text", "output", "given_by", "year", "kind", "amount")

    def get_given_by(self, line: BudgetLine) -> str:
        return source_name(line)


class ReviewedProposalSerializer(serializers.ModelSerializer):
    """What is judged."""

    partners = serializers.SerializerMethodField()
    sections = serializers.SerializerMethodField()
    outputs = serializers.SerializerMethodField()
    indicators = ReviewedIndicatorSerializer(many=True)
    budget = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields = (
            *("id", "title", "language", "sector", "sectors", "sdgs", "beneficiaries"),
            *("beneficiaries_number", "starts_on", "months", "requested", "outcome", "partners"),
            *("sections", "outputs", "indicators", "budget"),
        )
        read_only_fields = fields

    @extend_schema_field(InvolvedSerializer(many=True))
    def get_partners(self, proposal: Proposal) -> Any:
        return InvolvedSerializer(partners_of(proposal), many=True).data

    @extend_schema_field(ReviewedSectionSerializer(many=True))
    def get_sections(self, proposal: Proposal) -> Any:
        written = dict(proposal.sections.values_list("key", "text"))
        rows = [
            {"key": one.key, "name": str(one), "text": written.get(one.key, "")}
            for one in form_of(proposal)
        ]
        return ReviewedSectionSerializer(rows, many=True).data

    @extend_schema_field(ReviewedOutputSerializer(many=True))
    def get_outputs(self, proposal: Proposal) -> Any:
        return ReviewedOutputSerializer(outputs_with_activities(proposal), many=True).data

    @extend_schema_field(ReviewedBudgetLineSerializer(many=True))
    def get_budget(self, proposal: Proposal) -> Any:
        rows = proposal.budget_lines.select_related("contribution__institution")
        return ReviewedBudgetLineSerializer(rows, many=True).data
