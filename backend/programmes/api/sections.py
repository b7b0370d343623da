"""The texts of a proposal, which several write together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.versions import check_version, with_version
from backend.programmes.api.base import LEAD, OfProposal
from backend.programmes.api.serializers.sections import (
    SectionSerializer,
)
from backend.programmes.models import (
    FormSection,
    Proposal,
    Section,
)
from backend.programmes.services import sections as services
from backend.programmes.services.moving import locked_proposal

WRITE_SECTION = "programmes.write_section"
OF_SECTION = "proposals/<uuid:pk>/sections/<uuid:section>"


def sections_shown(proposal: Proposal) -> QuerySet[Section]:
    still_open = Count("comments", filter=Q(comments__settled_at__isnull=True))
    return proposal.sections.select_related("writer", "proposal").annotate(open_comments=still_open)


def form_by_key(proposal: Proposal) -> dict[str, FormSection]:
    """Of all stages, those of the stage that it is at last: they hold where a key is in two."""
    rows = FormSection.objects.filter(programme=proposal.call.programme)
    ordered = sorted(
        rows.select_related("programme").order_by("position", "pk"),
        key=lambda one: one.stage == proposal.stage,
    )
    return {one.key: one for one in ordered}


class OfSection(OfProposal):
    """Something of a section of a proposal that is visible."""

    def get_section(self, proposal: Proposal | None = None) -> Section:
        rows = sections_shown(proposal or self.get_proposal())
        return get_object_or_404(rows, pk=self.kwargs["section"])

    def get_locked(self) -> tuple[Proposal, Section]:
        """Both; whoever writes neither the section nor the proposal gets 403."""
        proposal = locked_proposal(self.get_proposal())
        rows = Section.objects.select_for_update().filter(proposal=proposal)
        section = get_object_or_404(rows, pk=self.kwargs["section"])
        section.proposal = proposal
        return proposal, section

    def serialized(self, sections: Any, proposal: Proposal, **kwargs: Any) -> SectionSerializer:
        context = {"request": self.request, "proposal": proposal, "form": form_by_key(proposal)}
        return SectionSerializer(sections, context=context, **kwargs)

    def answer(self, proposal: Proposal) -> Response:
        return with_version(self.serialized(self.get_section(proposal), proposal).data)


class SectionsView(OfProposal):
    """The texts of a proposal, in the order of the form."""

    @extend_schema(responses=SectionSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        proposal = self.get_proposal()
        form = form_by_key(proposal)
        places = {key: place for place, key in enumerate(form)}
        rows = sorted(
            sections_shown(proposal).order_by("pk"),
            key=lambda one: places.get(one.key, len(places)),
        )
        context = {"request": request, "proposal": proposal, "form": form}
        return Response(SectionSerializer(rows, many=True, context=context).data)


class SectionView(OfSection):
    """One text of a proposal."""

    @extend_schema(responses=SectionSerializer)
    def get(self, request: Request, pk: UUID, section: UUID) -> Response:
        return self.answer(self.get_proposal())

    @extend_schema(request=SectionSerializer, responses=SectionSerializer)
    @transaction.atomic
    def patch(self, request: Request, pk: UUID, section: UUID) -> Response:
        """Write it (whoever may), or say who writes it (the applicant). Nothing is lost: 412 shows
        what somebody else wrote meanwhile beside what was sent, and each save stays a version."""
        proposal, row = self.get_locked()
        self._check_rights(proposal, row)
        check_version(request, row, self.serialized(self.get_section(proposal), proposal))
        given = self.serialized(row, proposal, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        if "writer" in values:
            services.give_section(proposal=proposal, section=row, writer=values["writer"])
        if "text" in values:
            services.write_section(
                proposal=proposal, section=row, text=values["text"], by=self.user
            )
        return self.answer(proposal)

    def _check_rights(self, proposal: Proposal, section: Section) -> None:
        """Whoever gives sections away need not write them."""
        gives = "text" not in self.request.data and "writer" in self.request.data
        wanted, of = (LEAD, proposal) if "writer" in self.request.data else (WRITE_SECTION, section)
        if not self.user.has_perm(wanted, of):
            raise PermissionDenied()
        if not gives and not self.user.has_perm(WRITE_SECTION, section):
            raise PermissionDenied()


SECTION_PATHS = [
    path("proposals/<uuid:pk>/sections/", SectionsView.as_view(), name="proposal-sections"),
    path(f"{OF_SECTION}/", SectionView.as_view(), name="proposal-section"),
]
