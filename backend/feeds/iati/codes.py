"""Codes of IATI 2.03, as its lists have them (iatistandard.org), and what of ours they are."""

from __future__ import annotations

from backend.directory.models import Institution
from backend.programmes.models import ProjectStatus

VERSION = "2.03"
CURRENCY = "USD"
# Role of an organisation (OrganisationRole).
FUNDING, ACCOUNTABLE, EXTENDING, IMPLEMENTING = "1", "2", "3", "4"
# ActivityDateType.
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
# DescriptionType.
GENERAL, OBJECTIVES, TARGET_GROUPS = "1", "2", "3"
# TransactionType: what was promised to the project, and what was spent on it.
INCOMING_COMMITMENT, EXPENDITURE = "11", "4"
ORIGINAL, COMMITTED = "1", "2"  # BudgetType, BudgetStatus
DAC_5_DIGIT = "1"  # SectorVocabulary
NOT_SPECIFIED = "99810"  # sector not specified
SDG_GOALS = "2"  # TagVocabulary
OUTCOME = "2"  # ResultType
UNIT, PERCENTAGE = "1", "2"  # IndicatorMeasure
OTHER_IDENTIFIER = "A1"  # reporting organisation's internal activity identifier

ACTIVITY_STATUS = {
    ProjectStatus.AGREEING: "1",  # pipeline or identification
    ProjectStatus.RUNNING: "2",  # implementation
    ProjectStatus.SUSPENDED: "6",
    ProjectStatus.COMPLETED: "4",  # closed
    ProjectStatus.CANCELLED: "5",
}
T = Institution.Type
# OrganisationType.
ORGANISATION_TYPE = {
    T.MINISTRY: "10",  # government
    T.AGENCY: "15",  # other public sector
    T.RESEARCH_INSTITUTE: "80",  # academic, training and research
    T.UNIVERSITY: "80",
    T.TRAINING_CENTRE: "80",
    T.HOSPITAL: "90",  # other
    T.COMPANY: "70",  # private sector
    T.NGO: "22",  # national NGO
    T.INTERNATIONAL_ORGANISATION: "40",  # multilateral
}
MULTILATERAL = "40"
