"""The board of a batch over HTTP: its requests, its rows, its last solution, in words too."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.codelists.models import Region
from backend.consultations.api.serializers.batches import BatchRowSerializer, BatchSerializer
from backend.consultations.batches.parameters import Parameters
from backend.consultations.batches.sentences import (
    change_sentences,
    limit_sentences,
    names_of,
    weight_sentence,
)
from backend.consultations.batches.today import Kept
from backend.consultations.models import BatchRequest, BatchRun, BatchSolution, Status


class WeightPartSerializer(serializers.Serializer):
    """What adds to a request's weight of 1, and why. `evidence`: who says so of a country."""

    priority = serializers.CharField()
    adds = serializers.FloatField()
    evidence = serializers.CharField(required=False)
    sentence = serializers.CharField()


class LeftOutCountSerializer(serializers.Serializer):
    """How many could not be proposed, and why not."""

    why = serializers.ChoiceField(choices=Kept.choices)
    why_label = serializers.CharField()
    count = serializers.IntegerField()


class BatchRequestSerializer(serializers.ModelSerializer):
    """A request of a batch: what it lacks, how much it counts, and whom something keeps from it.
    `unmet`: of the people wanted, so many were not found."""

    request = serializers.UUIDField(source="request_id", read_only=True)
    title = serializers.CharField(source="request.__str__", read_only=True)
    institution = serializers.CharField(source="request.institution.name", read_only=True)
    request_status = serializers.ChoiceField(
        source="request.status", choices=Status.choices, read_only=True
    )
    match_run = serializers.UUIDField(source="run_id", read_only=True, allow_null=True)
    why = serializers.SerializerMethodField()
    left_out = serializers.SerializerMethodField()
    unmet = serializers.SerializerMethodField()

    class Meta:
        model = BatchRequest
        fields = (
            *("request", "title", "institution", "request_status", "match_run", "wanted"),
            *("unmet", "weight", "why", "facets", "left_out", "scored_at"),
        )
        read_only_fields = fields

    @extend_schema_field(WeightPartSerializer(many=True))
    def get_why(self, item: BatchRequest) -> Any:
        parameters, regions = self.context["parameters"], self.context["regions"]
        return [
            WeightPartSerializer(
                {**part, "sentence": weight_sentence(part, parameters, regions)}
            ).data
            for part in item.why
        ]

    @extend_schema_field(LeftOutCountSerializer(many=True))
    def get_left_out(self, item: BatchRequest) -> Any:
        counted = item.left_out.items()
        return [{"why": why, "why_label": Kept(why).label, "count": n} for why, n in counted]

    def get_unmet(self, item: BatchRequest) -> int:
        return self.context["unmet"].get(str(item.request_id), 0)


class BatchLimitSerializer(serializers.Serializer):
    """What binds (`sentence`), and what to relax. `of`: ids of the requests and people it is
    about."""

    kind = serializers.CharField()
    message = serializers.CharField()
    of = serializers.ListField(child=serializers.CharField())
    sentence = serializers.CharField()


class BatchSolutionSerializer(serializers.ModelSerializer):
    """An answer of the solver. `total` is the sum of the scores, `worth` what was made as large as
    can be, `worst` the lowest mean score of a request, `floor` what each gets at least or its own
    best. `costs_in_all`: what all rows that are held or excluded take from the worth."""

    limits = serializers.SerializerMethodField()

    class Meta:
        model = BatchSolution
        fields = (
            *("number", "created_at", "total", "worth", "worst", "floor", "gap", "optimal"),
            *("costs_in_all", "limits"),
        )
        read_only_fields = fields

    @extend_schema_field(BatchLimitSerializer(many=True))
    def get_limits(self, solution: BatchSolution) -> Any:
        told = limit_sentences(solution.limits, names_of(solution.limits))
        return [BatchLimitSerializer({**one, "sentence": text}).data for one, text in told]


class BatchChangeSerializer(serializers.Serializer):
    """A difference from the solution before. Those of one `chain` hang together; all of it changes
    the worth by `gain`."""

    kind = serializers.ChoiceField(choices=["came", "went"])
    request = serializers.UUIDField(source="demand")
    profile = serializers.UUIDField(source="supply")
    moved_from = serializers.UUIDField(source="other_demand", allow_null=True)
    instead_of = serializers.UUIDField(source="other_supply", allow_null=True)
    chain = serializers.IntegerField()
    gain = serializers.FloatField()
    causes = serializers.ListField(child=serializers.CharField())
    sentence = serializers.CharField()


class BatchChangesSerializer(serializers.Serializer):
    """What a solution changed of the one before: none for the first."""

    number = serializers.IntegerField()
    changes = BatchChangeSerializer(many=True)


def changes_told(solution: BatchSolution) -> dict[str, Any]:
    told = [
        {**one, "causes": [cause["kind"] for cause in one["because"]], "sentence": text}
        for one, text in change_sentences(solution.changes, names_of(solution.changes))
    ]
    return BatchChangesSerializer({"number": solution.number, "changes": told}).data


class BatchDetailSerializer(BatchSerializer):
    """With the board. `solution` is the last one; null: there is none yet."""

    parameters = serializers.DictField(read_only=True)
    requests = serializers.SerializerMethodField()
    rows = serializers.SerializerMethodField()
    solution = serializers.SerializerMethodField()

    class Meta(BatchSerializer.Meta):
        fields = (*BatchSerializer.Meta.fields, "parameters", "solution", "requests", "rows")
        read_only_fields = fields

    @extend_schema_field(BatchRequestSerializer(many=True))
    def get_requests(self, batch: BatchRun) -> Any:
        last: BatchSolution | None = self.context["solution"]
        context = {
            "parameters": Parameters.from_json(batch.parameters),
            "regions": {one.pk: one.name for one in Region.objects.all()},
            "unmet": last.unmet if last else {},
        }
        return BatchRequestSerializer(batch.requests.all(), many=True, context=context).data

    @extend_schema_field(BatchRowSerializer(many=True))
    def get_rows(self, batch: BatchRun) -> Any:
        last: BatchSolution | None = self.context["solution"]
        context = {**self.context, "costs": last.costs if last else {}}
        return BatchRowSerializer(batch.rows.all(), many=True, context=context).data

    @extend_schema_field(BatchSolutionSerializer(allow_null=True))
    def get_solution(self, batch: BatchRun) -> Any:
        last: BatchSolution | None = self.context["solution"]
        return BatchSolutionSerializer(last).data if last else None
