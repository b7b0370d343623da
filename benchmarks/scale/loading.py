"""Makes a network by copying the demo world with its vectors perturbed, and loads it by COPY.

Batches are transactions of their own and are made by a seed of their own: a run that was stopped
goes on with the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from tqdm import tqdm

from benchmarks.scale.model import (
    NOISE,
    PASSAGES,
    Vectors,
    load_model,
    passages_by_profile,
    vectors_by_version,
)

BATCH = 1_000  # profiles
# Of the profiles: as many are in one of the countries where nobody of the demo world is, so that
# there are small ones to ask for.
ELSEWHERE = 0.01
OWN_FACTS = 0.5  # of the profiles: the others have country, languages and availability of another


@dataclass(frozen=True)
class Copies:
    """New profiles with what they are copied from, and their passages with theirs."""

    profiles: list[tuple[UUID, UUID, UUID, str | None]]  # new, its content's, its facts', country
    passages: list[tuple[UUID, UUID, UUID]]  # new, its profile, the original


def load(size: int) -> None:
    """The whole network with its indexes; what is there already is not made again."""
    from backend.directory.models import Profile
    from backend.matches.services.statistics import refresh_term_frequencies

    load_model()
    there = Profile.objects.filter(source="scale").count()
    if there < size:
        _drop_indexes()
        _load_batches(there, size)
    for step in tqdm([*_indexes(), refresh_term_frequencies, _analyse], desc="indexes and counts"):
        step()


def _load_batches(there: int, size: int) -> None:
    model, vectors = passages_by_profile(), vectors_by_version()
    kinds, elsewhere = _kinds(model), _elsewhere()
    with tqdm(total=size, initial=there, desc="profiles", unit=" profiles") as bar:
        for start in range(there, size, BATCH):
            count = min(BATCH, size - start)
            draws = np.random.default_rng([size, start])
            _write(_draw(count, model, kinds, elsewhere, draws), vectors, draws)
            bar.update(count)


def _kinds(model: dict[UUID, list[UUID]]) -> dict[UUID, list[UUID]]:
    """For each profile those of its kind."""
    from backend.directory.models import Profile

    kind = dict(Profile.objects.filter(pk__in=list(model)).values_list("pk", "kind"))
    return {one: [other for other in model if kind[other] == kind[one]] for one in model}


def _elsewhere() -> list[str]:
    """Countries where nobody of the demo world is."""
    from backend.codelists.models import Country
    from backend.directory.models import Profile

    there = Profile.objects.filter(source="demo", country__isnull=False).values("country")
    return list(Country.objects.exclude(pk__in=there).values_list("pk", flat=True))


def _draw(
    count: int,
    model: dict[UUID, list[UUID]],
    kinds: dict[UUID, list[UUID]],
    elsewhere: list[str],
    draws: np.random.Generator,
) -> Copies:
    from backend.common.ids import new_id

    names = list(model)
    copies = Copies([], [])
    for chosen in draws.integers(len(names), size=count):
        content = names[chosen]
        alike = kinds[content]
        facts = content if draws.random() < OWN_FACTS else alike[draws.integers(len(alike))]
        new = new_id()
        away = str(draws.choice(elsewhere)) if draws.random() < ELSEWHERE else None
        copies.profiles.append((new, content, facts, away))
        own = model[content]
        # Each passage once, then again, as far as needed.
        order = [*draws.permutation(len(own)), *draws.integers(len(own), size=PASSAGES)]
        copies.passages.extend((new_id(), new, own[i]) for i in order[:PASSAGES])
    return copies


def _write(copies: Copies, vectors: dict, draws: np.random.Generator) -> None:
    from django.db import connection, transaction

    from backend.common.copying import copy_rows

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COPIES)
        copy_rows(cursor, "copies", COPIES_COLUMNS, copies.profiles)
        copy_rows(cursor, "passage_copies", PASSAGE_COPIES_COLUMNS, copies.passages)
        for table, source, replaced in TABLES:
            cursor.execute(_insert(cursor, table, source, replaced))
        for version, found in vectors.items():
            _add_vectors(version, found, copies, draws)


def _add_vectors(version, vectors: Vectors, copies: Copies, draws: np.random.Generator) -> None:
    """Each passage's vector moved at random, and corrected as if it were encoded so."""
    from backend.matches import engine
    from backend.matches.services.vectors import add_vectors

    served = [one for one in copies.passages if one[2] in vectors.row]
    rows = [vectors.row[original] for _, _, original in served]
    languages = [vectors.languages[row] for row in rows]
    raw = perturbed(vectors, rows, draws)
    told = [
        (passage, profile, vectors.hashes[row], language)
        for (passage, profile, _), row, language in zip(served, rows, languages, strict=True)
    ]
    add_vectors(version, told, raw, engine.recorrect(version, raw, languages))


def perturbed(vectors: Vectors, rows: list[int], draws: np.random.Generator) -> np.ndarray:
    """Unit vectors, each moved from its original by a share of the original's own spread."""
    shape = (len(rows), vectors.raw.shape[1])
    noise = draws.standard_normal(shape, np.float32) / np.float32(np.sqrt(shape[1]))
    share = draws.uniform(*NOISE, size=(len(rows), 1)).astype(np.float32)
    moved = vectors.raw[rows] + share * vectors.spread[rows] * noise
    return moved / np.linalg.norm(moved, axis=1, keepdims=True)


COPIES = """
    CREATE TEMP TABLE copies (new uuid, content uuid, facts uuid, away text) ON COMMIT DROP;
    CREATE TEMP TABLE passage_copies (new uuid, profile uuid, original uuid) ON COMMIT DROP
"""
COPIES_COLUMNS = {"new": "uuid", "content": "uuid", "facts": "uuid", "away": "text"}
PASSAGE_COPIES_COLUMNS = {"new": "uuid", "profile": "uuid", "original": "uuid"}
OF_CONTENT = "copies c JOIN {table} t ON t.{key} = c.content JOIN {table} f ON f.{key} = c.facts"
OF_PROFILE = "copies c JOIN {table} t ON t.{key} = c.content"
OF_FACTS = "copies c JOIN {table} t ON t.{key} = c.facts"
OF_PASSAGE = "passage_copies c JOIN {table} t ON t.{key} = c.original"
# Each table's rows are those of what was copied, some columns replaced.
TABLES = [
    (
        "directory_profile",
        OF_CONTENT.format(table="directory_profile", key="id"),
        {
            "id": "c.new",
            "country_id": "coalesce(c.away, f.country_id)",
            "source": "'scale'",
            "external_id": "''",
            "import_hash": "''",
        },
    ),
    (
        "directory_institution",
        OF_PROFILE.format(table="directory_institution", key="profile_ptr_id"),
        {"profile_ptr_id": "c.new", "ror": "''", "is_secretariat": "false", "parent_id": "NULL"},
    ),
    (
        "directory_expert",
        OF_CONTENT.format(table="directory_expert", key="profile_ptr_id"),
        {
            "profile_ptr_id": "c.new",
            "orcid": "''",
            "user_id": "NULL",
            "max_open_engagements": "f.max_open_engagements",
        },
    ),
    *(
        (table, source.format(table=table, key=key), {key: "c.new"})
        for source, key, tables in (
            (OF_PROFILE, "profile_id", ("directory_profile_fields",)),
            (OF_PROFILE, "profile_id", ("directory_profile_sdgs", "directory_profile_sectors")),
            (OF_PROFILE, "expert_id", ("directory_affiliation",)),
            (OF_PROFILE, "expert_id", ("directory_expert_countries_worked_in",)),
            (OF_FACTS, "expert_id", ("directory_languageskill", "directory_availabilityperiod")),
        )
        for table in tables
    ),
    (
        "directory_passage",
        OF_PASSAGE.format(table="directory_passage", key="id"),
        {"id": "c.new", "profile_id": "c.profile", "external_id": "''", "import_key": "''"},
    ),
    (
        "matches_passageterms",
        OF_PASSAGE.format(table="matches_passageterms", key="passage_id"),
        {"passage_id": "c.new"},
    ),
]


def _insert(cursor, table: str, source: str, replaced: dict[str, str]) -> str:
    """All columns but ids that count by themselves."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
        " AND is_identity = 'NO' ORDER BY ordinal_position",
        [table],
    )
    columns = [name for (name,) in cursor.fetchall()]
    named = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(replaced.get(name, f't."{name}"') for name in columns)
    return f"INSERT INTO {table} ({named}) SELECT {values} FROM {source}"


TERMS_INDEX = "passages_by_term"


def _drop_indexes() -> None:
    """Those that are quicker built at the end."""
    from django.db import connection

    from backend.matches import engine
    from backend.matches.services.indexes import drop_index

    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {TERMS_INDEX}")
    for version in engine.wanted():
        drop_index(version)


def _indexes() -> list:
    from backend.matches import engine
    from backend.matches.services.indexes import keep_index

    return [_terms_index, *(lambda one=one: keep_index(one) for one in engine.wanted())]


def _terms_index() -> None:
    _execute(f"CREATE INDEX IF NOT EXISTS {TERMS_INDEX} ON matches_passageterms USING gin (terms)")


def _analyse() -> None:
    _execute("VACUUM ANALYZE")


def _execute(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '2GB'")
        cursor.execute(statement)
