"""Puts a question of identity to the person at the terminal."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from backend.directory.imports import answers
from backend.directory.imports.answers import Answer, Question


def ask(question: Question) -> Answer | None:
    """The answer, or None where the row is to be left out for now."""
    words = {"place": question.place, "name": question.name, "institution": question.institution}
    print(_("%(place)s: is %(name)s (%(institution)s) one of these?") % words)
    for number, choice in enumerate(question.candidates, start=1):
        print(f"  {number}  {choice}  [{choice.id}]")
    print(_("  n  somebody new\n  s  leave the row out"))
    listed = tuple(choice.id for choice in question.candidates)
    while True:
        try:
            answer = input("> ").strip().lower()
        except EOFError:
            return None
        if answer == "s":
            return None
        if answer == "n":
            return Answer("new", listed)
        if answer.isdigit() and 1 <= int(answer) <= len(listed):
            return Answer(listed[int(answer) - 1], listed)


def ask_and_keep(kept: Path, question: Question) -> Answer | None:
    """Asks, and keeps the answer at once: an import may be broken off."""
    answer = ask(question)
    if answer:
        answers.save(kept, [], [(question, answer)])
    return answer


def file_of_answers(given: Path | None, imported: Path, may_ask: bool) -> Path | None:
    """Where answers are kept; those given at a terminal hold for the next run as well."""
    beside = imported.with_suffix(".answers.json")
    return given or (beside if may_ask or beside.exists() else None)
