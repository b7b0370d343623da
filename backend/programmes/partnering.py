"""Institutions that an idea, or a proposal, and its people would gain from and give to, with as
much of their needs as a reader may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.codelists.models import Language
from backend.consultations.models import ConsultationRequest
from backend.consultations.selectors import knowable_requests
from backend.directory.models import Institution
from backend.matches.selectors import Criteria
from backend.matches.sentences import Evidence, sentence
from backend.matches.services import Exchange, PartnerFound, PartnerRanking, rank_partners
from backend.needs.models import Need
from backend.programmes.models import ProjectIdea
from backend.programmes.models.idea import CONCERNED

LONGEST_OWN = 2_000  # characters of an institution's own passages that stand for what it offers


@dataclass(frozen=True)
class NeedShown:
    """``text`` and the two sentences are there where the reader may see the need itself, ``title``
    where its outline was published; else there is only ``sentence``, which names nothing."""

    sentence: str
    title: str = ""
    text: str = ""
    shared_terms: tuple[str, ...] = ()
    asked: str = ""
    found: str = ""


@dataclass(frozen=True)
class Partner:
    """An institution found, with why it would gain, as the reader may know it."""

    found: PartnerFound
    need: NeedShown | None

    @property
    def gains(self) -> str:
        """Why it would, in a sentence; also where it has said nothing of what it needs."""
        if self.need is not None:
            return self.need.sentence
        return _("What it needs is not known here: it counts as the middle of the others.")

    @property
    def gives(self) -> str:
        """Where it has said nothing of what it has."""
        if self.found.offers is not None:
            return ""
        return _("What it could bring is not known here: it counts as the middle of the others.")


def exchange_of(idea: ProjectIdea) -> Exchange:
    """Of an idea that does not say what it offers, what its institution has stands for it."""
    return Exchange(
        text=f"{idea.title}. {idea.text}",
        offers=idea.offers or own_words(idea.institution),
        seeks=idea.seeks,
        language=idea.language or None,
        sdgs=tuple(goal.pk for goal in idea.sdgs.all()),
        sectors=tuple(sector.pk for sector in idea.sectors.all()),
    )


def own_words(institution: Institution) -> str:
    """The newest of its passages, as far as there is room."""
    rows = institution.passages.matchable().order_by("-year", "pk").values_list("text", flat=True)
    return " ".join(rows[:5])[:LONGEST_OWN]


def ranking_for(idea: ProjectIdea, *, countries: Collection[str] = ()) -> PartnerRanking:
    """All institutions but its own, and those that have joined or are asked already."""
    asked = idea.partners.filter(status__in=CONCERNED).order_by()
    out = (idea.institution_id, *asked.values_list("institution", flat=True))
    return rank(exchange_of(idea), out, countries)


def rank(
    exchange: Exchange, out: Collection[UUID], countries: Collection[str] = ()
) -> PartnerRanking:
    """``out``: institutions that are left out. Raises ``EncoderUnavailable``."""
    criteria = Criteria(countries=tuple(sorted(countries)), exclude_institutions=tuple(out))
    return rank_partners(exchange=exchange, needs=needs_known(), criteria=criteria)


def needs_known() -> QuerySet[Need]:
    """Those that are open, and those of past requests, whatever became of these."""
    asked = ConsultationRequest.objects.filter(need=OuterRef("pk"))
    return Need.objects.filter(Q(withdrawn_at__isnull=True) | Exists(asked))


def shown_to(user: User, found: list[PartnerFound]) -> list[Partner]:
    """With their needs as the reader may know them: four queries, whatever their number."""
    ids = [one.need.need_id for one in found if one.need]
    needs = Need.objects.select_related("institution__country").in_bulk(ids)
    seen = set(Need.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    known = knowable_requests(user).filter(need__in=ids).order_by()
    outlined = set(known.values_list("need", flat=True))
    languages = Language.objects.in_bulk()
    return [Partner(one, _need(one, needs, seen, outlined, languages)) for one in found]


def _need(
    one: PartnerFound,
    needs: Mapping[UUID, Need],
    seen: Collection[UUID],
    outlined: Collection[UUID],
    languages: Mapping[str, Language],
) -> NeedShown | None:
    need = needs.get(one.need.need_id) if one.need else None
    if need is None or one.need is None:
        return None
    if need.pk not in {*seen, *outlined}:
        return NeedShown(_("What you bring is near to help that it has asked this network for."))
    is_open = need.pk in seen
    quoted = need.text if is_open else need.title
    language = need.language or need.detected_language
    evidence = Evidence("need", need.created_at.year, "", language, one.profile)
    said = one.sentences if is_open else None
    return NeedShown(
        sentence=sentence(evidence, languages, quoted),
        title=need.title,
        text=need.text if is_open else "",
        shared_terms=one.need.shared_terms if is_open else (),
        asked=said.asked if said else "",
        found=said.found if said else "",
    )
