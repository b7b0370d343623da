"""How a record's passages differ from those stored; edited and hidden ones are left alone."""

from __future__ import annotations

from backend.common.ids import new_id
from backend.common.text import plain_hash, text_hash
from backend.directory.imports.records import PassageRecord
from backend.directory.imports.store.changes import Difference
from backend.directory.imports.store.state import State
from backend.directory.models import Passage

UNSEEN = ("text_hash", "plain_hash", "import_key")  # follow from what is shown


def compare_passage(found: Difference, record: PassageRecord) -> None:
    existing = found.state.passages.get(record.key) or _with_its_text(found.state, record)
    if existing is None and found.state.left_behind.get(record.key) == text_hash(record.text):
        return  # the one that stayed has it word for word
    if existing is None:
        _new_passage(found, record)
    elif not (existing.edited or existing.hidden):
        _change_passage(found, existing, record)


def _with_its_text(state: State, record: PassageRecord) -> Passage | None:
    """A passage with the very text, unless the two have ids and so are two."""
    same = state.texts.get(text_hash(record.text))
    return None if same and same.external_id and record.external_id else same


def _new_passage(found: Difference, record: PassageRecord) -> None:
    created = Passage(
        id=new_id(),
        profile_id=found.state.profile.pk,
        text=record.text,
        text_hash=text_hash(record.text),
        plain_hash=plain_hash(record.text),
        external_id=record.external_id,
        import_key=record.key,
        **dict(record.values),
    )
    found.state.add(created)
    found.new_passages.append(created)
    found.note("passages", "", record.text[:60])


def _change_passage(found: Difference, passage: Passage, record: PassageRecord) -> None:
    values = dict(record.values)
    if passage.text != record.text:
        values |= {"text": record.text, "text_hash": text_hash(record.text)}
        values["plain_hash"] = plain_hash(record.text)
        values.setdefault("language", "")  # of the old text; it is found again for the new one
    if record.external_id:
        values |= {"external_id": record.external_id, "import_key": record.key}
    changed = {name: new for name, new in values.items() if getattr(passage, name) != new}
    if not changed:
        return
    old = {name: getattr(passage, name) for name in changed if name not in UNSEEN}
    found.note("passages", old, {name: changed[name] for name in old})
    for name, new in changed.items():
        setattr(passage, name, new)
    if passage not in found.new_passages:
        passage.version += 1
        found.changed_passages.append(passage)
