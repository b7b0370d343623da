"""What a proposal looks like over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.codelists.fields import LanguageTagField
from backend.common.fields import ChoiceField, ReferenceField
from backend.common.names import primary
from backend.directory.models import Institution
from backend.programmes.completeness import completeness
from backend.programmes.models import Call, IdeaStatus, ProjectIdea, Proposal
from backend.programmes.models.proposal import ProposalStatus
from backend.programmes.proposing import STEPS
from backend.programmes.selectors.proposals import missing_endorsements

LONGEST = 20_000
KEPT = ("call", "idea", "institution")  # what a proposal began with it keeps


class PartnerNameSerializer(serializers.Serializer):
    """Who takes part, and for which country."""

    institution = serializers.UUIDField(source="institution_id")
    name = serializers.CharField(source="institution.name")
    country = serializers.CharField(source="country_id")


class ProjectProposalSerializer(serializers.ModelSerializer):
    """A proposal's cover. ``programme`` and ``call_name`` are those of the call it answers."""

    serializer_related_field = ReferenceField
    serializer_choice_field = ChoiceField
    call = ReferenceField(queryset=Call.objects.all())
    call_name = serializers.CharField(source="call.name", read_only=True)
    programme = serializers.CharField(source="call.programme.code", read_only=True)
    idea = ReferenceField(queryset=ProjectIdea.objects.all(), required=False, allow_null=True)
    institution = ReferenceField(queryset=Institution.objects.all())
    institution_name = serializers.CharField(source="institution.name", read_only=True)
    language = LanguageTagField()
    status = serializers.ChoiceField(choices=ProposalStatus.choices, read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    partners = PartnerNameSerializer(many=True, read_only=True, source="taking_part")

    class Meta:
        model = Proposal
        fields: tuple[str, ...] = (
            *("id", "call", "call_name", "programme", "idea", "institution", "institution_name"),
            *("stage", "status", "status_label", "title", "language", "number", "sector"),
            *("sectors", "sdgs", "beneficiaries", "beneficiaries_number", "starts_on", "months"),
            *("requested", "outcome", "partners", "created_at", "updated_at", "version"),
        )
        read_only_fields: tuple[str, ...] = (
            *("stage", "number", "created_at", "updated_at", "version"),
        )
        extra_kwargs = {
            "beneficiaries": {"max_length": LONGEST},
            "outcome": {"max_length": LONGEST},
            "requested": {"min_value": 1},
        }

    def validate_call(self, call: Call) -> Call:
        """One that is not announced is as good as none, but for those who prepare it."""
        user = self.context["request"].user
        if (
            not self.instance
            and call.announced_at is None
            and not user.has_perm("programmes.run_programme")
        ):
            raise serializers.ValidationError(_("There is no such call."), code="does_not_exist")
        return call

    def validate_idea(self, idea: ProjectIdea | None) -> ProjectIdea | None:
        if idea is None or self.instance:
            return idea
        user = self.context["request"].user
        if not ProjectIdea.objects.visible_to(user).filter(pk=idea.pk).exists():
            raise serializers.ValidationError(_("There is no such idea."), code="does_not_exist")
        if not user.has_perm("programmes.write_idea", idea):
            raise serializers.ValidationError(
                _("The institution whose idea it is makes a proposal of it.")
            )
        if idea.status == IdeaStatus.WITHDRAWN:
            raise serializers.ValidationError(_("This idea was withdrawn."))
        return idea

    def validate_institution(self, institution: Institution) -> Institution:
        user = self.context["request"].user
        if self.instance:
            return institution
        if not user.has_perm("programmes.lead_proposal", Proposal(institution=institution)):
            raise serializers.ValidationError(
                _("An institution’s own owners and editors make proposals for it.")
            )
        if institution.country_id is None:
            raise serializers.ValidationError(
                _("It is not known in which country this institution is: enter it first.")
            )
        return institution

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if self.instance:
            self._check_kept(values)
        elif idea := values.get("idea"):
            self._check_idea(idea, values)
        if "language" in values or "call" in values:
            self._check_language(values)
        return values

    def _check_kept(self, values: dict[str, Any]) -> None:
        changed = [one for one in KEPT if one in values and values[one] != self._now(one)]
        if changed:
            told = _("It stays as it was when the proposal was made.")
            raise serializers.ValidationError(dict.fromkeys(changed, told))

    def _check_idea(self, idea: ProjectIdea, values: dict[str, Any]) -> None:
        if idea.institution_id != values["institution"].pk:
            told = _("The applicant is the institution whose idea it is.")
            raise serializers.ValidationError({"institution": told})

    def _check_language(self, values: dict[str, Any]) -> None:
        known = (values.get("call") or self._now("call")).programme.languages
        if primary(values["language"]) not in {primary(one) for one in known}:
            told = _("The programme takes proposals in these languages: %(known)s.")
            raise serializers.ValidationError({"language": told % {"known": ", ".join(known)}})

    def _now(self, name: str) -> Any:
        return getattr(self.instance, name)


class ProposalCompletenessSerializer(serializers.Serializer):
    """What must still be said, the countries whose letters lack, how much is there (0 to 1)."""

    missing = serializers.ListField(child=serializers.CharField())
    missing_endorsements = serializers.ListField(child=serializers.CharField())
    share = serializers.FloatField()


class MissingLetterSerializer(serializers.Serializer):
    """A country that takes part, and whose letter is not complete."""

    country = serializers.CharField(source="country_id")
    name = serializers.CharField(source="country.name")
    status = serializers.CharField()
    status_label = serializers.CharField(source="get_status_display")


class ProjectProposalDetailSerializer(ProjectProposalSerializer):
    """One proposal: first what it lacks (letters before all), then what may be done with it."""

    missing_endorsements = serializers.SerializerMethodField()
    completeness = serializers.SerializerMethodField()
    allowed_steps = serializers.SerializerMethodField()

    class Meta(ProjectProposalSerializer.Meta):
        fields: tuple[str, ...] = (
            *("missing_endorsements", "completeness", "allowed_steps"),
            *ProjectProposalSerializer.Meta.fields,
        )

    @extend_schema_field(MissingLetterSerializer(many=True))
    def get_missing_endorsements(self, proposal: Proposal) -> Any:
        return MissingLetterSerializer(missing_endorsements(proposal), many=True).data

    @extend_schema_field(ProposalCompletenessSerializer)
    def get_completeness(self, proposal: Proposal) -> Any:
        return ProposalCompletenessSerializer(completeness(proposal)).data

    def get_allowed_steps(self, proposal: Proposal) -> list[str]:
        return STEPS.allowed(proposal, self.context["request"].user)
