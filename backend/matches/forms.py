"""The box a need is typed into, and what the search can be narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from backend.codelists.selectors import countries_in_groups
from backend.directory.models import Profile
from backend.matches.selectors import Criteria, choices
from backend.matches.selectors.eligibility import RULES
from backend.matches.validation import check_need_text

NUMBERS = (10, 20, 50)  # of candidates
PANEL = 3  # members
NARROWING = ("kind", "place", "available_from", "languages")
NOT_LISTED = {"invalid_choice": _("Choose an entry of the list, or leave it open.")}
KINDS = [
    ("", _("Experts and institutions")),
    (Profile.Kind.EXPERT.value, _("Experts only")),
    (Profile.Kind.INSTITUTION.value, _("Institutions only")),
]


class NeedTextField(forms.CharField):
    """Text under the same rules as everywhere else that a need is typed."""

    def clean(self, value: Any) -> str:
        return check_need_text(value or "")


class NarrowForm(forms.Form):
    """Whom to look for: the hard rules as a page offers them."""

    kind = forms.ChoiceField(
        label=_("Who"), choices=KINDS, required=False, error_messages=NOT_LISTED
    )
    place = forms.ChoiceField(
        label=_("From which country or group"), required=False, error_messages=NOT_LISTED
    )
    available_from = forms.DateField(
        label=_("Available on"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the day as year-month-day, such as 2027-03-31.")},
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages the expert must speak"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        error_messages=NOT_LISTED,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = choices.groups()
        spoken, self.readable = choices.languages()
        self._offer("place", self._places())
        self._offer("languages", spoken)

    def _offer(self, name: str, offered: list) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]  # typed as a plain field

    def _places(self) -> list:
        return [
            ("", _("Anywhere")),
            (_("Groups of countries"), self.groups),
            (_("Countries and areas"), choices.countries()),
        ]

    def narrowed(self) -> bool:
        """Whether anything but the text was filled in, or is wrong: then it is shown open."""
        return any(self[name].value() or name in self.errors for name in NARROWING)

    def as_query(self) -> str:
        """What narrows the search, as the end of an address."""
        given = {name: self.cleaned_data[name] for name in NARROWING}
        return urlencode({name: value for name, value in given.items() if value}, doseq=True)

    def criteria(self) -> Criteria:
        given = self.cleaned_data
        return Criteria(
            kinds=(given["kind"],) if given["kind"] else (),
            countries=self._countries(given["place"]),
            languages=tuple(given["languages"]),
            available_from=given["available_from"],
        )

    def _countries(self, place: str) -> tuple[str, ...]:
        if place not in dict(self.groups):
            return (place,) if place else ()
        # A group without members leaves nobody; no country at all would leave everybody.
        return tuple(countries_in_groups([place]).values_list("pk", flat=True)) or ("",)


class LeftOutForm(NarrowForm):
    """Whom to tell of: those that count for one rule. It comes with an address, not from a page."""

    rule = forms.ChoiceField(choices=[(rule, rule) for rule in RULES])


class AskForm(NarrowForm):
    """A need in a person's own words, with what narrows the search for candidates."""

    text = NeedTextField(
        label=_("Describe your need"),
        help_text=_(
            "In your own language. A few sentences are best: what is lacking, where, with which "
            "means, and for whom. Nothing you type here is stored."
        ),
        widget=forms.Textarea({"rows": 5}),
    )
    country = forms.ChoiceField(
        label=_("Where the work is to be done"),
        help_text=_("Leaves nobody out: those who know such countries stand a little higher."),
        required=False,
        error_messages=NOT_LISTED,
    )
    k = forms.TypedChoiceField(
        label=_("How many candidates"),
        choices=[(number, number) for number in NUMBERS],
        coerce=int,
        empty_value=str(NUMBERS[0]),
        required=False,
        error_messages=NOT_LISTED,
    )
    panel = forms.BooleanField(
        label=_("Propose a panel of three that covers the need together"), required=False
    )
    # Shown beside the answer: what the text was read as, and the way to read it again.
    language = forms.ChoiceField(
        label=_("Language of your text"), required=False, error_messages=NOT_LISTED
    )
    reread = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("language", self.readable)
        self._offer("country", [("", _("Not said")), *choices.all_countries()])
        for field in self.visible_fields():
            field.field.widget.attrs["aria-describedby"] = described_by(field)

    def narrowing(self) -> list[forms.BoundField]:
        return [self[name] for name in ("kind", "place", "available_from", "k")]

    def shown(self) -> list[forms.BoundField]:
        """The fields that have a place for their error on the page."""
        others = (self["languages"], self["panel"])
        return [self["text"], self["language"], self["country"], *self.narrowing(), *others]

    def question(self) -> dict[str, Any]:
        """What ``services.answer`` is to be asked."""
        given = self.cleaned_data
        return {
            "text": given["text"],
            "language": (given["language"] or None) if given["reread"] else None,
            "k": int(given["k"]),
            "criteria": self.criteria(),
            "country": given["country"] or None,
            "panel": PANEL if given["panel"] else None,
        }


def described_by(field: forms.BoundField) -> str:
    """The ids of a field's help and of its error, which are always there to be filled."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    return " ".join([*ids, f"{field.auto_id}_error"])
