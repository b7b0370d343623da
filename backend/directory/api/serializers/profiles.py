"""What institutions and experts have in common: names, codes and evidence."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.codelists.fields import LanguageTagField
from backend.common.fields import ChoiceField, ReferenceField
from backend.directory.api.fields import NamesField
from backend.directory.api.serializers.rows import RowSerializer
from backend.directory.models import Passage
from backend.directory.validation import LONGEST_TEXT, check_evidence_year

# Who may vouch for evidence how well; nobody needs a right to speak for themselves.
ATTESTING: dict[str, str] = {
    Passage.Attestation.SELF_DECLARED: "",
    Passage.Attestation.INSTITUTION_CONFIRMED: "directory.confirm_evidence",
    Passage.Attestation.DOCUMENTED: "directory.document_evidence",
}
ATTESTED = ("kind", "text", "year", "origin", "identifier")


class PassageSerializer(RowSerializer):
    most = 300
    id = serializers.UUIDField(required=False)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    language = LanguageTagField(required=False, allow_blank=True)
    source = serializers.CharField(  # type: ignore[assignment]  # DRF sets its own on instances only
        source="origin", max_length=300, required=False, allow_blank=True
    )

    class Meta:
        model = Passage
        fields = (
            "id",
            "kind",
            "text",
            "language",
            "year",
            "source",
            "identifier",
            "attestation",
            "hidden",
        )

    def changes_one(self, data: Mapping) -> bool:
        """A passage that is there already keeps what is not said anew."""
        return "id" in data

    def validate_year(self, year: int | None) -> int | None:
        return check_evidence_year(year)


class ProfileSerializer(serializers.ModelSerializer):
    serializer_related_field = ReferenceField
    serializer_choice_field = ChoiceField
    names = NamesField()
    name = serializers.CharField(read_only=True)
    passages = PassageSerializer(many=True, required=False)

    BASE = (
        "id",
        "kind",
        "name",
        "names",
        "country",
        "city",
        "fields",
        "sdgs",
        "sectors",
        "consent_listed",
        "last_confirmed",
        "withdrawn_at",
        "demo",
        "version",
        "passages",
    )
    READ_ONLY = ("kind", "withdrawn_at", "demo", "version")

    def get_fields(self) -> dict[str, serializers.Field]:
        """Lists leave the evidence out: it is long, and one reads it profile by profile."""
        found = super().get_fields()
        if getattr(self.context.get("view"), "action", "") == "list":
            found.pop("passages")
        return found

    def validate_last_confirmed(self, day: datetime.date | None) -> datetime.date | None:
        if day and day > timezone.now().date() + datetime.timedelta(days=1):  # east of here
            raise serializers.ValidationError(_("This day is still to come."))
        return day

    def validate_passages(self, rows: list[dict]) -> list[dict]:
        own = (
            {passage.pk: passage for passage in self.instance.passages.all()}
            if self.instance
            else {}
        )
        for row in rows:
            if "id" in row and row["id"] not in own:
                raise serializers.ValidationError(
                    _("%(id)s is not a passage of this profile; leave the id out to add one.")
                    % {"id": row["id"]}
                )
            self._settle_attestation(row, own.get(row.get("id")))
        return rows

    def _settle_attestation(self, row: dict, before: Passage | None) -> None:
        """Others than the author vouch for evidence, and for no other text than they have seen."""
        current = before.attestation if before else Passage.Attestation.SELF_DECLARED
        given = row.get("attestation", current)
        if given != current and not self._may_attest(given):
            raise serializers.ValidationError(
                _("You can't give the attestation “%(attestation)s”; the right one is %(own)s.")
                % {"attestation": given, "own": Passage.Attestation.SELF_DECLARED.value}
            )
        if before and given == current and _says_something_else(row, before):
            kept = self._has_right("directory.document_evidence") or self._may_attest(given)
            row["attestation"] = given if kept else Passage.Attestation.SELF_DECLARED

    def _may_attest(self, attestation: str) -> bool:
        """“Delivered here” is recorded by the platform itself, stated by nobody."""
        right = ATTESTING.get(attestation)
        return right is not None and (not right or self._has_right(right))

    def _has_right(self, right: str) -> bool:
        return self.context["request"].user.has_perm(right, self.instance)


def _says_something_else(row: dict, passage: Passage) -> bool:
    return any(name in row and row[name] != getattr(passage, name) for name in ATTESTED)
