"""The report and the proposal as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.directory.imports.columns import OTHERS, lack
from backend.directory.imports.headings import CERTAIN, GUESS, LIKELY
from backend.directory.imports.propose import Proposal
from backend.directory.imports.report import Entry, Report

MOST_SHOWN = 200  # problems; --json has them all
VALUE = 60  # characters of a value in the preview


def proposal_lines(proposal: Proposal) -> Iterator[str]:
    """heading → target, why, example."""
    sheet = proposal.headed.table.name or _("the file")
    yield _("%(sheet)s: %(kind)s") % {"sheet": sheet, "kind": proposal.kind}
    widest = max((len(column.heading) for column in proposal.columns), default=0)
    for column in proposal.columns:
        target = column.target or _("(ignored)")
        sure = _confidence(column.confidence)
        why = f"{sure}, {column.why}" if sure else column.why
        example = f"  “{column.example}”" if column.example else ""
        yield f"  {column.heading:<{min(widest, 40)}} → {target:<20} {why}{example}"


def left_out(found: list[Proposal], file: str) -> Iterator[str]:
    """What an import without a reviewed mapping leaves out, and how to take it in."""
    more = _("to take it in, run --propose-map, correct the mapping, and give it with --map")
    for proposal in found:
        sheet = proposal.headed.table.name or file
        if not proposal.is_certain:
            told = _("%(sheet)s: left out, as %(lack)s; %(more)s")
            yield told % {"sheet": sheet, "lack": lack(proposal.kind), "more": more}
            continue
        columns = [
            f"“{column.heading}”" + (f" ({column.target}?)" if column.target else "")
            for column in proposal.columns
            if column.heading and (not column.target or column.confidence == GUESS)
        ]
        if columns:
            told = _("%(sheet)s: columns left out: %(columns)s; %(more)s")
            yield told % {"sheet": sheet, "columns": ", ".join(columns), "more": more}


def report_lines(report: Report) -> Iterator[str]:
    for entry in report.entries:
        yield from _entry_lines(entry)
    yield from report.notes
    for group, counter in report.counts.items():
        counts = ", ".join(f"{_outcome(name)}: {number}" for name, number in counter.items())
        yield f"{_group(group)}: {counts}"
    for institution in report.institutions_created:
        yield _("institution created, not listed until reviewed: %(name)s") % {"name": institution}
    if report.not_listed:
        yield _listing(report.not_listed)
    if report.look_alikes:
        yield _look_alikes(report.look_alikes)
    for warning in report.warnings[:MOST_SHOWN]:
        yield _("warning: %(text)s") % {"text": warning}
    for problem in report.problems[:MOST_SHOWN]:
        yield str(problem)
    if len(report.problems) > MOST_SHOWN:
        more = len(report.problems) - MOST_SHOWN
        yield _("… and %(count)d more; --json lists all") % {"count": more}
    if report.dry_run:
        yield _("Nothing was stored: this was a dry run.")
    elif not report.kept:
        yield _("Nothing was stored: there were bad rows.")


def _entry_lines(entry: Entry) -> Iterator[str]:
    words = {"row": entry.row, "name": entry.name, "outcome": _outcome(entry.outcome)}
    yield _("row %(row)d, %(name)s: %(outcome)s") % words
    for change in entry.changes:
        yield f"    {change.field}: {_short(change.old)} → {_short(change.new)}"


def _short(value: Any) -> str:
    if value in (None, "", [], {}):
        return "–"
    text = " ".join(str(value).split())
    return text if len(text) <= VALUE else f"{text[:VALUE]}…"


def _listing(count: int) -> str:
    return ngettext(
        "%(count)d expert is not listed, for want of consent: say yes in a column "
        "consent_listed, or give --consent yes where the file's owner has the consent.",
        "%(count)d experts are not listed, for want of consent: say yes in a column "
        "consent_listed, or give --consent yes where the file's owner has the consents.",
        count,
    ) % {"count": count}


def _look_alikes(count: int) -> str:
    """Where to see them: the page that any installation has."""
    told = ngettext(
        "%(count)d pair of profiles looks alike; nothing was merged. Decide at %(where)s",
        "%(count)d pairs of profiles look alike; nothing was merged. Decide at %(where)s",
        count,
    )
    return told % {"count": count, "where": reverse("admin:directory_lookalike_changelist")}


def _confidence(name: str) -> str:
    return {CERTAIN: _("certain"), LIKELY: _("likely"), GUESS: _("a guess")}.get(name, "")


def _outcome(name: str) -> str:
    return {
        "created": _("created"),
        "updated": _("updated"),
        "unchanged": _("unchanged"),
        "withdrawn": _("withdrawn, left alone"),
        "changed_here": _("changed here since, left alone"),
        "bad": _("bad"),
    }[name]


def _group(name: str) -> str:
    if name in OTHERS:
        return str(OTHERS[name].name)
    return {
        "experts": _("experts"),
        "institutions": _("institutions"),
        "passages": _("passages"),
    }[name]
