"""The routes of ``/api/v1/``."""

from django.urls import path, re_path
from rest_framework.routers import DefaultRouter

from backend.access.api import (
    AccessLetterView,
    AccessRequestViewSet,
    MemberInvitationViewSet,
    MemberViewSet,
)
from backend.accounts.api import LoginView, LogoutAllView, LogoutView, TokensView, TokenView
from backend.alerts.api import PATHS as ALERTS_PATHS
from backend.alerts.api import ROUTES as ALERTS_ROUTES
from backend.certificates.api import PATHS as CERTIFICATE_PATHS
from backend.codelists.api import VIEWSETS
from backend.common.errors import NoSuchAddress
from backend.consultations.api import PATHS as CONSULTATION_PATHS
from backend.consultations.api import (
    BatchRunViewSet,
    ConsultationRequestViewSet,
    DeputyViewSet,
    EngagementViewSet,
    InvitationViewSet,
    NominationViewSet,
    OfficerViewSet,
)
from backend.directory.api import PATHS as DIRECTORY_PATHS
from backend.directory.api import (
    ExpertViewSet,
    InstitutionViewSet,
    LookAlikeViewSet,
    PassageGistsView,
    ProfileProposalViewSet,
)
from backend.feeds.api import PATHS as FEEDS_PATHS
from backend.files.api import UploadsViewSet, UploadView
from backend.matches.api import LeftOutView, MatchRunViewSet, MatchView, NeedMatchRunsView
from backend.needs.api import NeedGistsView, NeedViewSet
from backend.notifications.api import LetterViewSet, MyNotificationsView
from backend.programmes.api import PATHS as PROGRAMME_PATHS
from backend.programmes.api import (
    CallViewSet,
    PastProjectViewSet,
    ProgrammeViewSet,
    ProjectIdeaViewSet,
    ProjectReportViewSet,
    ProjectViewSet,
    ProposalViewSet,
    ReviewRoundViewSet,
    ReviewViewSet,
)
from backend.reports.api import (
    FiguresView,
    RecruitingView,
    ReportViewSet,
    UnmetCasesView,
    UnmetView,
)

OF_INSTITUTION = r"institutions/(?P<institution>[0-9a-f-]{36})"
router = DefaultRouter()
router.register("institutions", InstitutionViewSet)
router.register(f"{OF_INSTITUTION}/members", MemberViewSet, basename="member")
router.register(
    f"{OF_INSTITUTION}/invitations", MemberInvitationViewSet, basename="member-invitation"
)
router.register("access-requests", AccessRequestViewSet)
router.register("experts", ExpertViewSet)
router.register("profile-proposals", ProfileProposalViewSet)
router.register("look-alikes", LookAlikeViewSet)
router.register("needs", NeedViewSet)
router.register("match-runs", MatchRunViewSet)
router.register("consultation-requests", ConsultationRequestViewSet)
router.register("invitations", InvitationViewSet)
router.register("nominations", NominationViewSet)
router.register("engagements", EngagementViewSet)
router.register("officers", OfficerViewSet)
router.register("deputies", DeputyViewSet)
router.register("batch-runs", BatchRunViewSet)
router.register("project-ideas", ProjectIdeaViewSet)
router.register("past-projects", PastProjectViewSet)
router.register("programmes", ProgrammeViewSet)
router.register("calls", CallViewSet)
router.register("proposals", ProposalViewSet, basename="project-proposal")
router.register("review-rounds", ReviewRoundViewSet)
router.register("reviews", ReviewViewSet)
router.register("projects", ProjectViewSet)
router.register("project-reports", ProjectReportViewSet)
router.register("reports", ReportViewSet)
router.register("letters", LetterViewSet)
for name, viewset in ALERTS_ROUTES.items():
    router.register(name, viewset)
for name, viewset in VIEWSETS.items():
    router.register(f"codelists/{name}", viewset, basename=f"codelist-{name}")

urlpatterns = [
    path("auth/login/", LoginView.as_view(), name="api-login"),
    path("auth/logout/", LogoutView.as_view(), name="api-logout"),
    path("me/notifications/", MyNotificationsView.as_view(), name="my-notifications"),
    path("auth/logout-all/", LogoutAllView.as_view(), name="api-logout-all"),
    path("auth/tokens/", TokensView.as_view(), name="api-tokens"),
    path("auth/tokens/<uuid:pk>/", TokenView.as_view(), name="api-token"),
    path("uploads/", UploadsViewSet.as_view({"get": "list", "post": "create"}), name="uploads"),
    path("uploads/<uuid:pk>/", UploadView.as_view(), name="upload"),
    path("match/", MatchView.as_view(), name="match"),
    path("match/excluded/", LeftOutView.as_view(), name="match-excluded"),
    path("needs/<uuid:pk>/match-runs/", NeedMatchRunsView.as_view(), name="need-match-runs"),
    path("access-requests/<uuid:pk>/letter/", AccessLetterView.as_view(), name="access-letter"),
    path("needs/<uuid:pk>/gists/", NeedGistsView.as_view(), name="need-gists"),
    path("passages/<uuid:pk>/gists/", PassageGistsView.as_view(), name="passage-gists"),
    *DIRECTORY_PATHS,
    *CONSULTATION_PATHS,
    *PROGRAMME_PATHS,
    *ALERTS_PATHS,
    *FEEDS_PATHS,
    *CERTIFICATE_PATHS,
    path("figures/", FiguresView.as_view(), name="figures"),
    path("unmet-needs/", UnmetView.as_view(), name="unmet-needs"),
    path("unmet-needs/cases/", UnmetCasesView.as_view(), name="unmet-needs-cases"),
    path("unmet-needs/recruiting/", RecruitingView.as_view(), name="unmet-needs-recruiting"),
    *router.urls,
    re_path("", NoSuchAddress.as_view()),
]
