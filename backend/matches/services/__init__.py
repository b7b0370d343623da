"""Writes of the matches app."""

from backend.matches.services.answer import Answer, answer
from backend.matches.services.embed import embed_pending
from backend.matches.services.keeping import quote
from backend.matches.services.likely import Likely, likely_helpers
from backend.matches.services.many import RankedNeed, Scored, keep_ranking, rank_needs
from backend.matches.services.outcomes import Happened, record_outcomes, record_shown
from backend.matches.services.partner_ranking import PartnerFound, PartnerRanking
from backend.matches.services.partners import Exchange, rank_partners
from backend.matches.services.quoting import PanelMember
from backend.matches.services.runs import perform_run, request_run, sweep_runs
from backend.matches.services.similar import Alike, similar_needs, similar_texts

__all__ = [
    "Alike",
    "Answer",
    "Exchange",
    "Happened",
    "Likely",
    "PanelMember",
    "PartnerFound",
    "PartnerRanking",
    "RankedNeed",
    "Scored",
    "answer",
    "embed_pending",
    "keep_ranking",
    "likely_helpers",
    "perform_run",
    "quote",
    "rank_needs",
    "rank_partners",
    "record_outcomes",
    "record_shown",
    "request_run",
    "similar_needs",
    "similar_texts",
    "sweep_runs",
]
