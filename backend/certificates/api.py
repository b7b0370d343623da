"""Certificates over HTTP: verified by anybody who has the code, taken back by officers."""

from __future__ import annotations

from typing import Any, cast

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.certificates.models import Certificate
from backend.certificates.selectors import by_code
from backend.certificates.services import revoke_certificate
from backend.common.idempotency import idempotent


class CertificateSerializer(serializers.ModelSerializer):
    """What the certificate says. Of somebody who withdrew: the state and the days alone."""

    code = serializers.CharField(source="printed_code")
    state = serializers.ChoiceField(choices=Certificate.State.choices)
    name = serializers.CharField(source="expert.name")
    for_whom = serializers.CharField(source="client.name")
    country = serializers.CharField(source="client.country_id", allow_null=True)
    issued_at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = Certificate
        fields = (
            *("code", "state", "name", "title", "language", "for_whom", "country"),
            *("starts_on", "ends_on", "working_days", "issued_at", "revoked_at", "revoked_why"),
        )
        read_only_fields = fields

    def to_representation(self, certificate: Certificate) -> dict[str, Any]:
        told = super().to_representation(certificate)
        if not certificate.names_somebody:
            told |= dict.fromkeys(("name", "title", "language", "for_whom"), "")
            told |= dict.fromkeys(("country", "starts_on", "ends_on", "working_days"))
        return told


class RevocationSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=2_000)


class CertificateView(APIView):
    """What a certificate says, by its code; 404 for a code that there is not."""

    permission_classes: tuple[Any, ...] = (AllowAny,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "verify"

    @extend_schema(responses=CertificateSerializer)
    def get(self, request: Request, code: str) -> Response:
        return Response(CertificateSerializer(find(code)).data)


class RevokeCertificateView(APIView):
    """Take a certificate back, with a reason that whoever verifies it reads: for officers."""

    permission_classes = (IsAuthenticated,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "verify"
    unkept = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        self._permitted(request, self.kwargs["code"])

    @extend_schema(request=RevocationSerializer, responses=CertificateSerializer)
    @idempotent
    def post(self, request: Request, code: str) -> Response:
        found = self._permitted(request, code)
        given = RevocationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        revoke_certificate(certificate=found, by=cast(User, request.user), **given.validated_data)
        return Response(CertificateSerializer(find(code)).data)

    def _permitted(self, request: Request, code: str) -> Certificate:
        found = find(code)
        if not request.user.has_perm("certificates.revoke_certificate", found):
            raise PermissionDenied()
        return found


def find(code: str) -> Certificate:
    """Raises 404, which says whether the code can be one at all."""
    found = by_code(code)
    if found is None:
        raise NotFound(_("There is no certificate with this code."))
    return found


PATHS = [
    path("certificates/<str:code>/", CertificateView.as_view(), name="certificate"),
    path(
        "certificates/<str:code>/revoke/",
        RevokeCertificateView.as_view(),
        name="certificate-revoke",
    ),
]
