"""The collections that systems are measured on, and what is asked of each of them."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from matching import datasets
from matching.datasets import Collection


def text_alone(collection: Collection) -> Collection:
    """The same needs without all but their text: what a text typed into a box gets."""
    bare = text_and_facets(collection)
    needs = [replace(need, facets={}) for need in bare.needs]
    return replace(bare, name=f"{collection.name}, text alone", needs=needs)


def text_and_facets(collection: Collection) -> Collection:
    """The same needs without goals, sectors and country."""
    needs = [replace(need, sdgs=(), sectors=(), place=None) for need in collection.needs]
    return replace(collection, name=f"{collection.name}, text and facets", needs=needs)


def across_languages(collection: Collection) -> Collection:
    """Only profiles without a passage in the need's language count as answers, need by need."""
    spoken = {p.id: {q.language for q in p.passages} for p in collection.profiles}
    asked = {need.id: need.language for need in collection.needs}
    labels = {
        need: {pid: grade for pid, grade in found.items() if asked[need] not in spoken[pid]}
        for need, found in collection.labels.items()
    }
    kept = {need: found for need, found in labels.items() if max(found.values(), default=0) >= 2}
    needs = [need for need in collection.needs if need.id in kept]
    return replace(
        collection, name=f"{collection.name}, answers abroad alone", needs=needs, labels=kept
    )


def collections(demo: Path, data: Path) -> list[Collection]:
    world = datasets.demo_world(demo)
    plain = text_alone(world)
    found = [world, text_and_facets(world), plain, across_languages(plain)]
    if not data.is_dir():
        sys.stderr.write(f"{data} is not there: Cranfield and Tatoeba are left out\n")
        return found
    found.append(datasets.cranfield(data / "cranfield"))
    for language in datasets.TATOEBA:
        for to_english in (True, False):
            found.append(datasets.tatoeba(data / "tatoeba", language, to_english))
    return found
