"""Files as people have them, and the lists they refer to."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from openpyxl import Workbook

from backend.directory.imports.values.codelists import Codelists


@pytest.fixture
def empty_directory(db) -> None:
    """No profiles at all; the demo world comes back when the test's transaction is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE directory_profile, directory_importrun CASCADE")


@pytest.fixture
def lists(empty_directory) -> Codelists:
    return Codelists.load()


@pytest.fixture
def write_csv(tmp_path) -> Callable[..., Path]:
    def write(
        rows: list[list[Any]],
        name: str = "experts.csv",
        encoding: str = "utf-8",
        delimiter: str = ",",
    ) -> Path:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def write_xlsx(tmp_path) -> Callable[..., Path]:
    def write(sheets: dict[str, list[list[Any]]], name: str = "file.xlsx") -> Path:
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def write_json(tmp_path) -> Callable[..., Path]:
    def write(document: dict[str, Any], name: str = "directory.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        return path

    return write


class Run:
    """What the command printed, and its report."""

    def __init__(self, report: dict[str, Any], text: str) -> None:
        self.report, self.text = report, text

    def count(self, group: str, outcome: str) -> int:
        return self.report["counts"].get(group, {}).get(outcome, 0)

    @property
    def problems(self) -> list[dict[str, Any]]:
        return self.report["problems"]


@pytest.fixture
def run_import(lists) -> Callable[..., Run]:
    """Runs the command with --json."""

    def run(path: Path, *arguments: str) -> Run:
        out = io.StringIO()
        try:
            call_command("import_directory", str(path), "--json", *arguments, stdout=out)
        except CommandError as error:
            if not out.getvalue():
                raise
            return Run(json.loads(out.getvalue()), out.getvalue() + str(error))
        return Run(json.loads(out.getvalue()), out.getvalue())

    return run


@pytest.fixture
def print_import(lists) -> Callable[..., str]:
    """What the command prints for a person, errors included."""

    def run(path: Path, *arguments: str) -> str:
        out = io.StringIO()
        try:
            call_command("import_directory", str(path), *arguments, stdout=out)
        except CommandError as error:
            return f"{out.getvalue()}{error}"
        return out.getvalue()

    return run
