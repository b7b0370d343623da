"""Forms of the pages by which organisations and colleagues get in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.access.models import AccessRequest
from backend.codelists.models import Country
from backend.common.text import fold
from backend.directory.api.fields import LONGEST_NAME


class AskForm(forms.ModelForm):
    """The name in the language of the page, and in English where that is another one."""

    own_name = forms.CharField(label=_("name of the organisation"), max_length=LONGEST_NAME)
    english_name = forms.CharField(
        label=_("its name in English, if it has one"), max_length=LONGEST_NAME, required=False
    )
    website = forms.URLField(
        label=_("website"), max_length=200, required=False, assume_scheme="https"
    )

    class Meta:
        model = AccessRequest
        fields: tuple[str, ...] = (
            *("type", "country", "city", "website", "focal_point", "function"),
            *("email", "language", "why"),
        )
        labels = {
            "type": _("kind of organisation"),
            "focal_point": _("your name"),
            "function": _("your function there"),
            "email": _("your e-mail address at work"),
            "language": _("language in which we write to you"),
            "why": _("why you ask for access, and what you need or offer"),
        }
        widgets = {"why": forms.Textarea(attrs={"rows": 5})}

    field_order = ("own_name", "english_name", "type", "country", "city")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ModelChoiceField), "a country is chosen"
        named = sorted(Country.objects.all(), key=lambda one: fold(one.name))
        country.choices = [("", "—"), *((one.pk, one.name) for one in named)]
        self.initial.setdefault("language", get_language() or "en")
        self.fields["own_name"].initial = self.instance.name
        self.fields["english_name"].initial = self.instance.names.get("en", "")
        for field in self.fields.values():
            field.label = str(field.label)[:1].upper() + str(field.label)[1:]

    def get_values(self) -> dict[str, Any]:
        """As a service takes them. A name that was there in another language stays."""
        given = dict(self.cleaned_data)
        own, english = given.pop("own_name"), given.pop("english_name")
        given.pop("letter", None)
        names = dict(self.instance.names)
        if own != self.instance.name:
            names[(get_language() or "en").replace("zh-hans", "zh-Hans")] = own
        if english:
            names["en"] = english
        return given | {"names": names}


class LetterForm(forms.Form):
    """The official letter, if it is at hand."""

    letter = forms.FileField(
        label=_("Official letter of the organisation"),
        help_text=_("If you have it at hand: a PDF, or a picture of it."),
        required=False,
        max_length=1_000,
    )

    def clean_letter(self) -> Any:
        letter = self.cleaned_data["letter"]
        if letter and letter.size > settings.FILE_MAX_MB * 1024 * 1024:
            told = _("A file has at most %(most)d MB: make it smaller, or divide it.")
            raise forms.ValidationError(told % {"most": settings.FILE_MAX_MB})
        return letter


class AnswerForm(LetterForm, AskForm):
    """The same, to be completed: the address is the one that was confirmed."""

    class Meta(AskForm.Meta):
        fields = tuple(name for name in AskForm.Meta.fields if name != "email")


class PasswordForm(forms.Form):
    """A password for an account whose address is known."""

    password = forms.CharField(
        label=_("password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password)
        return password


class JoinForm(PasswordForm):
    """A new account for a colleague who was invited."""

    name = forms.CharField(label=_("your name"), max_length=150)
    field_order = ("name", "password")
