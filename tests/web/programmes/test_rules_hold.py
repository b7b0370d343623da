"""Whatever is edited: what breaks a rule is caught, and what mends it clears it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings
from tests_pgtf import broken, eligible, findings, letter

from backend.programmes.dossier import Deed, Dossier, Line

BASE = eligible()
CENTS = st.integers(1, 2_000_000).map(lambda cents: Decimal(cents) / 100)
LATE = st.timedeltas(timedelta(0), timedelta(days=3_000))
Edit = Callable[[Dossier, Any], Dossier]


def without(values: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    return (*values[:at], *values[at + 1 :])


def drop_partner(one: Dossier, draw: Any) -> Dossier:
    return replace(one, partners=without(one.partners, draw(st.integers(0, 2))))


def spoil_letter(one: Dossier, draw: Any) -> Dossier:
    country = draw(st.sampled_from(one.countries))
    part = draw(st.sampled_from(["institution", "signer", "position"]))
    others = (each for each in one.letters if each.country != country)
    return replace(one, letters=(*others, letter(country, **{part: ""})))


def ask_more(one: Dossier, draw: Any) -> Dossier:
    return replace(one, requested=one.requested + draw(CENTS))


def work_alone(one: Dossier, draw: Any) -> Dossier:
    own = draw(st.sampled_from(["KEN", "GHA", "PER"]))
    alone = tuple(replace(deed, countries=frozenset({own})) for deed in one.activities)
    return replace(one, activities=alone)


def lose_activities(one: Dossier, draw: Any) -> Dossier:
    gone = draw(st.sampled_from(["o1", "o2"]))
    return replace(one, activities=tuple(x for x in one.activities if x.output != gone))


def write_more(one: Dossier, draw: Any) -> Dossier:
    more = draw(st.integers(101, 50_000))
    texts = (replace(x, characters=x.characters and x.characters + more) for x in one.texts)
    return replace(one, texts=tuple(texts))


def empty_text(one: Dossier, draw: Any) -> Dossier:
    at = draw(st.integers(0, 1))
    return replace(one, texts=(*without(one.texts, at), replace(one.texts[at], characters=0)))


def come_late(one: Dossier, draw: Any) -> Dossier:
    return replace(one, handed_in_at=one.closes_at + draw(LATE))


def lose_attachment(one: Dossier, draw: Any) -> Dossier:
    return replace(one, attachments=())


# Each edit, and a rule that it breaks whenever it is made on a proposal that is right.
EDITS: dict[Edit, str] = {
    drop_partner: "participating-countries",
    spoil_letter: "letters",
    ask_more: "budget-sum",
    work_alone: "shared-activities",
    lose_activities: "output-activities",
    write_more: "section-lengths",
    empty_text: "sections-filled",
    come_late: "deadline",
    lose_attachment: "attachments",
}

# What has to be put right again to mend it.
MENDED: dict[Edit, tuple[str, ...]] = {
    drop_partner: ("partners",),
    spoil_letter: ("letters",),
    ask_more: ("requested",),
    work_alone: ("activities",),
    lose_activities: ("activities",),
    write_more: ("texts",),
    empty_text: ("texts",),
    come_late: ("handed_in_at",),
    lose_attachment: ("attachments",),
}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_edit_that_breaks_a_rule_is_caught_and_taking_it_back_clears_it(data):
    edit = data.draw(st.sampled_from(list(EDITS)))
    edited = edit(BASE, data.draw)
    assert EDITS[edit] in broken(edited)
    mended = replace(edited, **{name: getattr(BASE, name) for name in MENDED[edit]})
    assert broken(mended) == set()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_edits_on_one_another_hide_nothing(data):
    """What one edit breaks, others do not mend by the way."""
    chosen = data.draw(st.lists(st.sampled_from(list(EDITS)), min_size=2, max_size=4, unique=True))
    dossier = BASE
    for edit in sorted(chosen, key=lambda one: one is not drop_partner):
        dossier = edit(dossier, data.draw)
    assert broken(dossier) >= {EDITS[edit] for edit in chosen}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CENTS, st.booleans()), max_size=8), CENTS)
def test_the_budget_is_in_order_exactly_where_its_sums_say_so(lines, requested):
    """By arithmetic of its own: the lines of the programme, and those of others."""
    made = tuple(Line(x, 1, "cash", "o1", "" if own else "s1") for x, own in lines)
    found = findings(replace(BASE, lines=made, requested=requested))
    paid = sum((x for x, own in lines if own), Decimal(0))
    others = sum((x for x, own in lines if not own), Decimal(0))
    assert (found["budget-sum"].outcome == "kept") == (paid == requested)
    assert (found["other-inputs"].outcome == "kept") == (others >= requested)
    assert (found["ceiling"].outcome == "kept") == (requested <= 35_000)


COUNTRIES = st.frozensets(st.sampled_from(["KEN", "GHA", "PER", "UGA"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(COUNTRIES, max_size=6))
def test_countries_act_together_exactly_where_two_partners_share_an_activity(acting):
    deeds = tuple(Deed(str(at), "o1", "x", one) for at, one in enumerate(acting))
    found = findings(replace(BASE, activities=deeds))
    partners = {"KEN", "GHA", "PER"}
    together = [one for one in acting if len(one & partners) > 1]
    assert (found["shared-activities"].outcome == "kept") == bool(together)
    acted = set().union(*acting) if acting else set()
    assert (found["every-country-acts"].outcome == "kept") == (partners <= acted)
