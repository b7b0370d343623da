"""A person's own tokens: which there are, and an end to one or to all of them."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from knox.auth import TokenAuthentication
from rest_framework import serializers, status
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.authentication import BY_SESSION, BY_TOKEN
from backend.accounts.models import IssuedToken, User
from backend.accounts.selectors import tokens_of
from backend.accounts.services import revoke_token, revoke_tokens


class IssuedTokenSerializer(serializers.ModelSerializer):
    created_at = serializers.DateTimeField(source="token.created", read_only=True)
    expires = serializers.DateTimeField(source="token.expiry", read_only=True, allow_null=True)
    current = serializers.SerializerMethodField()

    class Meta:
        model = IssuedToken
        fields = ("id", "name", "created_at", "expires", "last_used_at", "current")
        read_only_fields = ("name", "last_used_at")

    def get_current(self, issued: IssuedToken) -> bool:
        """Whether it is the one that this request carries."""
        return issued.token == self.context["request"].auth


class TokensView(APIView):
    """One's own tokens, the newest first. The tokens themselves are shown to nobody."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=IssuedTokenSerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = tokens_of(cast(User, request.user))
        return Response(IssuedTokenSerializer(rows, many=True, context={"request": request}).data)


class TokenView(APIView):
    """End one of one's own tokens."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        revoke_token(issued=get_object_or_404(tokens_of(cast(User, request.user)), pk=pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class LogoutAllView(APIView):
    """End all of one's own tokens. Logging out is open without a second factor too."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (IsAuthenticated,)

    @extend_schema(request=None, responses={204: None}, auth=[BY_TOKEN, BY_SESSION])
    def post(self, request: Request) -> Response:
        revoke_tokens(user=cast(User, request.user))
        return Response(status=status.HTTP_204_NO_CONTENT)
