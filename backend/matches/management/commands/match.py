"""``manage.py match "TEXT"``: the first page's answer as a table, in the terminal's language."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import IO, Any, cast

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.table import Table
from rich.text import Text

from backend.codelists.models import Country, Language
from backend.common.names import primary
from backend.matches import engine
from backend.matches.api.serializers import MOST
from backend.matches.cards import AnswerPage, Card, Quote, answer_page
from backend.matches.selectors import Criteria
from backend.matches.services import answer
from backend.matches.validation import check_need_text

QUOTED = 160  # characters of a passage


class Command(BaseCommand):
    help = _("Rank the experts and institutions who can help with what a text asks for.")

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("text", help=_("the need, in any language"))
        add("--language", help=_("its language (default: detected)"))
        add("--country", action="append", help=_("candidates of this country only"))
        add("-k", type=int, default=10, help=_("how many, 1 to %(most)d") % {"most": MOST})

    def handle(self, *, text: str, language: str, country: list[str], k: int, **options: Any):
        try:
            text = check_need_text(text)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if not 1 <= k <= MOST:
            raise CommandError(
                _("-k is %(given)d; it must be between 1 and %(most)d.")
                % {"given": k, "most": MOST}
            )
        language = known_language(language)
        criteria = Criteria(countries=tuple(known_countries(country or [])))
        engine.local_when_alone()
        try:
            found = answer(text=text, language=language or None, k=k, criteria=criteria)
        except engine.EncoderUnavailable as error:
            raise CommandError(str(error)) from None
        show(answer_page(found), Console(file=cast(IO[str], self.stdout)))


def show(page: AnswerPage, console: Console) -> None:
    """Those likely to help, then those who come closest, then what and who is missing."""
    read_as = _("Read as %(language)s") % {"language": page.tongue.name}
    console.print(Text(read_as if page.tongue.name else _("The language was not recognised")))
    if page.likely:
        count = ngettext(
            "%(n)s candidate is likely to be able to help",
            "%(n)s candidates are likely to be able to help",
            len(page.likely),
        )
        console.print(_table(count % {"n": len(page.likely)}, page.likely))
    else:
        console.print(Text(_("Nobody here is likely to be able to help")))
    if page.closest:
        title = _("Less likely") if page.likely else _("Who comes closest")
        console.print(_table(title, page.closest))
    for aspect in page.missing:
        console.print(Text(f"{_('Nobody’s evidence covers:')} {aspect}"))
    for rule in page.rules:
        console.print(Text(f"{rule.name}: {rule.count}"))


def _table(title: str, cards: Sequence[Card]) -> Table:
    table = Table(title=Text(title), show_lines=True, title_justify="left")
    for heading in ("", _("Fit"), _("Who"), _("Country"), _("Why")):
        table.add_column(heading, overflow="fold")
    for card in cards:
        who = [card.name.text, card.original.text if card.original else "", card.work]
        cells = (
            str(card.rank),
            f"{card.percent} %",
            "\n".join(filter(None, who)),
            card.country,
            "\n".join(_why(quote) for quote in card.quotes),
        )
        # As Text: what people wrote in square brackets is no markup.
        table.add_row(*map(Text, cells))
    return table


def _why(quote: Quote) -> str:
    """The sentence, then the first words of the passage; the page's marks are taken away."""
    text = html.unescape(strip_tags(f"{quote.lead}{quote.rest}"))
    return f"{quote.sentence} {text if len(text) <= QUOTED else f'{text[:QUOTED]}…'}"


def known_countries(codes: list[str]) -> list[str]:
    """The codes, upper case. Raises CommandError for one that does not exist."""
    wanted = [code.upper() for code in codes]
    known = set(Country.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if unknown := [code for code in wanted if code not in known]:
        raise CommandError(
            _("--country %(given)s: not a country. Give the three-letter code, such as KEN.")
            % {"given": unknown[0]}
        )
    return wanted


def known_language(tag: str | None) -> str:
    """The primary subtag. Raises CommandError for a language that does not exist."""
    code = primary(tag) if tag else ""
    if code and not Language.objects.filter(pk=code).exists():
        raise CommandError(
            _("--language %(given)s: not a language. Give its code, such as fr or zh.")
            % {"given": tag}
        )
    return code
