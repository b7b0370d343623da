"""Many rows: few queries, little memory, and no loss when an import is killed."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.directory.imports.batch import Batch
from backend.directory.imports.parse import parse
from backend.directory.imports.problems import Place
from backend.directory.imports.raw import Cell, RawPassage, RawProfile
from backend.directory.models import Affiliation, Expert, ImportRun, Institution, Passage

MOST_MEMORY = 500 * 1024  # KiB, the whole process
RUNNER = """
import re, sys
import django
django.setup()
from backend.directory.services import imports
imports.BATCH = int(sys.argv[1])
from django.core.management import call_command
call_command("import_directory", *sys.argv[2:], "--json", stdout=open("/dev/null", "w"))
# Not ru_maxrss: that one begins with what the test process held when it started this one.
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


def _records(count: int, lists, country: str):
    for number in range(count):
        raw = RawProfile("experts", Place(number))
        values = {
            "name": f"Person{number} Example", "country": country, "languages": "en C1; fr",
            "email": f"p{number}@demo.example", "sdgs": "7; 13", "countries_worked_in": "KEN; LAO",
            "fields": "biogas", "sectors": "23270",
        }  # fmt: skip
        raw.cells = {target: Cell(target, value) for target, value in values.items()}
        institution = Cell("institution", f"Example Academy {number % 7}")
        raw.groups = {"affiliation": [{"institution": institution}]}
        raw.passages = [
            RawPassage(raw.place, {"text": Cell("text", f"Plant {number} {part}")}) for part in "ab"
        ]
        yield parse(raw, lists).record


@pytest.mark.parametrize("country", ["KEN", "MLI"])
def test_a_batch_takes_as_many_queries_however_many_rows_it_has(country, lists):
    counts = []
    for size in (20, 80):
        Batch("experts", list(_records(size, lists, "KEN")), "s").store()
        again = list(_records(size, lists, country))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            report = Batch("experts", again, "s").store()
        assert report.counts["experts"]["unchanged" if country == "KEN" else "updated"] == size
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 40


def test_a_new_batch_takes_as_many_queries_however_many_rows_it_has(lists):
    counts = []
    for source, size in (("s", 20), ("t", 80)):
        Expert.objects.all().delete()
        Institution.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            Batch("experts", list(_records(size, lists, "KEN")), source).store()
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 40


def _environment() -> dict[str, str]:
    """This test database, as an address for another process."""
    found = connection.settings_dict
    password = f":{quote(found['PASSWORD'], safe='')}" if found["PASSWORD"] else ""
    where = urlencode({"host": found["HOST"], "port": found["PORT"]})
    address = f"postgres://{found['USER']}{password}@/{found['NAME']}?{where}"
    return {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "backend.settings",
        "DEBUG": "1",
        "PYTHONPATH": str(settings.BASE),
    }


def _start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RUNNER, *arguments],
        env=_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def committed(request, committed_world):
    """An empty directory whose changes other processes see."""
    request.getfixturevalue("lists")


def test_an_import_killed_in_the_middle_is_finished_by_the_next(committed, tmp_path):
    path, count = tmp_path / "experts.csv", 400
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Name", "Institution", "Projects", "Languages"])
        for number in range(count):
            project = f"• Dam {number} surveyed\n• Pump {number} repaired"
            writer.writerow([f"P{number} Example", f"Academy {number % 5}", project, "en"])
    process = _start("10", str(path))
    deadline = time.monotonic() + 120
    while Expert.objects.count() < 50 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    half = Expert.objects.count()
    assert 50 <= half < count
    assert half % 10 == 0  # whole batches only
    killed = ImportRun.objects.get()
    assert (killed.finished_at, killed.counts["experts"]["created"]) == (None, half)
    again = _start("10", str(path))
    again.communicate(timeout=300)
    assert again.returncode == 0
    finished = ImportRun.objects.latest("created_at").counts
    assert finished["experts"] == {"unchanged": half, "created": count - half}
    rows = [model.objects.count() for model in (Expert, Institution, Passage, Affiliation)]
    assert rows == [count, 5, 2 * count, count]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "csv"])
def test_ten_thousand_profiles_of_five_passages_stay_within_500_megabytes(
    form, committed, tmp_path
):
    path = tmp_path / f"experts.{form}"
    (_large_json if form == "json" else _large_csv)(path, 10_000)
    process = _start("200", str(path))
    printed, _errors = process.communicate(timeout=1800)
    assert process.returncode == 0
    print(f"\npeak memory, {form}: {int(printed) // 1024} MiB")
    assert int(printed) < MOST_MEMORY
    assert (Expert.objects.count(), Passage.objects.count()) == (10_000, 50_000)


def _text(number: int, part: int) -> str:
    words = " ".join(f"evidence{(number * 7 + part * 3 + i) % 997}" for i in range(40))
    return f"Project {number}-{part}: {words}"


def _large_json(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write('{"source": "large", "institutions": [], "experts": [')
        for number in range(count):
            passages = [
                {"external_id": f"{number}-{part}", "kind": "project", "text": _text(number, part)}
                for part in range(5)
            ]
            expert = {
                "external_id": str(number), "names": {"en": f"P{number} Example"}, "country": "KEN",
                "languages": [{"code": "en", "level": "C1"}], "sdgs": [7], "passages": passages,
                "affiliations": [{"institution": f"Example Academy {number % 50}"}],
            }  # fmt: skip
            file.write(("," if number else "") + json.dumps(expert))
        file.write("]}")


def _large_csv(path: Path, count: int) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["ID", "Name", "Country", "Languages", "Institution", "Projects"])
        for number in range(count):
            projects = "\n".join(f"• {_text(number, part)}" for part in range(5))
            academy = f"Example Academy {number % 50}"
            writer.writerow([number, f"P{number} Example", "KEN", "en C1", academy, projects])
