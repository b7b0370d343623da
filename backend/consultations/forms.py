"""Forms of the page behind an invitation's link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.consultations.models import Refusal
from backend.consultations.services import Declined


class AcceptForm(forms.Form):
    attest = forms.BooleanField(
        label=_(
            "I am available for this, have no conflict of interest, and keep what I learn "
            "confidential."
        ),
        error_messages={"required": _("To accept, please attest this.")},
    )


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), choices=Refusal.choices, initial=Refusal.BUSY)
    busy_until = forms.DateField(
        label=_("If you are busy: until when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    note = forms.CharField(
        label=_("Anything else, such as a colleague who could help"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_busy_until(self) -> Any:
        day = self.cleaned_data["busy_until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This is past: give a day to come."))
        return day

    def get_said(self) -> Declined:
        return Declined(**self.cleaned_data)
