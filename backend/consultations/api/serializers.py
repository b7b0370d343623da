"""What requests, their steps and clocks look like over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.models import User
from backend.common.fields import ChoiceField, ReferenceField
from backend.consultations.completeness import completeness
from backend.consultations.models import Channel, Clock, ConsultationRequest, Status, StepTaken
from backend.consultations.screening import Criterion
from backend.consultations.services import OnBehalf, Said
from backend.consultations.steps import OF_PARTNER, STEPS
from backend.directory.selectors import is_secretariat
from backend.needs.models import Need

LONGEST = 20_000  # characters of one part of the terms of reference
PARTS = (
    "background",
    "objectives",
    "expected_results",
    "activities",
    "assumptions",
    "expert_profile",
    "contribution",
    "budget",
    "indicators",
)


class CompletenessSerializer(serializers.Serializer):
    """What must still be said (``missing``), what should be, and how much is said (0 to 1)."""

    missing = serializers.ListField(child=serializers.CharField())
    wished = serializers.ListField(child=serializers.CharField())
    share = serializers.FloatField()


class ClockSerializer(serializers.ModelSerializer):
    """``due_at`` empty: it is paused, with ``days_left`` working days to go."""

    class Meta:
        model = Clock
        fields = ("kind", "due_at", "days_left")


class RequestSerializer(serializers.ModelSerializer):
    """A request. ``status_label`` is in the words of whoever reads: partner or secretariat."""

    serializer_related_field = ReferenceField
    serializer_choice_field = ChoiceField
    need = ReferenceField(queryset=Need.objects.all())
    institution = serializers.UUIDField(source="need.institution_id", read_only=True)
    title = serializers.CharField(source="need.title", read_only=True)
    deliverables = serializers.ListField(
        child=serializers.CharField(max_length=300), max_length=50, required=False
    )
    status = serializers.ChoiceField(choices=Status.choices, read_only=True)
    status_label = serializers.SerializerMethodField()
    completeness = serializers.SerializerMethodField()
    clocks = ClockSerializer(many=True, read_only=True, source="open_clocks")

    class Meta:
        model = ConsultationRequest
        fields: tuple[str, ...] = (
            *("id", "need", "institution", "title", "track", "status", "status_label"),
            *PARTS,
            *("deliverables", "working_days", "starts_on", "ends_on", "place", "place_note"),
            *("experts_wanted", "answers_by", "officer", "completeness", "clocks"),
            *("created_at", "updated_at", "version"),
        )
        read_only_fields = ("officer", "created_at", "updated_at", "version")
        extra_kwargs = {name: {"max_length": LONGEST} for name in PARTS}

    def get_status_label(self, request: ConsultationRequest) -> str:
        if self.context.get("staff"):
            return str(Status(request.status).label)
        return request.public_label

    @extend_schema_field(CompletenessSerializer)
    def get_completeness(self, request: ConsultationRequest) -> dict[str, Any]:
        found = completeness(request)
        return {"missing": found.missing, "wished": found.wished, "share": found.share}

    def validate_need(self, need: Need) -> Need:
        """Another's need is as good as none; a request keeps the need it began with."""
        user = self.context["request"].user
        if not Need.objects.visible_to(user).filter(pk=need.pk).exists():
            raise serializers.ValidationError(_("There is no such need."), code="does_not_exist")
        if self.instance and self.instance.need_id != need.pk:
            raise serializers.ValidationError(_("A request keeps the need it was made for."))
        if not user.has_perm("needs.change_need", need):
            raise serializers.ValidationError(
                _("You can't put this need forward; the institution's owners and editors can.")
            )
        return need

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        named = ("starts_on", "ends_on")
        begins, ends = (values.get(name, getattr(self.instance, name, None)) for name in named)
        if begins and ends and ends < begins:
            told = _("It ends before it begins: give a day from %(day)s on.") % {"day": begins}
            raise serializers.ValidationError({"ends_on": told})
        return values


class RequestDetailSerializer(RequestSerializer):
    """One request, with the steps that the reader may take now."""

    allowed_steps = serializers.SerializerMethodField()

    class Meta(RequestSerializer.Meta):
        fields: tuple[str, ...] = (*RequestSerializer.Meta.fields, "allowed_steps")

    def get_allowed_steps(self, request: ConsultationRequest) -> list[str]:
        return STEPS.allowed(request, self.context["request"].user)


class StepTakenSerializer(serializers.ModelSerializer):
    by = serializers.SerializerMethodField()

    class Meta:
        model = StepTaken
        fields = (
            *("step", "source", "target", "by", "created_at", "reason", "criteria"),
            *("channel", "told_on", "evidence"),
        )

    def get_by(self, step: StepTaken) -> str:
        """A name; an account without one is told by its side, never by its address."""
        return step.by.get_full_name() or str(_("somebody of the secretariat or the partner"))


class OnBehalfSerializer(serializers.Serializer):
    """How the officer heard of it."""

    channel = ChoiceField(choices=Channel.choices)
    told_on = serializers.DateField()
    evidence = serializers.CharField(max_length=2_000, required=False, allow_blank=True)


class StepSerializer(serializers.Serializer):
    """What goes with a step. ``on_behalf``: where an officer records the step of a partner."""

    reason = serializers.CharField(max_length=5_000, required=False, allow_blank=True)
    criteria = serializers.DictField(child=serializers.BooleanField(), required=False)
    on_behalf = OnBehalfSerializer(required=False)

    def validate_criteria(self, found: dict[str, bool]) -> dict[str, bool]:
        if unknown := sorted(set(found) - set(Criterion.values)):
            raise serializers.ValidationError(
                _("Unknown: %(unknown)s. Criteria are %(known)s.")
                % {"unknown": ", ".join(unknown)[:100], "known": ", ".join(Criterion.values)}
            )
        return found

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        step = STEPS.steps[self.context["step"]]
        if step.needs_reason and not given.get("reason", "").strip():
            raise serializers.ValidationError({"reason": _("Say why: it is kept with the step.")})
        if step.name == "accept-for-brokering":
            self._check_criteria(given.get("criteria", {}))
        if step.name in OF_PARTNER and is_secretariat(self.context["user"]):
            self._check_on_behalf(given)
        return given

    def _check_criteria(self, found: dict[str, bool]) -> None:
        open_ones = [str(one.label) for one in Criterion if not found.get(one.value)]
        if open_ones:
            raise serializers.ValidationError(
                {"criteria": _("Not found to hold: %(open)s") % {"open": " ".join(open_ones)}}
            )

    def _check_on_behalf(self, given: dict[str, Any]) -> None:
        if "on_behalf" not in given:
            raise serializers.ValidationError(
                {"on_behalf": _("This is a step of the partner: say how and when you were told.")}
            )

    def get_said(self) -> Said:
        given = self.validated_data
        return Said(given.get("reason", "").strip(), given.get("criteria", {}))

    def get_on_behalf(self) -> OnBehalf | None:
        told = self.validated_data.get("on_behalf")
        return OnBehalf(**told) if told else None


class AssignmentSerializer(serializers.Serializer):
    """The officer who looks after a request; None: nobody yet."""

    officer = ReferenceField(queryset=User.objects.all(), allow_null=True)

    def validate_officer(self, user: User | None) -> User | None:
        if user is not None and not is_secretariat(user):
            raise serializers.ValidationError(_("Only officers of the secretariat can take it."))
        return user
