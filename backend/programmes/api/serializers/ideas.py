"""What ideas look like over HTTP, and those who join them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.codelists.fields import LanguageTagField
from backend.common.fields import ReferenceField
from backend.consultations.models import ConsultationRequest
from backend.directory.api.serializers.on_behalf import SaysOnBehalf
from backend.directory.models import Institution
from backend.needs.validation import check_need_text
from backend.programmes.joining import OF_IDEA, OF_PARTNER, STEPS
from backend.programmes.models import IdeaPartner, IdeaPartnerStep, IdeaStatus, ProjectIdea
from backend.programmes.models.idea import PartnerStatus
from backend.programmes.services.joining import JoinAsking

LONGEST = 5_000
LONGEST_TEXT = 20_000
LONGEST_TIME = datetime.timedelta(days=365)
KEPT = ("institution", "from_request")  # what an idea began with it keeps


class JoinedSerializer(serializers.Serializer):
    """An institution that has joined."""

    institution = serializers.UUIDField(source="institution_id")
    name = serializers.CharField(source="institution.name")
    country = serializers.CharField(source="institution.country_id", allow_null=True)


class ProjectIdeaSerializer(serializers.ModelSerializer):
    """An idea. With ``from_request``, what is left out is taken over from that request."""

    serializer_related_field = ReferenceField
    institution = ReferenceField(queryset=Institution.objects.all(), required=False)
    institution_name = serializers.CharField(source="institution.name", read_only=True)
    from_request = ReferenceField(
        queryset=ConsultationRequest.objects.all(), required=False, allow_null=True
    )
    title = serializers.CharField(max_length=200, required=False)
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False)
    language = LanguageTagField(required=False, allow_blank=True)
    status = serializers.ChoiceField(choices=IdeaStatus.choices, read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    joined = JoinedSerializer(many=True, read_only=True)

    class Meta:
        model = ProjectIdea
        fields: tuple[str, ...] = (
            *("id", "institution", "institution_name", "from_request", "status", "status_label"),
            *("title", "language", "text", "offers", "seeks", "countries", "sdgs", "sectors"),
            *("joined", "demo", "created_at", "updated_at", "version"),
        )
        read_only_fields: tuple[str, ...] = ("demo", "created_at", "updated_at", "version")
        extra_kwargs = {
            "offers": {"max_length": LONGEST_TEXT},
            "seeks": {"max_length": LONGEST_TEXT},
        }

    def validate_text(self, text: str) -> str:
        return check_need_text(text)

    def validate_institution(self, institution: Institution) -> Institution:
        return institution if self.instance else self._own(institution)

    def validate_from_request(self, found: ConsultationRequest | None) -> Any:
        if found is None or self.instance:
            return found
        visible = ConsultationRequest.objects.visible_to(self.context["request"].user)
        row = visible.select_related("need__institution").filter(pk=found.pk).first()
        if row is None:
            raise serializers.ValidationError(_("There is no such request."), code="does_not_exist")
        return row

    def _own(self, institution: Institution) -> Institution:
        user = self.context["request"].user
        if not user.has_perm("programmes.write_idea", ProjectIdea(institution=institution)):
            raise serializers.ValidationError(
                _("An institution’s own owners and editors write ideas for it.")
            )
        return institution

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if self.instance:
            self._check_kept(values)
        elif request := values.get("from_request"):
            self._check_asker(request, values)
        elif missing := [one for one in ("institution", "title", "text") if one not in values]:
            told = _("This field is needed, unless the idea grew out of a request (from_request).")
            raise serializers.ValidationError(dict.fromkeys(missing, told), code="required")
        return values

    def _check_kept(self, values: dict[str, Any]) -> None:
        changed = [one for one in KEPT if one in values and values[one] != self._now(one)]
        if changed:
            told = _("It stays as it was when the idea was written.")
            raise serializers.ValidationError(dict.fromkeys(changed, told))

    def _now(self, name: str) -> Any:
        return getattr(self.instance, name)

    def _check_asker(self, request: ConsultationRequest, values: dict[str, Any]) -> None:
        asker = request.need.institution
        if values.get("institution", asker) != asker:
            told = _("An idea out of a request is of the institution that asked.")
            raise serializers.ValidationError({"institution": told})
        try:
            self._own(asker)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({"from_request": error.detail}) from None


class ProjectIdeaDetailSerializer(ProjectIdeaSerializer):
    """One idea, and the steps that the reader may take now."""

    allowed_steps = serializers.SerializerMethodField()

    class Meta(ProjectIdeaSerializer.Meta):
        fields: tuple[str, ...] = (*ProjectIdeaSerializer.Meta.fields, "allowed_steps")

    def get_allowed_steps(self, idea: ProjectIdea) -> list[str]:
        return OF_IDEA.allowed(idea, self.context["request"].user)


class IdeaPartnerStepTakenSerializer(serializers.ModelSerializer):
    class Meta:
        model = IdeaPartnerStep
        fields = (
            *("step", "source", "target", "created_at", "reason", "channel", "told_on", "evidence"),
        )


class IdeaPartnerSerializer(serializers.ModelSerializer):
    """An institution's part in an idea, and the steps that the reader may take now."""

    institution = ReferenceField(queryset=Institution.objects.listed())
    name = serializers.CharField(source="institution.name", read_only=True)
    country = serializers.CharField(
        source="institution.country_id", read_only=True, allow_null=True
    )
    status = serializers.ChoiceField(choices=PartnerStatus.choices, read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    steps = IdeaPartnerStepTakenSerializer(many=True, read_only=True)
    allowed_steps = serializers.SerializerMethodField()

    class Meta:
        model = IdeaPartner
        fields = (
            *("id", "institution", "name", "country", "status", "status_label", "why", "message"),
            *("answer_by", "contribution", "steps", "allowed_steps", "created_at", "version"),
        )
        read_only_fields = ("contribution", "created_at", "version")
        extra_kwargs = {"why": {"max_length": LONGEST}, "message": {"max_length": LONGEST}}

    def validate_answer_by(self, until: datetime.datetime | None) -> datetime.datetime | None:
        if until and not timezone.now() < until <= timezone.now() + LONGEST_TIME:
            raise serializers.ValidationError(_("Give a time to come, within a year."))
        return until

    def get_allowed_steps(self, partner: IdeaPartner) -> list[str]:
        return STEPS.allowed(partner, self.context["request"].user)

    def get_asking(self) -> JoinAsking:
        names = ("why", "message", "answer_by")
        return JoinAsking(**{k: v for k, v in self.validated_data.items() if k in names})


class JoiningStepSerializer(SaysOnBehalf):
    """What goes with a step of a partner. ``contribution``: what it brings, where it joins.

    ``on_behalf``: where an officer records the step of an institution.
    """

    reason = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    contribution = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        step = STEPS.steps[self.context["step"]]
        if step.needs_reason and not given.get("reason", "").strip():
            raise serializers.ValidationError({"reason": _("Say why: it is kept with the step.")})
        if step.name in OF_PARTNER:
            self.check_on_behalf(given)
        return given

    def get_said(self) -> dict[str, str]:
        """By the names of the services: what each step takes."""
        name = "contribution" if self.context["step"] == "accept" else "reason"
        return {name: self.validated_data.get(name, "").strip()}
