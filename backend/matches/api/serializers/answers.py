"""A ranking as JSON. Contact data has no field here, so none can get out."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.codelists.models import Language
from backend.common.gists import shown_gist
from backend.directory.api.gists import GistSerializer
from backend.directory.models import Profile
from backend.directory.selectors import workplace
from backend.matches.left_out import why
from backend.matches.sentences import Evidence, sentence
from backend.matches.services.quoting import Reason


class MatchedProfileSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Profile.Kind.choices)
    name = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField())
    country = serializers.CharField(source="country_id", allow_null=True)
    institution = serializers.SerializerMethodField()
    demo = serializers.BooleanField()

    def get_institution(self, profile: Profile) -> str | None:
        """Where the person works, or the institution's own name."""
        return institution_name(profile)


def institution_name(profile: Profile) -> str | None:
    """The name of the institution a candidate is, or works at today."""
    if profile.kind == Profile.Kind.INSTITUTION:
        return profile.name
    return workplace(profile.expert) or None


class QuotedSerializer(serializers.Serializer):
    """A passage as it stands in the profile."""

    passage = serializers.CharField(source="passage.text")
    kind = serializers.CharField(source="passage.kind")
    year = serializers.IntegerField(source="passage.year", allow_null=True)
    attestation = serializers.CharField(source="passage.attestation")
    language = serializers.CharField()


class ReasonSerializer(QuotedSerializer):
    contribution = serializers.FloatField()
    shared_terms = serializers.ListField(child=serializers.CharField())
    sentence = serializers.SerializerMethodField()
    gist = serializers.SerializerMethodField()

    @extend_schema_field(GistSerializer(allow_null=True))
    def get_gist(self, reason: Any) -> Any:
        """What the passage says, in the reader's language, where somebody has put it so."""
        found = shown_gist(reason.passage)
        return GistSerializer(found).data if found else None

    def get_sentence(self, reason: Any) -> str:
        """What was done, when, where, how it is attested, and the original's first words."""
        context: Any = self.context
        if "languages" not in context:  # all at once: a query for each reason would be many
            context["languages"] = Language.objects.in_bulk()
        evidence, text = self.evidence(reason)
        return sentence(evidence, context["languages"], text)

    def evidence(self, reason: Reason) -> tuple[Evidence, str]:
        one = reason.passage
        found = Evidence(one.kind, one.year, one.attestation, reason.language, reason.profile)
        return found, reason.text


class AnsweredSerializer(serializers.Serializer):
    """A candidate. `features` and the contributions of all reasons add up to the score's logit."""

    rank = serializers.IntegerField()
    score = serializers.FloatField()
    profile = MatchedProfileSerializer()
    reasons = ReasonSerializer(many=True)
    shared_terms = serializers.ListField(child=serializers.CharField())
    features = serializers.DictField(child=serializers.FloatField())


class CoverSerializer(QuotedSerializer):
    """An aspect of the need (a facet, or a sentence of it), and the passage that covers it."""

    facet = serializers.CharField()
    text = serializers.CharField()
    coverage = serializers.FloatField()


class PanelMemberSerializer(serializers.Serializer):
    """One of a few who cover the need together, the best candidate first."""

    profile = MatchedProfileSerializer()
    score = serializers.FloatField()
    covers = CoverSerializer(many=True)


class ExcludedSerializer(serializers.Serializer):
    rule = serializers.CharField()
    count = serializers.IntegerField()


class WhySerializer(serializers.Serializer):
    """A rule, and in words with which of its values the profile breaks it."""

    rule = serializers.CharField()
    sentence = serializers.CharField()


class LeftOutSerializer(serializers.Serializer):
    """A profile left out: the rule it counts for, and every rule it breaks."""

    profile = MatchedProfileSerializer(source="*")
    rule = serializers.CharField(source="first_rule")
    rules = serializers.SerializerMethodField()

    @extend_schema_field(WhySerializer(many=True))
    def get_rules(self, profile: Profile) -> Any:
        return WhySerializer(why(profile, self.context["asked"]), many=True).data


class AspectSerializer(serializers.Serializer):
    """A part of the need: a facet as given, or a sentence of its text."""

    facet = serializers.CharField()
    text = serializers.CharField()


class AnswerSerializer(serializers.Serializer):
    """Candidates, best first, and how many each hard rule left out.

    Who reaches `line` is likely to be able to help. Where `nobody` does, `missing` names what
    those who come closest do not cover.
    """

    line = serializers.FloatField()
    nobody = serializers.BooleanField()
    missing = AspectSerializer(many=True)

    language = serializers.CharField()
    matches = AnsweredSerializer(many=True)
    excluded = ExcludedSerializer(many=True)
    panel = PanelMemberSerializer(many=True, allow_null=True)
