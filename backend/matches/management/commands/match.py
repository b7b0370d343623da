"""``manage.py match "TEXT"``: the ranking as a table."""

from __future__ import annotations

from typing import IO, Any, cast

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table
from rich.text import Text

from backend.codelists.models import Country, Language
from backend.common.names import primary
from backend.matches import engine
from backend.matches.api.serializers import MOST, institution_name
from backend.matches.selectors import Criteria
from backend.matches.services import Answer, answer
from backend.matches.services.answer import Reason
from backend.matches.validation import check_need_text

QUOTED = 160  # characters of a passage


class Command(BaseCommand):
    help = "Rank the experts and institutions who can help with what a text asks for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", help="the need, in any language")
        parser.add_argument("--language", help="its language (default: detected)")
        parser.add_argument("--country", action="append", help="candidates of this country only")
        parser.add_argument("-k", type=int, default=10, help=f"how many, 1 to {MOST}")

    def handle(self, *, text: str, language: str, country: list[str], k: int, **options: Any):
        try:
            text = check_need_text(text)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if not 1 <= k <= MOST:
            raise CommandError(f"-k is {k}; it must be between 1 and {MOST}.")
        language = known_language(language)
        engine.local_when_alone()
        criteria = Criteria(countries=tuple(known_countries(country or [])))
        found = answer(text=text, language=language or None, k=k, criteria=criteria)
        self._print(found)

    def _print(self, found: Answer) -> None:
        console = Console(file=cast(IO[str], self.stdout))
        table = Table(title=f"read as {found.language}", show_lines=True)
        for heading in ("", "fit", "who", "where", "why"):
            table.add_column(heading, overflow="fold")
        for match in found.matches:
            profile = match.profile
            who = [profile.name, institution_name(profile) or ""]
            cells = (
                str(match.rank),
                f"{match.score:.2f}",
                "\n".join(dict.fromkeys(filter(None, who))),
                profile.country_id or "",
                "\n".join(sentence(reason) for reason in match.reasons),
            )
            # As Text: what people wrote in square brackets is no markup.
            table.add_row(*map(Text, cells))
        if found.nobody and found.matches:
            console.print("Nobody here is likely to be able to help; who comes closest:")
        console.print(table)
        for aspect in found.missing:
            console.print(Text(f"nobody’s evidence covers: {aspect.text}"))
        for rule in found.excluded:
            console.print(f"left out by {rule['rule']}: {rule['count']}")


def known_countries(codes: list[str]) -> list[str]:
    """The codes, upper case. Raises CommandError for one that does not exist."""
    wanted = [code.upper() for code in codes]
    known = set(Country.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if unknown := [code for code in wanted if code not in known]:
        raise CommandError(
            f"--country {unknown[0]}: not a country. Give the three-letter code, such as KEN."
        )
    return wanted


def known_language(tag: str | None) -> str:
    """The primary subtag. Raises CommandError for a language that does not exist."""
    code = primary(tag) if tag else ""
    if code and not Language.objects.filter(pk=code).exists():
        raise CommandError(f"--language {tag}: not a language. Give its code, such as fr or zh.")
    return code


def sentence(reason: Reason) -> str:
    quoted = reason.text if len(reason.text) <= QUOTED else f"{reason.text[:QUOTED]}…"
    terms = f" [{', '.join(reason.shared_terms)}]" if reason.shared_terms else ""
    return f"{reason.passage.year or ''} ({reason.language}) {quoted}{terms}".strip()
