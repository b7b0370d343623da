"""What is typed into profiles and passages, checked as everywhere else."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.codelists.models import Language
from backend.common.names import EXAMPLE, primary
from backend.directory.models import Institution, Passage
from backend.directory.validation import (
    check_evidence_year,
    check_orcid,
    check_parent,
    check_ror,
    check_text_length,
)

TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class ProfileForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "names" in self.fields:  # not to someone who may only look
            self.fields["names"].widget.attrs["rows"] = 3

    def clean_names(self) -> dict[str, str]:
        names = self.cleaned_data["names"]
        if not isinstance(names, dict) or not names:
            told = _("Give at least one name, such as {example}.")
            raise ValidationError(told.format(example=EXAMPLE))
        for tag, name in names.items():
            if not TAG.fullmatch(tag):
                raise ValidationError(
                    _("“%(tag)s” is not a language tag. Tags are such as en, zh-Hans or ar-Latn.")
                    % {"tag": tag[:40]}
                )
            if not isinstance(name, str) or not name.strip():
                raise ValidationError(_("The name for “%(tag)s” is empty.") % {"tag": tag})
        return names


class ExpertForm(ProfileForm):
    def clean_orcid(self) -> str:
        return check_orcid(self.cleaned_data["orcid"])


class InstitutionForm(ProfileForm):
    def clean_ror(self) -> str:
        return check_ror(self.cleaned_data["ror"])

    def clean_parent(self) -> Institution | None:
        return check_parent(self.instance, self.cleaned_data["parent"])


class PassageForm(forms.ModelForm):
    class Meta:
        model = Passage
        fields = (
            "kind",
            "text",
            "language",
            "year",
            "attestation",
            "origin",
            "identifier",
            "hidden",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """“Delivered here” is recorded by the platform itself, stated by nobody."""
        super().__init__(*args, **kwargs)
        given = self.fields.get("attestation")
        if not isinstance(given, forms.ChoiceField):
            return  # to be looked at only
        delivered = Passage.Attestation.DELIVERED
        if self.instance.attestation == delivered:
            given.disabled = True
        else:
            given.choices = [one for one in Passage.Attestation.choices if one[0] != delivered]

    def clean_year(self) -> int | None:
        return check_evidence_year(self.cleaned_data["year"])

    def clean_text(self) -> str:
        return check_text_length(self.cleaned_data["text"])

    def clean_language(self) -> str:
        tag = self.cleaned_data["language"]
        if "language" not in self.changed_data or not tag:
            return tag
        if not (TAG.fullmatch(tag) and Language.objects.filter(pk=primary(tag)).exists()):
            raise ValidationError(
                _("“%(tag)s” is not a language tag. Tags are such as fr, pt-BR or zh-Hans.")
                % {"tag": tag}
            )
        return tag
