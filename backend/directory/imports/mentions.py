"""Institutions that experts' rows mention: found by id or by name in any script, else made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from backend.common.ids import new_id
from backend.directory.imports.records import InstitutionMention, ProfileRecord
from backend.directory.imports.values.choices import type_in_name
from backend.directory.imports.values.names import names
from backend.directory.models import Institution
from backend.directory.name_keys import name_keys, script_of
from backend.directory.sounds import sounds_across

LIKE_AN_ID = re.compile(r"\d+|[A-Za-z0-9]+([-_][A-Za-z0-9]+)+")
NATIONAL = frozenset({"ministry", "agency"})  # of one country: many countries have the like


@dataclass
class Known:
    """An institution as far as telling it apart goes."""

    id: UUID
    country: str
    type: str
    keys: frozenset[str]
    external_id: str = ""
    sounds: frozenset[str] = frozenset()


@dataclass
class Mentions:
    """What each mention of a batch was found to be; `created` are still to be stored."""

    source: str
    known: list[Known] = field(default_factory=list)
    created: list[Institution] = field(default_factory=list)
    refusals: dict[tuple, str] = field(default_factory=dict)
    found: dict[tuple, UUID] = field(default_factory=dict)
    by_key: dict[str, list[Known]] = field(default_factory=dict)
    by_external_id: dict[str, Known] = field(default_factory=dict)
    unclear: dict[tuple, list[UUID]] = field(default_factory=dict)  # which a refused one may be
    alike: dict[UUID, set[UUID]] = field(default_factory=dict)  # created → what it may be

    @classmethod
    def resolve(cls, pairs: Iterable[tuple[InstitutionMention, str]], source: str) -> Mentions:
        """Of mentions, each with the country of who makes it. A few queries for the whole batch;
        writes nothing."""
        pairs = list(pairs)
        mentions = cls(source)
        mentions._load([mention for mention, _home in pairs])
        for mention, home in pairs:
            mentions._settle(mention, home)
        return mentions

    def id_of(self, mention: InstitutionMention, home: str) -> UUID | None:
        return self.found.get((*mention.key, home))

    def refusal(self, record: ProfileRecord) -> tuple[InstitutionMention, str] | None:
        """The first mention of a record that could not be settled, and why."""
        home = record.values.get("country", "")
        for affiliation in record.affiliations:
            mention = affiliation.institution
            if reason := self.refusals.get((*mention.key, home)):
                return mention, reason
        return None

    def _load(self, mentions: list[InstitutionMention]) -> None:
        references = {mention.reference for mention in mentions}
        keys = sorted({key for mention in mentions for key in _keys(mention)})
        own = Institution.objects.filter(source=self.source, external_id__in=references)
        named = Institution.objects.filter(name_keys__overlap=keys)
        sounds = sorted({sound for mention in mentions for sound in _sounds(mention)})
        sounding = Institution.objects.filter(sounds__overlap=sounds)
        for row in {row.pk: row for row in (*own, *named, *sounding)}.values():
            external_id = row.external_id if row.source == self.source else ""
            keys_of_row = frozenset(row.name_keys)
            self._add(
                Known(
                    row.merged_into_id or row.pk,
                    row.country_id or "",
                    row.type,
                    keys_of_row,
                    external_id,
                    frozenset(row.sounds),
                )
            )

    def _add(self, known: Known) -> None:
        self.known.append(known)
        for key in known.keys:
            self.by_key.setdefault(key, []).append(known)
        if known.external_id:
            self.by_external_id[known.external_id] = known

    def _settle(self, mention: InstitutionMention, home: str) -> None:
        key = (*mention.key, home)
        if key in self.found or key in self.refusals:
            return
        if exact := self.by_external_id.get(mention.reference):
            self.found[key] = exact.id
        elif mention.is_id or LIKE_AN_ID.fullmatch(mention.reference):
            self.refusals[key] = _("is the id of no institution of this source")
        else:
            self._by_name(key, mention, home)

    def _by_name(self, key: tuple, mention: InstitutionMention, home: str) -> None:
        near = {k.id: k for name in _keys(mention) for k in self.by_key.get(name, [])}
        fitting = [known for known in near.values() if _fits(known, mention, home)]
        if len(fitting) > 1:
            here = mention.country or home
            fitting = [known for known in fitting if known.country == here] or fitting
        if len(fitting) > 1:
            self.unclear[key] = [known.id for known in fitting]
            self.refusals[key] = _("is the name of %(count)d institutions") % {
                "count": len(fitting)
            }
        elif fitting:
            self.found[key] = fitting[0].id
        else:
            self.found[key] = self._create(mention, home)

    def _create(self, mention: InstitutionMention, home: str) -> UUID:
        """An institution known by name only: not listed until somebody has looked at it."""
        type_ = mention.type or type_in_name(mention.reference)
        country = mention.country or (home if type_ in NATIONAL else "")
        pk = new_id()
        institution = Institution(
            id=pk,
            profile_ptr_id=pk,
            kind=Institution.Kind.INSTITUTION,
            names=_names(mention),
            type=type_,
            country_id=country or None,
            source=self.source,
            consent_listed=False,
        )
        institution.index_names()
        self.created.append(institution)
        self._note_alike(institution.pk, mention, home)
        keys, sounds = frozenset(institution.name_keys), frozenset(institution.sounds)
        self._add(Known(institution.pk, country, type_, keys, sounds=sounds))
        return institution.pk

    def _note_alike(self, pk: UUID, mention: InstitutionMention, home: str) -> None:
        """One that sounds the same in another script may be it: for a person to decide."""
        sounds = set(_sounds(mention))
        alike = {k.id for k in self.known if k.sounds & sounds and _fits(k, mention, home)}
        if alike:
            self.alike[pk] = alike

    def scripts(self) -> dict[UUID, frozenset[str]]:
        """The scripts in which each institution is named."""
        found: dict[UUID, frozenset[str]] = {}
        for known in self.known:
            scripts = frozenset(script_of(key) for key in known.keys)
            found[known.id] = found.get(known.id, frozenset()) | scripts
        return found


def pairs_of(records: Iterable[ProfileRecord]) -> Iterator[tuple[InstitutionMention, str]]:
    for record in records:
        for affiliation in record.affiliations:
            yield affiliation.institution, record.values.get("country", "")


def _keys(mention: InstitutionMention) -> list[str]:
    if mention.is_id:
        return []
    return name_keys([mention.reference, *_names(mention).values()], person=False)


def _sounds(mention: InstitutionMention) -> list[str]:
    return [] if mention.is_id else sounds_across(_names(mention).values())


def _names(mention: InstitutionMention) -> dict[str, str]:
    return names({"": mention.reference}, language=mention.language, person=False)


def _fits(known: Known, mention: InstitutionMention, home: str) -> bool:
    """A stated country must agree; the expert's own counts for what every country has one of."""
    stated = mention.country or (home if known.type in NATIONAL else "")
    return not (stated and known.country and stated != known.country)
