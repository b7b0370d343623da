"""What programmes look like over HTTP: with what they demand, and where that is written."""

from __future__ import annotations

from django.utils import timezone
from rest_framework import serializers

from backend.common.names import name_in
from backend.programmes.models import FormSection, Programme, ProgrammeRule
from backend.programmes.rules import RULES


class ProgrammeRuleSerializer(serializers.ModelSerializer):
    """A rule with its parameters. Where it is not ``confirmed`` nobody has read it in the source:
    it warns only. ``in_force``: today; others were, or will be."""

    title = serializers.SerializerMethodField()
    severity_label = serializers.CharField(source="get_severity_display", read_only=True)
    parameters = serializers.DictField(read_only=True)
    stage = serializers.CharField(read_only=True)  # empty: of every stage
    source_url = serializers.CharField(read_only=True)  # may be empty
    in_force = serializers.SerializerMethodField()

    class Meta:
        model = ProgrammeRule
        fields = (
            *("rule", "title", "stage", "parameters", "severity", "severity_label", "confirmed"),
            *("source", "source_url", "valid_from", "valid_to", "in_force"),
        )
        read_only_fields = fields

    def get_title(self, row: ProgrammeRule) -> str:
        return str(RULES[row.rule].title) if row.rule in RULES else row.rule

    def get_in_force(self, row: ProgrammeRule) -> bool:
        today = timezone.localdate()
        begun = row.valid_from is None or row.valid_from <= today
        return begun and (row.valid_to is None or today < row.valid_to)


class FormSectionSerializer(serializers.ModelSerializer):
    """A text that the form asks for; ``most_characters`` in it at most."""

    name = serializers.CharField(source="__str__", read_only=True)
    hint = serializers.SerializerMethodField()
    most_characters = serializers.SerializerMethodField()

    class Meta:
        model = FormSection
        fields = ("stage", "key", "name", "hint", "required", "most_pages", "most_characters")
        read_only_fields = fields

    def get_hint(self, row: FormSection) -> str:
        return name_in(row.hints)

    def get_most_characters(self, row: FormSection) -> int | None:
        return row.most_characters


class ProgrammeSerializer(serializers.ModelSerializer):
    """A fund or a scheme. ``page``: how many characters it takes for a page."""

    name = serializers.CharField(read_only=True)
    description = serializers.SerializerMethodField()
    funder = serializers.SerializerMethodField()
    channel_label = serializers.CharField(source="get_channel_display", read_only=True)
    rules = ProgrammeRuleSerializer(many=True, read_only=True)
    sections = FormSectionSerializer(many=True, read_only=True)
    source_url = serializers.CharField(read_only=True)  # may be empty

    class Meta:
        model = Programme
        fields = (
            *("code", "name", "description", "funder", "languages", "stages", "channel"),
            *("channel_label", "page", "source", "source_url", "is_open", "rules", "sections"),
        )
        read_only_fields = fields

    def get_description(self, programme: Programme) -> str:
        return name_in(programme.descriptions)

    def get_funder(self, programme: Programme) -> str:
        return name_in(programme.funders)
