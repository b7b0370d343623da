"""What all addresses below a proposal have in common."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import mixins, status, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.models import Row
from backend.common.versions import check_version, with_version
from backend.programmes.models import Proposal
from backend.programmes.selectors.proposals import proposals_for
from backend.programmes.services.moving import locked_proposal
from backend.programmes.services.rows import add_row, change_row, remove_row

WRITE = "programmes.write_proposal"
LEAD = "programmes.lead_proposal"


class OfProposal(APIView):
    """Something of a proposal that is visible: a stranger gets 404."""

    permission_classes = (IsAuthenticated,)
    unkept: tuple[str, ...] = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see the proposal gets no old answer either."""
        self.get_proposal()

    def get_proposal(self) -> Proposal:
        return get_object_or_404(proposals_for(self.request.user), pk=self.kwargs["pk"])

    def get_to(self, permission: str) -> Proposal:
        """Locked, for whoever has the right; others get 403."""
        row = locked_proposal(self.get_proposal())
        if not self.request.user.has_perm(permission, row):
            raise PermissionDenied()
        return row

    @property
    def user(self) -> User:
        return cast(User, self.request.user)


class RowsViewSet(OfProposal, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Rows of one kind that a proposal is made of: each is changed with ``If-Match`` on itself."""

    kind: ClassVar[type[Row]]
    pagination_class = None
    versioned = True

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows_of(self.get_proposal())

    def rows_of(self, proposal: Proposal) -> QuerySet[Any]:
        rows: Any = self.kind._default_manager
        return rows.filter(proposal=proposal).order_by("position", "pk")

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if getattr(self, "swagger_fake_view", False):
            return context
        return {**context, "proposal": self.get_proposal()}

    def values_of(self, proposal: Proposal, given: dict[str, Any]) -> dict[str, Any]:
        """Of a new row."""
        return {**given, "proposal": proposal}

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        proposal = self.get_to(WRITE)
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = self.values_of(proposal, given.validated_data)
        made = add_row(proposal=proposal, kind=self.kind, values=values, by=self.user)
        return self._answer(made, status.HTTP_201_CREATED)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(get_object_or_404(self.get_queryset(), pk=kwargs["row"]))

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        proposal, row = self._locked()
        check_version(request, row, self.get_serializer(row))
        given = self.get_serializer(row, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        change_row(proposal=proposal, row=row, values=given.validated_data, by=self.user)
        return self._answer(row)

    @transaction.atomic
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take it away: the history still tells what it said."""
        proposal, row = self._locked()
        check_version(request, row, self.get_serializer(row))
        remove_row(proposal=proposal, row=row)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _locked(self) -> tuple[Proposal, Any]:
        proposal = self.get_to(WRITE)
        rows = self.rows_of(proposal).select_for_update(of=("self",))
        return proposal, get_object_or_404(rows, pk=self.kwargs["row"])

    def _answer(self, row: Row, status_code: int = status.HTTP_200_OK) -> Response:
        shown = self.get_queryset().get(pk=row.pk)
        return with_version(self.get_serializer(shown).data, status=status_code)


LISTED: dict[str, Any] = {"get": "list", "post": "create"}
ONE: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
