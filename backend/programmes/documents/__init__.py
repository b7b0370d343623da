"""What is printed of proposals, in the language of the proposal."""

from backend.programmes.documents.dossier import dossier_document
from backend.programmes.documents.letters import endorsement_letter, mission_letter
from backend.programmes.documents.tables import budget_to_xlsx

__all__ = ["budget_to_xlsx", "dossier_document", "endorsement_letter", "mission_letter"]
