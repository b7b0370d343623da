"""What those who write a proposal say of its texts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.idempotency import idempotent
from backend.programmes.api.base import WRITE
from backend.programmes.api.sections import OF_SECTION, OfSection
from backend.programmes.api.serializers.sections import SectionCommentSerializer
from backend.programmes.models import SectionComment
from backend.programmes.services import comments


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


SECTION_COMMENT_PATHS = [
    path(f"{OF_SECTION}/comments/", CommentsView.as_view(), name="section-comments"),
    path(
        f"{OF_SECTION}/comments/<uuid:comment>/settle/",
        SettleView.as_view(),
        name="section-comment-settle",
    ),
]
