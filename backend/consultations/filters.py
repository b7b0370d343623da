"""Ways to narrow the lists of requests, invitations and engagements."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.codelists.models import Country
from backend.common.filters import BOTH, Codes, Words
from backend.consultations.models import (
    Clock,
    ConsultationRequest,
    Deliverable,
    Engagement,
    EngagementStatus,
    Feedback,
    Invitation,
    InvitationStatus,
    Nomination,
    NominationStatus,
    Status,
    Track,
)
from backend.consultations.selectors import queue_of
from backend.consultations.waiting import WaitsFor, statuses_waiting_for
from backend.directory.models import Institution


class RequestFilter(django_filters.FilterSet):
    status = Words(choices=Status.choices)
    track = Words(choices=Track.choices)
    institution = Codes(field_name="need__institution", queryset=Institution.objects.all())
    country = Codes(field_name="need__country", queryset=Country.objects.all())
    officer = Codes(queryset=User.objects.all())
    mine = Words(choices=[(word, word) for word in BOTH], method="is_mine")
    overdue = Words(choices=[(word, word) for word in BOTH], method="is_overdue")
    waits_for = Words(choices=WaitsFor.choices, method="waiting_for")
    q = django_filters.CharFilter(method="with_words", label=_("words in title or text"))

    class Meta:
        model = ConsultationRequest
        fields: tuple[str, ...] = ()

    def is_mine(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """The cases of the officer who asks, and of those whom that one stands in for today."""
        if not value or set(value) == set(BOTH):
            return queryset
        mine = queue_of(self.request.user)
        # Not ``exclude``: it would leave out the cases of nobody.
        others = queryset.exclude(pk__in=queryset.filter(mine).order_by().values("pk"))
        return queryset.filter(mine) if "true" in value else others

    def waiting_for(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        return queryset.filter(status__in=statuses_waiting_for(*value)) if value else queryset

    def is_overdue(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Whether a clock that runs is past its time."""
        if not value or set(value) == set(BOTH):
            return queryset
        late = Exists(Clock.objects.overdue().filter(request=OuterRef("pk")))
        return queryset.filter(late if "true" in value else ~late)

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:10]:
            words = Q(need__title__icontains=word) | Q(need__text__icontains=word)
            queryset = queryset.filter(words | Q(background__icontains=word))
        return queryset


class InvitationFilter(django_filters.FilterSet):
    status = Words(choices=InvitationStatus.choices)
    request = Codes(queryset=ConsultationRequest.objects.all())

    class Meta:
        model = Invitation
        fields: tuple[str, ...] = ()


class NominationFilter(django_filters.FilterSet):
    status = Words(choices=NominationStatus.choices)
    request = Codes(queryset=ConsultationRequest.objects.all())

    class Meta:
        model = Nomination
        fields: tuple[str, ...] = ()


class EngagementFilter(django_filters.FilterSet):
    status = Words(choices=EngagementStatus.choices)
    request = Codes(queryset=ConsultationRequest.objects.all())

    class Meta:
        model = Engagement
        fields: tuple[str, ...] = ()


class DeliverableFilter(django_filters.FilterSet):
    engagement = Codes(queryset=Engagement.objects.all())
    request = Codes(field_name="engagement__request", queryset=ConsultationRequest.objects.all())

    class Meta:
        model = Deliverable
        fields: tuple[str, ...] = ()


class FeedbackFilter(django_filters.FilterSet):
    engagement = Codes(queryset=Engagement.objects.all())
    side = Words(choices=Feedback.Side.choices)

    class Meta:
        model = Feedback
        fields: tuple[str, ...] = ()
