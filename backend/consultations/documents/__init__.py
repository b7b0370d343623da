"""What is printed of requests and engagements, in the reader's language."""

from backend.consultations.documents.letter import letter
from backend.consultations.documents.report import engagement_report, request_report
from backend.consultations.documents.shortlist import shortlist
from backend.consultations.documents.terms import terms

__all__ = ["engagement_report", "letter", "request_report", "shortlist", "terms"]
