"""What the texts of a proposal look like over HTTP, their versions and what is said of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ChoiceField, ReferenceField
from backend.common.names import name_in
from backend.directory.models import Institution
from backend.programmes.differing import Change
from backend.programmes.models import FormSection, Section, SectionComment, SectionVersion
from backend.programmes.selectors.proposals import partners_of

LONGEST = 200_000  # far more than any form takes: too long is told, and nothing is cut


class SectionSerializer(serializers.ModelSerializer):
    """A text of the form. ``most``: how many characters there may be; ``over``: how many too many.

    ``writer``: the partner that writes it, others comment; null: whoever takes part may write.
    """

    serializer_related_field = ReferenceField
    name = serializers.SerializerMethodField()
    hint = serializers.SerializerMethodField()
    stage = serializers.SerializerMethodField()
    is_required = serializers.SerializerMethodField()
    text = serializers.CharField(allow_blank=True, max_length=LONGEST, trim_whitespace=False)
    writer = ReferenceField(queryset=Institution.objects.none(), allow_null=True)
    writer_name = serializers.CharField(
        source="writer.name", default=None, read_only=True, allow_null=True
    )
    characters = serializers.SerializerMethodField()
    most = serializers.SerializerMethodField()
    over = serializers.SerializerMethodField()
    open_comments = serializers.IntegerField(read_only=True)
    may_write = serializers.SerializerMethodField()

    class Meta:
        model = Section
        fields: tuple[str, ...] = (
            *("id", "key", "name", "hint", "stage", "is_required", "text", "writer", "writer_name"),
            *("characters", "most", "over", "open_comments", "may_write"),
            *("created_at", "updated_at", "version"),
        )
        read_only_fields: tuple[str, ...] = ("key", "created_at", "updated_at", "version")

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if proposal := self.context.get("proposal"):
            taking_part = partners_of(proposal).order_by().values("institution")
            fields["writer"].queryset = Institution.objects.filter(pk__in=taking_part)
        return fields

    def get_name(self, section: Section) -> str:
        form = self._form(section)
        return str(form) if form else section.key

    def get_hint(self, section: Section) -> str:
        form = self._form(section)
        return name_in(form.hints) if form else ""

    def get_stage(self, section: Section) -> str | None:
        form = self._form(section)
        return form.stage if form else None

    def get_is_required(self, section: Section) -> bool:
        form = self._form(section)
        return bool(form and form.required)

    def get_characters(self, section: Section) -> int:
        return len(section.text.strip())

    def get_most(self, section: Section) -> int | None:
        form = self._form(section)
        return form.most_characters if form else None

    def get_over(self, section: Section) -> int:
        most = self.get_most(section)
        return max(self.get_characters(section) - most, 0) if most is not None else 0

    def get_may_write(self, section: Section) -> bool:
        return self.context["request"].user.has_perm("programmes.write_section", section)

    def _form(self, section: Section) -> FormSection | None:
        """What the form says of it; nothing any more where it was taken out of the form."""
        return self.context["form"].get(section.key)


class SectionVersionSerializer(serializers.ModelSerializer):
    """A section as somebody left it. ``by`` is a name, no address."""

    by = serializers.CharField(source="by.get_full_name")
    characters = serializers.SerializerMethodField()

    class Meta:
        model = SectionVersion
        fields: tuple[str, ...] = ("number", "by", "created_at", "characters")

    def get_characters(self, version: SectionVersion) -> int:
        return len(version.text.strip())


class WholeVersionSerializer(SectionVersionSerializer):
    class Meta(SectionVersionSerializer.Meta):
        fields: tuple[str, ...] = (*SectionVersionSerializer.Meta.fields, "text")


class BetweenSerializer(serializers.Serializer):
    """Of which version to which; left out: from the one before the newest, to the newest."""

    older = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    newer = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class PieceSerializer(serializers.Serializer):
    change = ChoiceField(choices=[(one.value, one.value) for one in Change])
    text = serializers.CharField()


class TextDifferenceSerializer(serializers.Serializer):
    """Word by word: all but the added give the older text, all but the removed the newer."""

    older = serializers.IntegerField()
    newer = serializers.IntegerField()
    pieces = PieceSerializer(many=True)


class RestoreSerializer(serializers.Serializer):
    """The version whose text is to stand there again."""

    number = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class SectionCommentSerializer(serializers.ModelSerializer):
    """A remark. ``quote``: words of the version that it is about (``number``)."""

    by = serializers.CharField(source="by.get_full_name", read_only=True)
    own = serializers.SerializerMethodField()
    settled_by = serializers.CharField(
        source="settled_by.get_full_name", default=None, read_only=True, allow_null=True
    )
    number = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)

    class Meta:
        model = SectionComment
        fields = (
            *("id", "number", "quote", "text", "by", "own", "settled_at", "settled_by"),
            *("created_at", "version"),
        )
        read_only_fields = ("settled_at", "created_at", "version")
        extra_kwargs = {"quote": {"max_length": 2_000}, "text": {"max_length": 5_000}}

    @extend_schema_field(bool)
    def get_own(self, comment: SectionComment) -> bool:
        return comment.by_id == self.context["request"].user.pk

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        section = self.context["section"]
        number = values.get("number", section.version)
        version = section.versions.filter(number__lte=number).order_by("number").last()
        if number > section.version or version is None:
            newest = _("The newest version is %(newest)d.") % {"newest": section.version}
            raise serializers.ValidationError({"number": newest})
        if values.get("quote", "") not in version.text:
            told = _("These words do not stand in version %(number)d: quote them as they stand.")
            raise serializers.ValidationError({"quote": told % {"number": version.number}})
        return values
