"""Forms of the pages behind the links in letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.consultations.models import Nominee, Refusal, Suggestion
from backend.consultations.services import Declined
from backend.consultations.services.nominees import Proposed
from backend.consultations.services.questions import Asked
from backend.directory.models import Expert
from backend.discussion.models import Visibility


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
        label=_("Anything else"),
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


class ColleagueForm(forms.ModelForm):
    why = forms.CharField(
        label=_("Why this person"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = Suggestion
        fields = ("name", "email", "institution", "why")


class ProposeForm(forms.Form):
    """Somebody of the directory, or somebody new."""

    expert = forms.ModelChoiceField(
        label=_("Somebody of your institution"), queryset=Expert.objects.none(), required=False
    )
    name = forms.CharField(
        label=_("Or somebody who is not in the directory: name"), required=False, max_length=300
    )
    email = forms.EmailField(label=_("e-mail address"), required=False, max_length=254)
    statement = forms.CharField(
        label=_("Why this person"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = people  # type: ignore[attr-defined]  # typed as a plain field

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if bool(given.get("expert")) == bool(given.get("name")):
            self.add_error("name", _("Choose somebody, or give a name: one of the two."))
        return given

    def get_proposed(self) -> Proposed:
        return Proposed(language=get_language() or "en", **self.cleaned_data)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class NomineeForm(forms.Form):
    """Which of the people is released."""

    nominee = forms.ModelChoiceField(queryset=Nominee.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominee"].queryset = people  # type: ignore[attr-defined]  # typed as a plain field


class RefuseForm(ReasonForm, NomineeForm):
    """Which is not, and why."""


class AskForm(forms.Form):
    question = forms.CharField(
        label=_("Your question"),
        help_text=_("All who are invited read it, without your name: don’t say who you are."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def get_asked(self) -> Asked:
        return Asked(self.cleaned_data["question"])


class MessageForm(forms.Form):
    """A message about the work; ``writes``: to whom it can go here and now."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    visibility = forms.ChoiceField(label=_("Who reads it"), widget=forms.Select)
    after = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, writes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one, Visibility(one).label) for one in writes]
        self.fields["visibility"].choices = choices  # type: ignore[attr-defined]  # typed as a plain field

    def get_values(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("text", "visibility")}
