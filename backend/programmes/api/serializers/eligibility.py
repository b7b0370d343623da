"""What a check of a proposal looks like over HTTP: each rule on a line of its own."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from rest_framework import serializers

from backend.programmes.models import Judgement, Severity
from backend.programmes.rules import Outcome

FIRST, LAST = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)
OUTCOMES = [(str(one), str(one)) for one in Outcome]


class AskedDaySerializer(serializers.Serializer):
    """The day of which the check is; without one, this instant, or that of the handing in."""

    on = serializers.DateField(required=False)

    def validate_on(self, day: datetime.date) -> datetime.date:
        if not FIRST <= day <= LAST:
            told = _("Give a day between %(first)s and %(last)s.")
            raise serializers.ValidationError(told % {"first": FIRST, "last": LAST})
        return day


class JudgementSerializer(serializers.ModelSerializer):
    by = serializers.CharField(source="by.get_full_name", read_only=True)

    class Meta:
        model = Judgement
        fields = ("holds", "reason", "by", "created_at")
        read_only_fields = fields


class ResultSerializer(serializers.Serializer):
    """One rule. ``found`` is what the rule itself says, ``outcome`` counts a judgement in.

    ``key`` names the evidence, for a judgement on it. ``confirmed``: somebody read the rule in its
    source; what is not confirmed never blocks.
    """

    rule = serializers.CharField()
    title = serializers.CharField()
    severity = serializers.ChoiceField(choices=Severity.choices)
    found = serializers.ChoiceField(choices=OUTCOMES)
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    blocks = serializers.BooleanField()
    evidence = serializers.CharField()
    fix = serializers.CharField()
    facts = serializers.DictField()
    key = serializers.CharField()
    confirmed = serializers.BooleanField(source="row.confirmed")
    source = serializers.CharField(source="row.source")  # type: ignore[assignment]  # hides the field's own
    source_url = serializers.CharField(source="row.source_url")
    valid_from = serializers.DateField(source="row.valid_from", allow_null=True)
    valid_to = serializers.DateField(source="row.valid_to", allow_null=True)
    judgement = JudgementSerializer(allow_null=True)


class EligibilitySerializer(serializers.Serializer):
    """``blocking``, ``open`` and ``warning`` name the rules that stop a submission, that wait for
    a person's judgement, and that are broken without stopping it."""

    day = serializers.DateField()
    results = ResultSerializer(many=True)
    blocking = serializers.ListField(child=serializers.CharField())
    open = serializers.ListField(child=serializers.CharField())
    warning = serializers.ListField(child=serializers.CharField())


class JudgeSerializer(serializers.Serializer):
    """Whether a rule is kept, and why; ``key`` is that of the evidence it was judged on."""

    rule = serializers.SlugField(max_length=40)
    holds = serializers.BooleanField()
    reason = serializers.CharField(max_length=5_000)
    key = serializers.CharField(max_length=64)
