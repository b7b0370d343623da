"""Programmes and their rules, as officers write them in the administration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from backend.codelists.models import Language
from backend.programmes.models import Stage
from backend.programmes.rules import RULES, BadParameters, UnknownRule
from backend.programmes.validation import check_parameters, check_severity


def rules_by_title() -> list[tuple[str, str]]:
    return [(key, f"{rule.title} ({key})") for key, rule in RULES.items()]


class ProgrammeRuleForm(forms.ModelForm):
    """Wrong parameters are told one by one: which, why, and what would be right."""

    rule = forms.ChoiceField(choices=rules_by_title)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        key, parameters = given.get("rule", ""), given.get("parameters")
        try:
            if key:
                check_parameters(key, {} if parameters is None else parameters)
        except BadParameters as error:
            for name, why in error.errors.items():
                self.add_error("parameters", f"{name}: {why}")
        except UnknownRule as error:
            self.add_error("rule", str(error))
        told = check_severity(key, given.get("severity", ""), bool(given.get("confirmed")))
        if told:
            self.add_error("severity", told)
        return given


class ProgrammeForm(forms.ModelForm):
    def clean_stages(self) -> list[str]:
        """In the order in which they come, each once."""
        stages: list[str] = self.cleaned_data["stages"]
        order = [str(stage) for stage in Stage]
        if stages != [stage for stage in order if stage in stages]:
            raise forms.ValidationError(
                _("Write the stages in their order, each once: %(stages)s.")
                % {"stages": ", ".join(order)}
            )
        return stages

    def clean_languages(self) -> list[str]:
        languages: list[str] = self.cleaned_data["languages"]
        known = set(Language.objects.filter(pk__in=languages).values_list("pk", flat=True))
        if unknown := [code for code in languages if code not in known]:
            raise forms.ValidationError(
                _("Not in the list of languages: %(unknown)s. Codes are such as ar, en, fr.")
                % {"unknown": ", ".join(unknown)}
            )
        return languages
