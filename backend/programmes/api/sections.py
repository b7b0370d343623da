"""The texts of a proposal, which several write together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.filters import refuse_bad_text
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.programmes.api.base import LEAD, WRITE, OfProposal
from backend.programmes.api.serializers.sections import (
    BetweenSerializer,
    RestoreSerializer,
    SectionCommentSerializer,
    SectionSerializer,
    SectionVersionSerializer,
    TextDifferenceSerializer,
    WholeVersionSerializer,
)
from backend.programmes.differing import differences
from backend.programmes.models import (
    FormSection,
    Proposal,
    Section,
    SectionComment,
    SectionVersion,
)
from backend.programmes.services import comments
from backend.programmes.services import sections as services
from backend.programmes.services.moving import locked_proposal

WRITE_SECTION = "programmes.write_section"


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


class VersionsView(OfSection):
    """All versions of a section, the first one first: when, and by whom."""

    @extend_schema(responses=SectionVersionSerializer(many=True))
    def get(self, request: Request, pk: UUID, section: UUID) -> Response:
        rows = self.get_section().versions.select_related("by").order_by("number")
        return Response(SectionVersionSerializer(rows, many=True).data)


class VersionView(OfSection):
    """One version of a section, with its text."""

    @extend_schema(responses=WholeVersionSerializer)
    def get(self, request: Request, pk: UUID, section: UUID, number: int) -> Response:
        rows = self.get_section().versions.select_related("by")
        return Response(WholeVersionSerializer(get_object_or_404(rows, number=number)).data)


class SectionDifferenceView(OfSection):
    """What differs between two versions, word by word."""

    @extend_schema(parameters=[BetweenSerializer], responses=TextDifferenceSerializer)
    def get(self, request: Request, pk: UUID, section: UUID) -> Response:
        found = self.get_section()
        refuse_bad_text(request)
        asked = BetweenSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        older, newer = self._versions(found, **asked.validated_data)
        shown = {
            "older": older.number,
            "newer": newer.number,
            "pieces": differences(older.text, newer.text),
        }
        return Response(TextDifferenceSerializer(shown).data)

    def _versions(
        self, section: Section, older: int | None = None, newer: int | None = None
    ) -> tuple[SectionVersion, SectionVersion]:
        rows = section.versions.order_by("number")
        end = get_object_or_404(rows, number=newer) if newer else rows.last()
        if end is None:
            raise Http404
        before = rows.filter(number__lt=end.number).last() or end
        return (get_object_or_404(rows, number=older) if older else before), end


class RestoreView(OfSection):
    """Let a section say again what it said in a version; all versions stay."""

    @extend_schema(request=RestoreSerializer, responses=SectionSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID, section: UUID) -> Response:
        proposal, row = self.get_locked()
        if not self.user.has_perm(WRITE_SECTION, row):
            raise PermissionDenied()
        given = RestoreSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        services.restore_version(
            proposal=proposal, section=row, by=self.user, **given.validated_data
        )
        return self.answer(proposal)


class CommentsView(OfSection):
    """What is said of a section; whoever takes part in writing the proposal may."""

    @extend_schema(responses=SectionCommentSerializer(many=True))
    def get(self, request: Request, pk: UUID, section: UUID) -> Response:
        rows = self.get_section().comments.select_related("by", "settled_by").order_by("pk")
        return Response(SectionCommentSerializer(rows, many=True, context=self._context()).data)

    @extend_schema(request=SectionCommentSerializer, responses={201: SectionCommentSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID, section: UUID) -> Response:
        self.get_to(WRITE)
        found = self.get_section()
        context = {**self._context(), "section": found}
        given = SectionCommentSerializer(data=request.data, context=context)
        given.is_valid(raise_exception=True)
        made = comments.comment(section=found, by=self.user, **given.validated_data)
        shown = SectionCommentSerializer(made, context=context).data
        return Response(shown, status=status.HTTP_201_CREATED)

    def _context(self) -> dict[str, Any]:
        return {"request": self.request}


class SettleView(OfSection):
    """Say that a comment is dealt with."""

    @extend_schema(request=None, responses=SectionCommentSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID, section: UUID, comment: UUID) -> Response:
        self.get_to(WRITE)
        rows = SectionComment.objects.filter(section=self.get_section())
        found = get_object_or_404(rows, pk=comment)
        done = comments.settle(comment=found, by=self.user)
        return Response(SectionCommentSerializer(done, context={"request": request}).data)


OF_SECTION = "proposals/<uuid:pk>/sections/<uuid:section>"
SECTION_PATHS = [
    path("proposals/<uuid:pk>/sections/", SectionsView.as_view(), name="proposal-sections"),
    path(f"{OF_SECTION}/", SectionView.as_view(), name="proposal-section"),
    path(f"{OF_SECTION}/versions/", VersionsView.as_view(), name="section-versions"),
    path(f"{OF_SECTION}/versions/<int:number>/", VersionView.as_view(), name="section-version"),
    path(f"{OF_SECTION}/difference/", SectionDifferenceView.as_view(), name="section-difference"),
    path(f"{OF_SECTION}/restore/", RestoreView.as_view(), name="section-restore"),
    path(f"{OF_SECTION}/comments/", CommentsView.as_view(), name="section-comments"),
    path(
        f"{OF_SECTION}/comments/<uuid:comment>/settle/",
        SettleView.as_view(),
        name="section-comment-settle",
    ),
]
