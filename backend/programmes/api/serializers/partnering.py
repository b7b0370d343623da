"""What partners, lacks, similar projects and teams look like over HTTP. Nothing of it is stored."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ReferenceField
from backend.matches.api.serializers import (
    CriteriaSerializer,
    MatchedProfileSerializer,
    PanelMemberSerializer,
    ReasonSerializer,
)
from backend.needs.validation import check_need_text
from backend.programmes.finding import Filled
from backend.programmes.missing import LackKind
from backend.programmes.models import PastProject, Programme
from backend.programmes.partnering import Partner, shown_to
from backend.programmes.rules.regions import Reach
from backend.programmes.similar_projects import Likeness

MOST, USUAL = 50, 10
MOST_PACKAGES, MOST_MEMBERS = 12, 10


class HowManyPartnersSerializer(serializers.Serializer):
    k = serializers.IntegerField(min_value=1, max_value=MOST, default=USUAL)


class PartnersAskedSerializer(HowManyPartnersSerializer, CriteriaSerializer):
    """Of these countries, or members of these groups; in any of them."""

    kinds = None  # type: ignore[assignment]  # DRF's way to drop an inherited field
    languages = None  # institutions are not asked
    available_from = None  # type: ignore[assignment]  # as above
    exclude_institutions = None


class MissingAskedSerializer(HowManyPartnersSerializer):
    """``programme``: the code of the one whose rules count."""

    k = serializers.IntegerField(min_value=1, max_value=MOST, default=5)
    programme = serializers.SlugRelatedField(slug_field="code", queryset=Programme.objects.all())


class NeedShownSerializer(serializers.Serializer):
    """The need that what is offered is nearest to. `text`, `asked` and `found` (the two sentences
    most alike) are empty where the reader may not see it, `title` where its outline is not public.
    """

    title = serializers.CharField()
    text = serializers.CharField()
    shared_terms = serializers.ListField(child=serializers.CharField())
    asked = serializers.CharField()
    found = serializers.CharField()


class PartnerMatchSerializer(serializers.Serializer):
    """An institution. `gives`: how well its offers fit what is sought; `takes`: how well what is
    offered fits its needs; null where it has not said. `score` joins the two.

    `reasons` are its passages, `why_it_gains` is the other direction in a sentence.
    """

    profile = MatchedProfileSerializer(source="found.profile")
    score = serializers.FloatField(source="found.score")
    gives = serializers.FloatField(source="found.gives", allow_null=True)
    takes = serializers.FloatField(source="found.takes", allow_null=True)
    reasons = serializers.SerializerMethodField()
    why_it_gives = serializers.CharField(source="gives")
    why_it_gains = serializers.CharField(source="gains")
    need = NeedShownSerializer(allow_null=True)

    @extend_schema_field(ReasonSerializer(many=True))
    def get_reasons(self, partner: Partner) -> Any:
        offers = partner.found.offers
        found = offers.reasons if offers else []
        return ReasonSerializer(found, many=True, context=self.context).data


class PartnerMatchesSerializer(serializers.Serializer):
    """Institutions, the best first; from ``line`` on, one is likely to fit."""

    line = serializers.FloatField()
    matches = PartnerMatchSerializer(many=True)


class LackSerializer(serializers.Serializer):
    """What lacks by a rule. `optional`: nothing demands it, but it would make the project wider.

    `group`: a member of it; `within`, `outside`: regions; `waiting`: countries that take part and
    could give the letters that lack. `source`: where the rule stands.
    """

    kind = serializers.ChoiceField(choices=[(one.value, one.value) for one in LackKind])
    rule = serializers.CharField()
    number = serializers.IntegerField()
    group = serializers.CharField()
    within = serializers.ListField(child=serializers.CharField())
    outside = serializers.ListField(child=serializers.CharField())
    waiting = serializers.ListField(child=serializers.CharField())
    reach = serializers.CharField()
    optional = serializers.BooleanField()


class FilledSerializer(serializers.Serializer):
    sentence = serializers.CharField()
    lack = LackSerializer()
    source = serializers.CharField(source="rule.source")  # type: ignore[assignment]  # hides the field's own source
    confirmed = serializers.BooleanField(source="rule.confirmed")
    institutions = serializers.SerializerMethodField()

    @extend_schema_field(PartnerMatchSerializer(many=True))
    def get_institutions(self, filled: Filled) -> Any:
        partners = shown_to(self.context["request"].user, filled.institutions)
        return PartnerMatchSerializer(partners, many=True, context=self.context).data


class MissingSerializer(serializers.Serializer):
    """As of a day: groups are those of that day."""

    day = serializers.DateField()
    countries = serializers.ListField(child=serializers.CharField())
    reach = serializers.ChoiceField(choices=[(one.value, one.value) for one in Reach])
    lacks = FilledSerializer(many=True)


class PastProjectSerializer(serializers.ModelSerializer):
    """A project that was done. ``others``: who took part and is not in the directory."""

    serializer_related_field = ReferenceField
    link = serializers.CharField(read_only=True)  # may be empty

    class Meta:
        model = PastProject
        fields = (
            *("id", "title", "text", "language", "countries", "institutions", "others"),
            *("programme", "year", "amount", "outcome", "link", "sdgs", "sectors", "source"),
            *("external_id", "demo", "created_at", "updated_at", "version"),
        )
        read_only_fields = fields


class SimilarProjectSerializer(serializers.Serializer):
    """A project like it: ``repetition`` in the same country, a warning; ``reuse`` elsewhere."""

    project = PastProjectSerializer()
    score = serializers.FloatField()
    likeness = serializers.ChoiceField(choices=Likeness.choices)
    likeness_label = serializers.CharField(source="likeness.label")
    sentence = serializers.CharField()
    shared_countries = serializers.ListField(child=serializers.CharField())
    shared_terms = serializers.ListField(child=serializers.CharField())
    asked = serializers.CharField(source="sentences.asked", default="")
    found = serializers.CharField(source="sentences.found", default="")


class TeamAskedSerializer(CriteriaSerializer):
    """``packages``: what each work package is about; ``size``: how many experts."""

    kinds = None  # type: ignore[assignment]  # DRF's way to drop an inherited field
    packages = serializers.ListField(
        child=serializers.CharField(), min_length=1, max_length=MOST_PACKAGES, required=False
    )
    size = serializers.IntegerField(min_value=2, max_value=MOST_MEMBERS, required=False)

    def validate_packages(self, packages: list[str]) -> list[str]:
        return [check_need_text(one) for one in packages]


class TeamSerializer(serializers.Serializer):
    """Who covers which package; ``facet`` of what a member covers is the package's number, from 1.

    ``uncovered``: the numbers of those that nobody covers.
    """

    language = serializers.CharField()
    packages = serializers.ListField(child=serializers.CharField())
    members = PanelMemberSerializer(many=True)
    uncovered = serializers.ListField(child=serializers.IntegerField())
