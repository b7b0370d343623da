"""CSV files: encoding and delimiter are found out and named."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from pathlib import Path

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backend.directory.imports.problems import ImportFileError
from backend.directory.imports.readers.encoding import detect
from backend.directory.imports.readers.table import Rows, Table

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 40
LONGEST_FIELD = 4_000_000  # characters; beyond, a quotation mark was never closed
NAMES = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}


def csv_table(path: Path, encoding: str = "") -> Table:
    """The file as one table. Raises ImportFileError."""
    used = encoding or detect(path)
    delimiter = _delimiter(path, used)
    note = gettext("read as %(encoding)s, separated by %(delimiter)s") % {
        "encoding": used.upper(),
        "delimiter": NAMES[delimiter],
    }
    return Table(name="", note=note, rows=lambda: _rows(path, used, delimiter), hint=path.stem)


def _rows(path: Path, encoding: str, delimiter: str) -> Rows:
    csv.field_size_limit(LONGEST_FIELD)
    try:
        with path.open(encoding=encoding, newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                if not (number == 1 and "".join(cells[:2]).lower().startswith("sep=")):
                    yield number, list(cells)
    except csv.Error as error:
        raise ImportFileError(
            gettext("The CSV file cannot be read (%(error)s): is a quotation mark left open?")
            % {"error": error}
        ) from error
    except (UnicodeError, LookupError) as error:
        raise ImportFileError(
            gettext("The file is not in the encoding %(name)s.") % {"name": encoding}
        ) from error


def _delimiter(path: Path, encoding: str) -> str:
    """The one that gives the most rows of one same width above one."""
    return max(DELIMITERS, key=lambda d: (_evenness(path, encoding, d), -DELIMITERS.index(d)))


def _evenness(path: Path, encoding: str, delimiter: str) -> float:
    sample = itertools.islice(_rows(path, encoding, delimiter), SAMPLE_ROWS)
    widths = Counter(len(cells) for _number, cells in sample if any(cells))
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
    return count * min(width, 10) / sum(widths.values())
