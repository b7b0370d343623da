"""The directory's HTTP interface."""

from django.urls import path

from backend.directory.api.gists import PassageGistsView
from backend.directory.api.history import HISTORY_PATHS
from backend.directory.api.look_alikes import LookAlikeViewSet
from backend.directory.api.me import CancelErasureView, OwnDataView, OwnErasureView
from backend.directory.api.own import (
    ConfirmView,
    DelegatesView,
    EndDelegationView,
    ExpertErasureView,
)
from backend.directory.api.proposals import DecideView, ProfileProposalViewSet, ProposalsView
from backend.directory.api.views import ExpertViewSet, InstitutionViewSet

__all__ = [
    "PATHS",
    "ExpertViewSet",
    "InstitutionViewSet",
    "LookAlikeViewSet",
    "PassageGistsView",
    "ProfileProposalViewSet",
]

OF_EXPERT = "experts/<uuid:pk>"
PATHS = [
    *HISTORY_PATHS,
    path("me/data/", OwnDataView.as_view(), name="own-data"),
    path("me/erasure/", OwnErasureView.as_view(), name="own-erasure"),
    path("me/erasure/cancel/", CancelErasureView.as_view(), name="own-erasure-cancel"),
    path(f"{OF_EXPERT}/proposals/", ProposalsView.as_view(), name="expert-proposals"),
    path(f"{OF_EXPERT}/proposals/decide/", DecideView.as_view(), name="expert-proposals-decide"),
    path(f"{OF_EXPERT}/confirm/", ConfirmView.as_view(), name="expert-confirm"),
    path(f"{OF_EXPERT}/delegates/", DelegatesView.as_view(), name="expert-delegates"),
    path(
        f"{OF_EXPERT}/delegates/<uuid:delegate>/end/",
        EndDelegationView.as_view(),
        name="expert-delegate-end",
    ),
    path(f"{OF_EXPERT}/erasure/", ExpertErasureView.as_view(), name="expert-erasure"),
]
