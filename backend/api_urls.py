"""The routes of ``/api/v1/``."""

from django.urls import path, re_path
from rest_framework.routers import DefaultRouter

from backend.accounts.api import LoginView, LogoutView
from backend.codelists.api import VIEWSETS
from backend.common.errors import NoSuchAddress
from backend.consultations.api import PATHS as CONSULTATION_PATHS
from backend.consultations.api import (
    ConsultationRequestViewSet,
    EngagementViewSet,
    InvitationViewSet,
)
from backend.directory.api import ExpertViewSet, InstitutionViewSet, LookAlikeViewSet
from backend.matches.api import LeftOutView, MatchRunViewSet, MatchView, NeedMatchRunsView
from backend.needs.api import NeedViewSet

router = DefaultRouter()
router.register("institutions", InstitutionViewSet)
router.register("experts", ExpertViewSet)
router.register("look-alikes", LookAlikeViewSet)
router.register("needs", NeedViewSet)
router.register("match-runs", MatchRunViewSet)
router.register("consultation-requests", ConsultationRequestViewSet)
router.register("invitations", InvitationViewSet)
router.register("engagements", EngagementViewSet)
for name, viewset in VIEWSETS.items():
    router.register(f"codelists/{name}", viewset, basename=f"codelist-{name}")

urlpatterns = [
    path("auth/login/", LoginView.as_view(), name="api-login"),
    path("auth/logout/", LogoutView.as_view(), name="api-logout"),
    path("match/", MatchView.as_view(), name="match"),
    path("match/excluded/", LeftOutView.as_view(), name="match-excluded"),
    path("needs/<uuid:pk>/match-runs/", NeedMatchRunsView.as_view(), name="need-match-runs"),
    *CONSULTATION_PATHS,
    *router.urls,
    re_path("", NoSuchAddress.as_view()),
]
