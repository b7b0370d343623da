"""Figures and reports over HTTP."""

from backend.reports.api.figures import FiguresView
from backend.reports.api.reports import ReportViewSet

__all__ = ["FiguresView", "ReportViewSet"]
