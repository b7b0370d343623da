"""What an idea or a proposal lacks: partners, countries, a team; and what was done before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.common.errors import Unavailable
from backend.matches.engine import EncoderUnavailable
from backend.programmes.api.serializers.partnering import (
    HowManyPartnersSerializer,
    MissingAskedSerializer,
    MissingSerializer,
    PartnerMatchesSerializer,
    PartnersAskedSerializer,
    SimilarProjectSerializer,
    TeamAskedSerializer,
    TeamSerializer,
)
from backend.programmes.finding import Plan, find_missing, plan_of_idea, plan_of_proposal
from backend.programmes.models import ProjectIdea, Proposal
from backend.programmes.partnering import ranking_for, shown_to
from backend.programmes.selectors.ideas import ideas_for
from backend.programmes.selectors.proposals import proposals_for
from backend.programmes.similar_projects import (
    Subject,
    similar_projects,
    subject_of_idea,
    subject_of_proposal,
)
from backend.programmes.team import team_for

USUAL_TEAM = 5


class FindingView(APIView):
    """Asks the engine; each person has a limit, and nothing is stored."""

    permission_classes = (IsAuthenticated,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "typing"

    def asked(self, find: Callable[[], Any]) -> Any:
        try:
            return find()
        except EncoderUnavailable:
            raise Unavailable() from None

    def given(self, kind: Any, data: Any) -> Any:
        given = kind(data=data)
        given.is_valid(raise_exception=True)
        return given

    @property
    def context(self) -> dict[str, Any]:
        return {"request": self.request}


class OfIdeaFound(FindingView):
    def get_idea(self) -> ProjectIdea:
        return get_object_or_404(ideas_for(self.request.user), pk=self.kwargs["pk"])

    def get_subject(self) -> Subject:
        return subject_of_idea(self.get_idea())

    def get_plan(self) -> Plan:
        return plan_of_idea(self.get_idea())

    def get_packages(self) -> list[str]:
        """An idea has none of its own."""
        return []


class OfProposalFound(FindingView):
    def get_proposal(self) -> Proposal:
        rows = proposals_for(self.request.user).select_related("idea__institution")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_subject(self) -> Subject:
        return subject_of_proposal(self.get_proposal())

    def get_plan(self) -> Plan:
        return plan_of_proposal(self.get_proposal(), timezone.now().date())

    def get_packages(self) -> list[str]:
        """Its outputs."""
        rows = self.get_proposal().outputs.order_by("position", "pk")
        return list(rows.values_list("text", flat=True))


class IdeaMatchesView(OfIdeaFound):
    @extend_schema(parameters=[PartnersAskedSerializer], responses=PartnerMatchesSerializer)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Institutions that have what the idea seeks, and seek what it offers, the best first."""
        idea = self.get_idea()
        given = self.given(PartnersAskedSerializer, request.query_params)
        countries = given.criteria().countries
        found = self.asked(lambda: ranking_for(idea, countries=countries))
        partners = shown_to(request.user, found.best(given.validated_data["k"]))  # type: ignore[arg-type]  # logged in
        answer = {"line": found.line, "matches": partners}
        return Response(PartnerMatchesSerializer(answer, context=self.context).data)


class _Missing(FindingView):
    @extend_schema(parameters=[MissingAskedSerializer], responses=MissingSerializer)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What a programme's rules still lack, and the institutions that would fill it."""
        plan, today = self.get_plan(), timezone.now().date()  # type: ignore[attr-defined]  # of the class beside it
        given = self.given(MissingAskedSerializer, request.query_params).validated_data
        found = self.asked(lambda: find_missing(plan, given["programme"], today, given["k"]))
        return Response(MissingSerializer(found, context=self.context).data)


class _SimilarProjects(FindingView):
    @extend_schema(
        parameters=[HowManyPartnersSerializer], responses=SimilarProjectSerializer(many=True)
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Projects that were done and are like it: first those in the same countries."""
        subject = self.get_subject()  # type: ignore[attr-defined]  # of the class beside it
        given = self.given(HowManyPartnersSerializer, request.query_params).validated_data
        found = self.asked(lambda: similar_projects(subject, given["k"]))
        return Response(SimilarProjectSerializer(found, many=True).data)


class _Team(FindingView):
    @extend_schema(request=TeamAskedSerializer, responses=TeamSerializer)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Experts who cover the work packages together, and who covers what.

        Without ``packages``, the outputs of a proposal are taken. Nothing is stored.
        """
        subject, own = self.get_subject(), self.get_packages()  # type: ignore[attr-defined]  # of the class beside it
        given = self.given(TeamAskedSerializer, request.data)
        packages = given.validated_data.get("packages") or own
        if not packages:
            told = _("Say what the work packages are about, one text for each.")
            raise serializers.ValidationError({"packages": told}, code="required")
        size = given.validated_data.get("size") or max(2, min(USUAL_TEAM, len(packages)))
        found = self.asked(
            lambda: team_for(
                packages=packages,
                text=subject.text,
                language=subject.language or None,
                size=size,
                criteria=given.criteria(),
            )
        )
        return Response(TeamSerializer(found, context=self.context).data)


class IdeaMissingView(_Missing, OfIdeaFound):
    """What an idea's countries still lack."""


class ProposalMissingView(_Missing, OfProposalFound):
    """What a proposal's countries still lack."""


class SimilarToIdeaView(_SimilarProjects, OfIdeaFound):
    """Past projects like an idea."""


class SimilarToProposalView(_SimilarProjects, OfProposalFound):
    """Past projects like a proposal."""


class IdeaTeamView(_Team, OfIdeaFound):
    """A team for an idea."""


class ProposalTeamView(_Team, OfProposalFound):
    """A team for a proposal."""


PARTNERING_PATHS = [
    path("project-ideas/<uuid:pk>/matches/", IdeaMatchesView.as_view(), name="idea-matches"),
    *(
        path(f"{about}s/<uuid:pk>/{under}/", view.as_view(), name=f"{about}-{under}")
        for about, under, view in (
            ("project-idea", "missing", IdeaMissingView),
            ("project-idea", "similar", SimilarToIdeaView),
            ("project-idea", "team", IdeaTeamView),
            ("proposal", "missing", ProposalMissingView),
            ("proposal", "similar", SimilarToProposalView),
            ("proposal", "team", ProposalTeamView),
        )
    ),
]
