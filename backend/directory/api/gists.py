"""Gists over HTTP: of passages here, of other texts by views made of the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.codelists.fields import LanguageTagField
from backend.common.gists import Gist, write_gist
from backend.common.idempotency import idempotent
from backend.common.names import primary
from backend.directory.models import Passage, PassageGist, Profile
from backend.directory.selectors import is_secretariat, own_profile_ids

LONGEST = 5_000  # characters


class GistSerializer(serializers.Serializer):
    """A gist: not the text itself. `machine` names what wrote it, empty where `by` did; `stale`:
    the text has changed since."""

    language = LanguageTagField()
    text = serializers.CharField(max_length=LONGEST)
    machine = serializers.CharField(max_length=100, required=False, allow_blank=True)
    by = serializers.CharField(source="author", read_only=True)
    written_at = serializers.DateTimeField(source="updated_at", read_only=True)
    stale = serializers.BooleanField(source="is_stale", read_only=True)

    def validate_language(self, tag: str) -> str:
        """A text needs no gist in the language it is written in."""
        if not tag:
            self.fields["language"].fail("blank")
        if tag and primary(tag) == primary(getattr(self.context["original"], "language", "")):
            raise serializers.ValidationError(_("The text is in this language itself."))
        return tag


class GistsView(APIView):
    """The gists of a text: read by whoever sees the text, written by who has the right to."""

    unkept = ()
    gist: type[Gist]
    right = ""

    def originals(self) -> QuerySet[Any]:
        """The texts that the reader may see."""
        raise NotImplementedError

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer write it gets no old answer either."""
        self._to_write(self.kwargs["pk"])

    @extend_schema(responses=GistSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        original = get_object_or_404(self.originals(), pk=pk)
        rows = original.gists.select_related("by")
        return Response(GistSerializer(rows, many=True).data)

    @extend_schema(request=GistSerializer, responses={201: GistSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        """Write one, in the place of the one that there is in the language."""
        original = self._to_write(pk)
        given = GistSerializer(data=request.data, context={"original": original})
        given.is_valid(raise_exception=True)
        made = write_gist(
            model=self.gist, original=original, by=request.user, **given.validated_data
        )
        return Response(GistSerializer(made).data, status=status.HTTP_201_CREATED)

    def _to_write(self, pk: UUID) -> Any:
        original = get_object_or_404(self.originals(), pk=pk)
        if not self.request.user.has_perm(self.right, original):
            raise PermissionDenied()
        return original


class PassageGistsView(GistsView):
    gist = PassageGist
    right = "directory.write_gist"

    def originals(self) -> QuerySet[Passage]:
        """Those shown, of profiles one sees; all for the secretariat and of one's own."""
        user = self.request.user
        profiles = Profile.objects.visible_to(user)
        rows = Passage.objects.select_related("profile").filter(profile__in=profiles)
        if is_secretariat(user):
            return rows
        return rows.filter(Q(hidden=False) | Q(profile__in=own_profile_ids(user)))
