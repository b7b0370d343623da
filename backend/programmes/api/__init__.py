"""Programmes, ideas and proposals over HTTP."""

from backend.programmes.api.calls import CallViewSet
from backend.programmes.api.decisions import DECISION_PATHS
from backend.programmes.api.documents import DOCUMENT_PATHS
from backend.programmes.api.eligibility import ELIGIBILITY_PATHS
from backend.programmes.api.endorsements import ENDORSEMENT_PATHS
from backend.programmes.api.files import FILE_PATHS
from backend.programmes.api.framework import FRAMEWORK_PATHS
from backend.programmes.api.history import HISTORY_PATHS
from backend.programmes.api.idea_messages import IDEA_MESSAGE_PATHS
from backend.programmes.api.idea_partners import IDEA_PARTNER_PATHS
from backend.programmes.api.ideas import ProjectIdeaViewSet
from backend.programmes.api.messages import MESSAGE_PATHS
from backend.programmes.api.money import MONEY_PATHS
from backend.programmes.api.partnering import PARTNERING_PATHS
from backend.programmes.api.partners import PARTNER_PATHS
from backend.programmes.api.past_projects import PastProjectViewSet
from backend.programmes.api.programmes import ProgrammeViewSet
from backend.programmes.api.project_reports import PROJECT_REPORT_PATHS, ProjectReportViewSet
from backend.programmes.api.projects import PROJECT_PATHS, ProjectViewSet
from backend.programmes.api.proposals import ProposalViewSet
from backend.programmes.api.results import RESULT_PATHS
from backend.programmes.api.review_messages import REVIEW_MESSAGE_PATHS
from backend.programmes.api.reviews import REVIEW_PATHS, ReviewViewSet
from backend.programmes.api.round_parts import ROUND_PART_PATHS
from backend.programmes.api.rounds import ROUND_STEP_PATHS, ReviewRoundViewSet
from backend.programmes.api.section_comments import SECTION_COMMENT_PATHS
from backend.programmes.api.section_versions import SECTION_VERSION_PATHS
from backend.programmes.api.sections import SECTION_PATHS
from backend.programmes.api.sharing import SHARING_PATHS
from backend.programmes.api.steps import STEP_PATHS

__all__ = [
    "PATHS",
    "CallViewSet",
    "PastProjectViewSet",
    "ProgrammeViewSet",
    "ProjectIdeaViewSet",
    "ProjectReportViewSet",
    "ProjectViewSet",
    "ProposalViewSet",
    "ReviewRoundViewSet",
    "ReviewViewSet",
]

PATHS = [
    *STEP_PATHS,
    *ELIGIBILITY_PATHS,
    *PARTNER_PATHS,
    *SECTION_PATHS,
    *SECTION_VERSION_PATHS,
    *SECTION_COMMENT_PATHS,
    *FRAMEWORK_PATHS,
    *MONEY_PATHS,
    *ENDORSEMENT_PATHS,
    *FILE_PATHS,
    *MESSAGE_PATHS,
    *HISTORY_PATHS,
    *DOCUMENT_PATHS,
    *SHARING_PATHS,
    *IDEA_PARTNER_PATHS,
    *IDEA_MESSAGE_PATHS,
    *PARTNERING_PATHS,
    *ROUND_STEP_PATHS,
    *ROUND_PART_PATHS,
    *REVIEW_PATHS,
    *REVIEW_MESSAGE_PATHS,
    *DECISION_PATHS,
    *PROJECT_PATHS,
    *RESULT_PATHS,
    *PROJECT_REPORT_PATHS,
]
