"""What the views below an institution have in common."""

from __future__ import annotations

from typing import Any

from rest_framework import viewsets
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request

from backend.directory.models import Institution


class HasRightThere(BasePermission):
    """The view's right on its institution; whoever does not even see that one gets 404."""

    def has_permission(self, request: Request, view: Any) -> bool:
        visible = Institution.objects.visible_to(request.user)
        view.institution = get_object_or_404(visible, pk=view.kwargs["institution"])
        return request.user.has_perm(view.right, view.institution)


class OfInstitution(viewsets.GenericViewSet):
    permission_classes = (IsAuthenticated, HasRightThere)
    unkept = ("email",)
    right = "access.manage_members"
    institution: Institution

    def check_repeat(self, request: Request, answer: Any) -> None:
        """``HasRightThere`` has checked the one right there is."""
