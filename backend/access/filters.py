"""Ways to narrow the queue of requests for access, and lists of members and invitations."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.access.models import AccessRequest, AccessStatus, MemberInvitation
from backend.access.models import MemberInvitationStatus as InvitationStatus
from backend.codelists.models import Country
from backend.common.filters import BOTH, Codes, Words
from backend.directory.models import Institution, Membership


class AccessRequestFilter(django_filters.FilterSet):
    status = Words(choices=AccessStatus.choices)
    type = Words(choices=Institution.Type.choices)
    country = Codes(queryset=Country.objects.all())
    q = django_filters.CharFilter(method="with_words", label=_("words in names or reasons"))

    class Meta:
        model = AccessRequest
        fields: tuple[str, ...] = ()

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:10]:
            words = Q(names__icontains=word) | Q(focal_point__icontains=word)
            queryset = queryset.filter(words | Q(why__icontains=word))
        return queryset


class MemberFilter(django_filters.FilterSet):
    role = Words(choices=Membership.Role.choices)
    former = Words(choices=[(word, word) for word in BOTH], method="as_it_is")

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ()

    def as_it_is(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Seen to below, where nothing is asked too."""
        return queryset

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        asked = set(self.form.cleaned_data.get("former") or ["false"])
        if asked == set(BOTH):
            return found
        over = Q(valid_to__lte=timezone.localdate())
        return found.filter(over) if "true" in asked else found.exclude(over)


class MemberInvitationFilter(django_filters.FilterSet):
    status = Words(choices=InvitationStatus.choices)
    role = Words(choices=Membership.Role.choices)

    class Meta:
        model = MemberInvitation
        fields: tuple[str, ...] = ()
