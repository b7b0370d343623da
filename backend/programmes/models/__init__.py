"""Programmes and their calls, ideas and who joins them, proposals and all that goes into one."""

from backend.programmes.models.budget import BudgetLine, Contribution
from backend.programmes.models.call import Call, Extension
from backend.programmes.models.criterion import Criterion
from backend.programmes.models.decision import Decision, Within
from backend.programmes.models.endorsement import (
    Endorsement,
    EndorsementStatus,
    EndorsementStep,
)
from backend.programmes.models.file import ProposalFile
from backend.programmes.models.framework import Activity, Indicator, Output
from backend.programmes.models.idea import (
    IdeaPartner,
    IdeaPartnerStep,
    IdeaStatus,
    PartnerStatus,
    ProjectIdea,
)
from backend.programmes.models.judgement import Judgement
from backend.programmes.models.past_project import (
    PastProject,
    PastProjectEmbedding,
    PastProjectTerms,
)
from backend.programmes.models.programme import (
    Channel,
    FormSection,
    Programme,
    ProgrammeRule,
    Severity,
    Stage,
)
from backend.programmes.models.project import (
    Milestone,
    Project,
    ProjectParty,
    ProjectStatus,
    ProjectStep,
)
from backend.programmes.models.proposal import (
    WRITABLE,
    Proposal,
    ProposalPartner,
    ProposalStatus,
    ProposalStep,
)
from backend.programmes.models.report import (
    OWED,
    TOLD,
    ProjectReport,
    ProjectReportFile,
    ProjectReportStep,
    ProjectReportVersion,
    ReportStatus,
)
from backend.programmes.models.result import IndicatorValue, Spending
from backend.programmes.models.review import (
    TAKING,
    UNDER_WAY,
    Review,
    ReviewScore,
    ReviewStatus,
    ReviewStep,
    ReviewThread,
)
from backend.programmes.models.reviewer import Reviewer, ReviewPair
from backend.programmes.models.round import ReviewRound, ReviewRoundStep, RoundStatus
from backend.programmes.models.schedule import ReportKind, ReportRule
from backend.programmes.models.section import Section, SectionComment, SectionVersion
from backend.programmes.models.shared import SharedDossier
from backend.programmes.models.thread import IdeaThread, ProposalThread

__all__ = [
    "OWED",
    "TAKING",
    "TOLD",
    "UNDER_WAY",
    "WRITABLE",
    "Activity",
    "BudgetLine",
    "Call",
    "Channel",
    "Contribution",
    "Criterion",
    "Decision",
    "Endorsement",
    "EndorsementStatus",
    "EndorsementStep",
    "Extension",
    "FormSection",
    "IdeaPartner",
    "IdeaPartnerStep",
    "IdeaStatus",
    "IdeaThread",
    "Indicator",
    "IndicatorValue",
    "Judgement",
    "Milestone",
    "Output",
    "PartnerStatus",
    "PastProject",
    "PastProjectEmbedding",
    "PastProjectTerms",
    "Programme",
    "ProgrammeRule",
    "Project",
    "ProjectIdea",
    "ProjectParty",
    "ProjectReport",
    "ProjectReportFile",
    "ProjectReportStep",
    "ProjectReportVersion",
    "ProjectStatus",
    "ProjectStep",
    "Proposal",
    "ProposalFile",
    "ProposalPartner",
    "ProposalStatus",
    "ProposalStep",
    "ProposalThread",
    "ReportKind",
    "ReportRule",
    "ReportStatus",
    "Review",
    "ReviewPair",
    "ReviewRound",
    "ReviewRoundStep",
    "ReviewScore",
    "ReviewStatus",
    "ReviewStep",
    "ReviewThread",
    "Reviewer",
    "RoundStatus",
    "Section",
    "SectionComment",
    "SectionVersion",
    "Severity",
    "SharedDossier",
    "Spending",
    "Stage",
    "Within",
]
