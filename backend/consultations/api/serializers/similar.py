"""Requests like one that is being told, and how many are likely to be able to help."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.codelists.fields import LanguageTagField
from backend.codelists.models import Country, Goal, Sector
from backend.common.fields import ReferenceField
from backend.consultations.models import Status
from backend.consultations.similar import SimilarRequest
from backend.matches.api.serializers import AspectSerializer, CriteriaSerializer
from backend.needs.validation import check_need_text

MOST, USUAL = 20, 5  # requests in one answer


class HowManySerializer(serializers.Serializer):
    k = serializers.IntegerField(min_value=1, max_value=MOST, default=USUAL)


class TypedSerializer(HowManySerializer):
    """A need as far as it has been typed. Nothing of it is stored."""

    text = serializers.CharField()
    language = LanguageTagField(required=False, allow_blank=True, allow_null=True)

    def validate_text(self, text: str) -> str:
        return check_need_text(text)


class NearestSentencesSerializer(serializers.Serializer):
    """The two sentences that are most alike: what was asked, and the other request's."""

    asked = serializers.CharField()
    found = serializers.CharField()


class SimilarRequestSerializer(serializers.Serializer):
    """A request like it. Of another organisation's, only what was published: its outline.

    `id`, `text` and `sentences` are null where the reader may not see the request itself.
    """

    id = serializers.SerializerMethodField()
    title = serializers.CharField(source="need.title")
    text = serializers.SerializerMethodField()
    language = serializers.CharField(source="language_of_text")
    country = serializers.CharField(source="need.country_id", allow_null=True)
    sectors = serializers.ListField(child=serializers.CharField())
    year = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Status.choices, source="request.status")
    status_label = serializers.CharField(source="request.public_label")
    result_summary = serializers.CharField(source="request.result_summary")
    score = serializers.FloatField()
    shared_terms = serializers.ListField(child=serializers.CharField())
    sentences = serializers.SerializerMethodField()

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_id(self, found: SimilarRequest) -> Any:
        return found.request.pk if found.is_open else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_text(self, found: SimilarRequest) -> str | None:
        return found.need.text if found.is_open else None

    @extend_schema_field(NearestSentencesSerializer(allow_null=True))
    def get_sentences(self, found: SimilarRequest) -> Any:
        shown = found.sentences if found.is_open else None
        return NearestSentencesSerializer(shown).data if shown else None


class AskedForHelpSerializer(CriteriaSerializer):
    """A need as far as it has been typed, and who may be proposed, as in `match/`."""

    text = serializers.CharField()
    language = LanguageTagField(required=False, allow_blank=True, allow_null=True)
    country = ReferenceField(queryset=Country.objects.all(), required=False, allow_null=True)
    sdgs = ReferenceField(queryset=Goal.objects.all(), many=True, required=False)
    sectors = ReferenceField(queryset=Sector.objects.all(), many=True, required=False)

    def validate_text(self, text: str) -> str:
        return check_need_text(text)


class LikelyHelpersSerializer(serializers.Serializer):
    """How many are likely to be able to help; where nobody is, what the closest do not cover."""

    language = serializers.CharField()
    count = serializers.IntegerField()
    nobody = serializers.BooleanField()
    missing = AspectSerializer(many=True)


class PublicationSerializer(serializers.Serializer):
    """What the outline says of the result."""

    result_summary = serializers.CharField(max_length=5_000, required=False, allow_blank=True)
