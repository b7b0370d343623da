"""Figures and reports over HTTP."""

from backend.reports.api.figures import FiguresView
from backend.reports.api.reports import ReportViewSet
from backend.reports.api.unmet import RecruitingView, UnmetCasesView, UnmetView

__all__ = ["FiguresView", "RecruitingView", "ReportViewSet", "UnmetCasesView", "UnmetView"]
