"""Documents of proposals, in the language of the proposal where no other is asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from backend.common.documents import Document
from backend.common.documents.http import (
    LANGUAGE,
    DocumentView,
    LanguageSerializer,
    PrintedView,
    attachment,
)
from backend.common.errors import Conflict
from backend.common.languages import offered
from backend.common.sheets import XLSX
from backend.programmes import documents
from backend.programmes.models import Channel, Endorsement, Proposal
from backend.programmes.printing import dossier_now
from backend.programmes.selectors.proposals import proposals_for


class _OfProposal(PrintedView):
    def get_proposal(self) -> Proposal:
        """A stranger gets 404."""
        rows = proposals_for(self.request.user).select_related("institution__country", "sector")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def wanted(self, kind: type[serializers.Serializer]) -> dict[str, Any]:
        own = offered(self.get_proposal().language)
        asked = "language" in self.request.query_params
        return super().wanted(kind) if asked else {**super().wanted(kind), "language": own}


class ProposalDossierView(_OfProposal, DocumentView):
    """The dossier: the proposal in the form of the programme, as far as it is written."""

    name = "dossier"

    def get_document(self) -> Document:
        return dossier_now(self.get_proposal())


class MissionLetterView(_OfProposal, DocumentView):
    """The letter to the Permanent Mission. 409 where the programme goes without one."""

    name = "mission-letter"

    def get_document(self) -> Document:
        found = self.get_proposal()
        if found.call.programme.channel != Channel.MISSION:
            told = _("This programme takes proposals without a Permanent Mission.")
            raise Conflict(told, code="no_mission")
        return documents.mission_letter(found)


class EndorsementLetterView(_OfProposal, DocumentView):
    """The letter that asks a country for its endorsement, with a declaration to be signed."""

    name = "endorsement"

    def get_document(self) -> Document:
        rows = Endorsement.objects.filter(proposal=self.get_proposal())
        rows = rows.select_related("country", "proposal__institution", "proposal__call__programme")
        return documents.endorsement_letter(get_object_or_404(rows, pk=self.kwargs["row"]))


class BudgetSheetView(_OfProposal):
    """The budget as a spreadsheet: its lines, and the sums of every cut."""

    @extend_schema(parameters=[LANGUAGE], responses={(200, XLSX): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        found, language = self.get_proposal(), self.wanted(LanguageSerializer)["language"]
        with translation.override(language):
            body = documents.budget_to_xlsx(found)
        return attachment(body, XLSX, "budget.xlsx", language)


OF = "proposals/<uuid:pk>"
DOCUMENT_PATHS = [
    path(f"{OF}/documents/dossier/", ProposalDossierView.as_view(), name="proposal-dossier"),
    path(f"{OF}/documents/mission-letter/", MissionLetterView.as_view(), name="mission-letter"),
    path(f"{OF}/documents/budget/", BudgetSheetView.as_view(), name="budget-sheet"),
    path(
        f"{OF}/endorsements/<uuid:row>/letter/",
        EndorsementLetterView.as_view(),
        name="endorsement-letter",
    ),
]
