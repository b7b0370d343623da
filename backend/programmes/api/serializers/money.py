"""What the budget looks like over HTTP: its lines, who gives what, and the sums."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.fields import ChoiceField, ReferenceField
from backend.directory.models import Institution
from backend.files.api import FileSerializer
from backend.files.models import StoredFile
from backend.programmes.models import BudgetLine, Contribution, Output

READ_ONLY = ("created_at", "updated_at", "version")
MOST_YEARS = 10


class ContributionSerializer(serializers.ModelSerializer):
    """Who gives something besides the programme, how sure it is, and what shows it.

    ``file``: the id of a file of one's own that shows it, such as a letter.
    """

    serializer_related_field = ReferenceField
    serializer_choice_field = ChoiceField
    institution = ReferenceField(
        queryset=Institution.objects.none(), required=False, allow_null=True
    )
    institution_name = serializers.CharField(
        source="institution.name", default=None, read_only=True, allow_null=True
    )
    file = ReferenceField(
        queryset=StoredFile.objects.none(), required=False, allow_null=True, write_only=True
    )
    shown_by = FileSerializer(source="file", read_only=True, allow_null=True)

    class Meta:
        model = Contribution
        fields = (
            *("id", "institution", "institution_name", "name", "status", "evidence", "file"),
            *("shown_by", *READ_ONLY),
        )
        read_only_fields = READ_ONLY
        extra_kwargs = {"evidence": {"max_length": 5_000}}

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if request := self.context.get("request"):
            fields["institution"].queryset = Institution.objects.visible_to(request.user)
            fields["file"].queryset = StoredFile.objects.attachable_by(request.user)
        return fields

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        names = ("institution", "name")
        if not any(values.get(name, getattr(self.instance, name, None)) for name in names):
            told = _("Say who gives it: an institution of the directory, or a name.")
            raise serializers.ValidationError({"name": told})
        return values


class BudgetLineSerializer(serializers.ModelSerializer):
    """An amount in US$. ``contribution`` null: the programme pays; ``output`` null: for all."""

    serializer_related_field = ReferenceField
    serializer_choice_field = ChoiceField
    output = ReferenceField(queryset=Output.objects.none(), required=False, allow_null=True)
    contribution = ReferenceField(
        queryset=Contribution.objects.none(), required=False, allow_null=True
    )

    class Meta:
        model = BudgetLine
        fields = (
            *("id", "output", "contribution", "text", "year", "kind", "amount", "position"),
            *READ_ONLY,
        )
        read_only_fields = READ_ONLY
        extra_kwargs = {
            "year": {"min_value": 1, "max_value": MOST_YEARS},
            "amount": {"min_value": 0},
            "position": {"min_value": 0, "max_value": 10_000},
        }

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if proposal := self.context.get("proposal"):
            fields["output"].queryset = Output.objects.filter(proposal=proposal)
            fields["contribution"].queryset = Contribution.objects.filter(proposal=proposal)
        return fields

    def validate_amount(self, amount: Any) -> Any:
        if not amount:
            raise serializers.ValidationError(_("An amount of something: 0.01 at least."))
        return amount

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        kind, given_by = (
            values.get(name, getattr(self.instance, name, None))
            for name in ("kind", "contribution")
        )
        if kind == BudgetLine.Kind.IN_KIND and given_by is None:
            told = _("A programme gives cash; say who gives it in kind (contribution).")
            raise serializers.ValidationError({"contribution": told})
        return values


class SumSerializer(serializers.Serializer):
    """A sum of a cut, and its share of the total. ``key``: a year, a kind, or the id of a row;
    "" is the programme, or the project as a whole."""

    key = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    amount = serializers.DecimalField(max_digits=16, decimal_places=2)
    share = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True)


class YearAmountSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=16, decimal_places=2)


class BudgetRowSerializer(serializers.Serializer):
    """What an output takes: in each year, and altogether."""

    output = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    years = YearAmountSerializer(many=True)
    total = serializers.DecimalField(max_digits=16, decimal_places=2)


class BudgetSerializer(serializers.Serializer):
    """The budget as a table, and its sums: those of every cut come to the same total.

    ``requested`` is what the proposal says it asks for; ``programme`` what its lines come to.
    """

    requested = serializers.DecimalField(max_digits=16, decimal_places=2, allow_null=True)
    total = serializers.DecimalField(max_digits=16, decimal_places=2)
    programme = serializers.DecimalField(max_digits=16, decimal_places=2)
    others = serializers.DecimalField(max_digits=16, decimal_places=2)
    share = serializers.DecimalField(max_digits=5, decimal_places=4, allow_null=True)
    years = serializers.ListField(child=serializers.IntegerField())
    rows = BudgetRowSerializer(many=True)
    by_year = SumSerializer(many=True)
    by_output = SumSerializer(many=True)
    by_source = SumSerializer(many=True)
    by_kind = SumSerializer(many=True)
