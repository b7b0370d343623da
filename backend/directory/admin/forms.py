"""What is typed into profiles and passages, checked as everywhere else."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.codelists.models import Language
from backend.common.names import EXAMPLE, primary
from backend.directory.models import Passage

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
