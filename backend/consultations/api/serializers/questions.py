"""What questions of those invited look like over HTTP, to each side."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from backend.codelists.fields import LanguageTagField
from backend.consultations.models import Question
from backend.consultations.services.questions import Answered, Asked
from backend.directory.api.serializers.on_behalf import SaysOnBehalf

LONGEST = 10_000


class QuestionSerializer(serializers.ModelSerializer):
    """A question as all read it: who asked is not said."""

    text = serializers.CharField(source="shown", read_only=True)

    class Meta:
        model = Question
        fields: tuple[str, ...] = (
            *("id", "text", "language", "answer", "answer_language", "answered_at", "created_at"),
        )
        read_only_fields: tuple[str, ...] = fields


class InvitedQuestionSerializer(QuestionSerializer):
    """The same for one who is invited. ``own``: asked by the reader, in the reader's words."""

    text = serializers.SerializerMethodField()  # type: ignore[assignment]  # shown by a method here
    own = serializers.SerializerMethodField()

    class Meta(QuestionSerializer.Meta):
        fields = (*QuestionSerializer.Meta.fields, "own")
        read_only_fields = fields

    def get_text(self, question: Question) -> str:
        return question.text if self.get_own(question) else question.shown

    def get_own(self, question: Question) -> bool:
        return question.invitation_id == self.context["invitation"].pk


class OfficersQuestionSerializer(QuestionSerializer):
    """The same for officers, who see who asked, in which words, and how it was heard."""

    asked = serializers.CharField(source="text", read_only=True)
    invitation = serializers.UUIDField(source="invitation_id", read_only=True)
    name = serializers.CharField(source="invitation.expert.name", read_only=True)

    class Meta(QuestionSerializer.Meta):
        fields = (
            *QuestionSerializer.Meta.fields,
            *("asked", "invitation", "name", "channel", "told_on", "evidence"),
        )
        read_only_fields = fields


class AskSerializer(SaysOnBehalf):
    """A question. It goes to all who are invited: do not say in it who you are."""

    text = serializers.CharField(max_length=LONGEST)
    language = LanguageTagField(required=False, allow_blank=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        self.check_on_behalf(given)
        return given

    def get_asked(self) -> Asked:
        return Asked(self.validated_data["text"], self.validated_data.get("language", ""))


class QuestionAnswerSerializer(serializers.Serializer):
    """An answer. ``wording``: the question as others are to read it; for officers alone."""

    answer = serializers.CharField(max_length=LONGEST)
    language = LanguageTagField(required=False, allow_blank=True)
    wording = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)

    def get_answered(self) -> Answered:
        return Answered(**self.validated_data)
