"""Log-in for programs: an e-mail address, a password and, where set up, a code → a token."""

from __future__ import annotations

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import authenticate
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from drf_standardized_errors.openapi_serializers import (
    ErrorResponse401Serializer,
    ErrorResponse403Serializer,
    ErrorResponse429Serializer,
)
from knox.views import LogoutView as KnoxLogoutView
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.authentication import BY_TOKEN
from backend.accounts.models import User
from backend.accounts.permissions import (
    AddressNotConfirmed,
    SecondFactorRequired,
    lacks_second_factor,
)
from backend.accounts.selectors import is_address_confirmed
from backend.accounts.services import issue_token


class LoginSerializer(serializers.Serializer):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    code = serializers.CharField(required=False, max_length=20, allow_blank=True)
    name = serializers.CharField(
        required=False,
        max_length=100,
        allow_blank=True,
        help_text="What the token is for, so that one knows it again in the list of tokens.",
    )


class TokenSerializer(serializers.Serializer):
    token = serializers.CharField()
    expires = serializers.DateTimeField()


class LoginView(APIView):
    """Log in. The token goes into the header ``Authorization: Token …``."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        request=LoginSerializer,
        responses={
            200: TokenSerializer,
            401: ErrorResponse401Serializer,
            403: ErrorResponse403Serializer,
            429: ErrorResponse429Serializer,
        },
    )
    def post(self, request: Request) -> Response:
        given = LoginSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        name = values.pop("name", "")
        issued, token = issue_token(user=log_in(request, **values), name=name)
        return Response({"token": token, "expires": issued.token.expiry})

    def get_authenticate_header(self, request: Request) -> str:
        return "Token"  # without it, a failed log-in would be 403


class LogoutView(KnoxLogoutView):
    """Make the token that was sent invalid; open without a second factor too."""

    @extend_schema(request=None, responses={204: None}, auth=[BY_TOKEN])
    def post(self, request: Request, format: str | None = None) -> Response:
        return super().post(request, format)


def log_in(request: Request, email: str, password: str, code: str = "") -> User:
    """The person with this address and password. Raises AuthenticationFailed or Throttled.

    Which of the two is wrong is not said: that an address has an account is nobody's business.
    Whoever gave both rightly is told what else is missing (AddressNotConfirmed,
    SecondFactorRequired).
    """
    key = email.casefold()
    if not ratelimit.consume(request._request, action="login_failed", key=key, dry_run=True):
        raise Throttled()
    user = authenticate(request._request, email=email, password=password)
    if not isinstance(user, User) or not _second_factor(user, code):
        ratelimit.consume(request._request, action="login_failed", key=key)
        raise AuthenticationFailed(_("E-mail address, password or code is not right."))
    if not is_address_confirmed(user):
        raise AddressNotConfirmed()
    if lacks_second_factor(user):
        raise SecondFactorRequired()
    return user


@transaction.atomic
def _second_factor(user: User, code: str) -> bool:
    """Whether the code is right, or none is needed. Whoever has a security key alone gives a
    recovery code: the key itself works in a browser only."""
    if not is_mfa_enabled(user):
        return True
    coded = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    # Locked, so that of two log-ins with the same code at once one finds it used.
    rows = Authenticator.objects.select_for_update().filter(user=user, type__in=coded)
    return bool(code) and any(found.wrap().validate_code(code) for found in rows)
