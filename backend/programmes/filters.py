"""Ways to narrow the lists of the programmes app."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country
from backend.common.filters import BOTH, Codes, Words
from backend.consultations.models import ConsultationRequest
from backend.directory.models import Institution
from backend.programmes.models import (
    Call,
    IdeaStatus,
    PastProject,
    Programme,
    Project,
    ProjectIdea,
    ProjectReport,
    ProjectStatus,
    Proposal,
    ProposalPartner,
    ReportKind,
    ReportStatus,
    Review,
    ReviewRound,
    ReviewStatus,
    RoundStatus,
    Stage,
)
from backend.programmes.models.proposal import ProposalStatus


class CallFilter(django_filters.FilterSet):
    programme = Codes(
        field_name="programme__code", queryset=Programme.objects.all(), to_field_name="code"
    )
    year = django_filters.NumberFilter(label=_("year"))
    open = Words(choices=[(word, word) for word in BOTH], method="is_open_now")

    class Meta:
        model = Call
        fields: tuple[str, ...] = ()

    def is_open_now(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """By the database's clock; of rows out of ``calls_for``."""
        if not value or set(value) == set(BOTH):
            return queryset
        return queryset.filter(is_open="true" in value)


class ProposalFilter(django_filters.FilterSet):
    status = Words(choices=ProposalStatus.choices)
    stage = Words(choices=Stage.choices)
    call = Codes(queryset=Call.objects.all())
    programme = Codes(
        field_name="call__programme__code", queryset=Programme.objects.all(), to_field_name="code"
    )
    institution = Codes(queryset=Institution.objects.all(), method="with_institution")
    country = Codes(queryset=Country.objects.all(), method="with_country")
    q = django_filters.CharFilter(method="with_words", label=_("words in the title"))

    class Meta:
        model = Proposal
        fields: tuple[str, ...] = ()

    def with_institution(self, queryset: QuerySet, name: str, value: list) -> QuerySet:
        """As the applicant or as a partner."""
        return queryset.filter(pk__in=_taking_part(institution__in=value)) if value else queryset

    def with_country(self, queryset: QuerySet, name: str, value: list) -> QuerySet:
        return queryset.filter(pk__in=_taking_part(country__in=value)) if value else queryset

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:10]:
            queryset = queryset.filter(title__icontains=word)
        return queryset


def _taking_part(**where: list) -> QuerySet:
    return ProposalPartner.objects.filter(left_at__isnull=True, **where).values("proposal")


class IdeaFilter(django_filters.FilterSet):
    status = Words(choices=IdeaStatus.choices)
    institution = Codes(queryset=Institution.objects.all())
    from_request = Codes(queryset=ConsultationRequest.objects.all())
    q = django_filters.CharFilter(method="with_words", label=_("words in title or text"))

    class Meta:
        model = ProjectIdea
        fields: tuple[str, ...] = ()

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:10]:
            queryset = queryset.filter(Q(title__icontains=word) | Q(text__icontains=word))
        return queryset


class PastProjectFilter(django_filters.FilterSet):
    country = Codes(field_name="countries", queryset=Country.objects.all())
    institution = Codes(field_name="institutions", queryset=Institution.objects.all())
    year = django_filters.NumberFilter(label=_("year"))
    q = django_filters.CharFilter(method="with_words", label=_("words in title or text"))

    class Meta:
        model = PastProject
        fields: tuple[str, ...] = ()

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:10]:
            queryset = queryset.filter(Q(title__icontains=word) | Q(text__icontains=word))
        return queryset


class ReviewRoundFilter(django_filters.FilterSet):
    status = Words(choices=RoundStatus.choices)
    call = Codes(queryset=Call.objects.all())

    class Meta:
        model = ReviewRound
        fields: tuple[str, ...] = ()


class ReviewFilter(django_filters.FilterSet):
    status = Words(choices=ReviewStatus.choices)
    round = Codes(queryset=ReviewRound.objects.all())

    class Meta:
        model = Review
        fields: tuple[str, ...] = ()


class ProjectFilter(django_filters.FilterSet):
    status = Words(choices=ProjectStatus.choices)
    programme = Codes(
        field_name="proposal__call__programme",
        queryset=Programme.objects.all(),
        to_field_name="code",
    )

    class Meta:
        model = Project
        fields: tuple[str, ...] = ()


class ProjectReportFilter(django_filters.FilterSet):
    status = Words(choices=ReportStatus.choices)
    kind = Words(choices=ReportKind.choices)
    project = Codes(queryset=Project.objects.all())

    class Meta:
        model = ProjectReport
        fields: tuple[str, ...] = ()
