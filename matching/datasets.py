"""Collections to measure on: the demo world, Cranfield, Tatoeba."""

from __future__ import annotations

import csv
import datetime
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

from matching import places
from matching.types import Need, Passage, Place, Profile

TATOEBA = {"ar": "ara", "es": "spa", "fr": "fra", "pt": "por", "ru": "rus", "zh": "cmn"}
HELD_OUT = slice(300, 600)  # of Tatoeba: lines 301–600
TO_FIT_ON = slice(0, 300)


@dataclass(frozen=True)
class Collection:
    """Needs, profiles, and for each need the grades of the profiles that fit it."""

    name: str
    profiles: list[Profile]
    needs: list[Need]
    labels: dict[str, dict[str, int]]
    relevant: int = 2  # the least grade that recall and reciprocal rank count


def demo_world(folder: Path) -> Collection:
    """The demo world as its files have it; who does not consent to be listed is left out.

    Countries are in the groups of today, which stand in the codelists beside the folder.
    """
    known = places.read(folder.parent / "codelists", datetime.date.today())
    profiles, needs = [], []
    labels: dict[str, dict[str, int]] = {}
    parts = sorted(folder.glob("*.directory.json"))
    for path in parts:
        data = json.loads(path.read_text(encoding="utf-8"))
        profiles += [_institution(row) for row in data["institutions"] if row["passages"]]
        profiles += [_expert(row, known) for row in data["experts"] if row["consent_listed"]]
    for path in sorted(folder.glob("*.needs.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))["needs"]
        needs += [_need(row, known) for row in rows]
    profiles = _with_institutions(profiles, known)
    listed = {profile.id for profile in profiles}
    named = (path.name.removesuffix(".directory.json") for path in parts)
    for path in [one for name in named for one in sorted(folder.glob(f"{name}*.labels.csv"))]:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["profile"] in listed:
                    labels.setdefault(row["need"], {})[row["profile"]] = int(row["grade"])
    return Collection("demo world", profiles, needs, labels)


def _passages(row: dict) -> list[Passage]:
    return [
        Passage(p["text"], p["language"], p["kind"], p["year"], p["external_id"], p["attestation"])
        for p in row["passages"]
    ]


def _with_institutions(profiles: list[Profile], known: dict[str, Place]) -> list[Profile]:
    """With what is known of those by the institutions they are, or belong to."""
    institutions = {one.id: one for one in profiles if one.kind == "institution"}
    found = []
    for one in profiles:
        own = [institutions[pk] for pk in one.institutions if pk in institutions]
        counts = [sum(p.attestation != "self_declared" for p in i.passages) for i in own]
        countries = [known[i.country] for i in own if i.country]
        found.append(
            replace(
                one,
                place=known.get(one.country or ""),
                attested=max(counts, default=None),
                worked_in=(*one.worked_in, *countries),
            )
        )
    return found


def _institution(row: dict) -> Profile:
    return Profile(
        row["external_id"],
        tuple(_passages(row)),
        "institution",
        row["country"],
        institutions=(row["external_id"],),
        sdgs=tuple(str(goal) for goal in row["sdgs"]),
        sectors=tuple(row["sectors"]),
    )


def _expert(row: dict, known: dict[str, Place]) -> Profile:
    return Profile(
        row["external_id"],
        tuple(_passages(row)),
        "expert",
        row["country"],
        tuple(spoken["code"] for spoken in row["languages"]),
        institutions=tuple(work["institution"] for work in row["affiliations"]),
        sdgs=tuple(str(goal) for goal in row["sdgs"]),
        sectors=tuple(row["sectors"]),
        capacity=row["max_open_engagements"],
        worked_in=tuple(known[code] for code in row["countries_worked_in"]),
    )


def _need(row: dict, known: dict[str, Place]) -> Need:
    return Need(
        row["external_id"],
        f"{row['title']}. {row['text']}",
        row["language"],
        country=row["country"],
        sdgs=tuple(str(goal) for goal in row["sdgs"]),
        sectors=tuple(row["sectors"]),
        facets=row["facets"],
        place=known.get(row["country"] or ""),
    )


def cranfield(folder: Path) -> Collection:
    """1,400 abstracts, 225 questions; a judgement of 1 (best) to 4 becomes a grade of 4 to 1."""
    documents = _fields((folder / "cran.all.1400").read_text(encoding="latin-1"))
    questions = _fields((folder / "cran.qry").read_text(encoding="latin-1"))
    profiles = [
        Profile(str(i), (Passage(f"{doc.get('T', '')} {doc.get('W', '')}".strip(), "en"),))
        for i, doc in enumerate(documents, start=1)
    ]
    needs = [Need(str(i), q.get("W", ""), "en") for i, q in enumerate(questions, start=1)]
    labels: dict[str, dict[str, int]] = {}
    for line in (folder / "cranqrel").read_text().splitlines():
        need, document, judgement = line.split()[:3]
        grade = 5 - int(judgement) if 1 <= int(judgement) <= 4 else 0
        labels.setdefault(need, {})[document] = grade
    return Collection("Cranfield", profiles, needs, labels, relevant=1)


def _fields(text: str) -> list[dict[str, str]]:
    """Records of the form ``.I 1`` ``.T`` title ``.W`` words."""
    records = []
    for chunk in re.split(r"^\.I \d+\s*$", text, flags=re.M)[1:]:
        parts = re.split(r"^\.([A-Z])\s*$", chunk, flags=re.M)
        found = zip(parts[1::2], parts[2::2], strict=True)
        records.append({key: " ".join(value.split()) for key, value in found})
    return records


def sentences(folder: Path, language: str, lines: slice) -> tuple[list[str], list[str]]:
    """Lines of Tatoeba in this language, and what they are in English."""
    code = TATOEBA[language]
    files = (folder / f"{code}-eng.{code}", folder / f"{code}-eng.eng")
    other, english = (file.read_text(encoding="utf-8").splitlines()[lines] for file in files)
    return other, english


def tatoeba(folder: Path, language: str, to_english: bool) -> Collection:
    """Sentence pairs: for each sentence the one that says the same is the only right answer."""
    other, english = sentences(folder, language, HELD_OUT)
    (asked, la), (given, lb) = ((other, language), (english, "en"))
    if not to_english:
        (asked, la), (given, lb) = (given, lb), (asked, la)
    return Collection(
        f"Tatoeba {la} → {lb}",
        [Profile(str(i), (Passage(text, lb),)) for i, text in enumerate(given)],
        [Need(str(i), text, la) for i, text in enumerate(asked)],
        {str(i): {str(i): 1} for i in range(len(asked))},
        relevant=1,
    )
