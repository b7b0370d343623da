"""Answers to requests that can't be carried out; the status is part of the error."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, NotFound
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView


class Conflict(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = _("The request conflicts with what is there.")
    default_code = "conflict"


class PreconditionFailed(APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = _(
        "It has changed since you read it. Read it again, and send the new version in If-Match."
    )
    default_code = "version_mismatch"

    def __init__(self, current_version: int, differences: list[dict[str, Any]]) -> None:
        super().__init__()
        self.more = {"current_version": current_version, "differences": differences}


class PreconditionRequired(APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = _(
        'A change must carry the header If-Match with the version you read, such as If-Match: "3".'
    )
    default_code = "version_required"


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("The request is too long.")
    default_code = "too_large"


class Unavailable(APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = _("The ranking service is starting or overloaded. Try again in a moment.")
    default_code = "unavailable"


class OneErrorSerializer(serializers.Serializer):
    code = serializers.CharField()
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True)


class ErrorAnswerSerializer(serializers.Serializer):
    """The shape of the errors above, for the API's description."""

    type = serializers.CharField()
    # A field of the answer, by the name that a serializer has for its own errors.
    errors = OneErrorSerializer(many=True)  # type: ignore[assignment]  # hides the property of this name


class DifferenceSerializer(serializers.Serializer):
    """One field of a change that came late: what was sent, and what stands there now.

    ``changed_by``, ``changed_at`` and ``changed_in`` (the version that made it so) are null where
    they are not known. Where ``changed_in`` is not above the version that was sent, nobody else
    has touched this field, and it can be sent again as it is.
    """

    field = serializers.CharField()
    yours = serializers.JSONField(allow_null=True)
    now = serializers.JSONField(allow_null=True)
    changed_by = serializers.CharField(allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True)
    changed_in = serializers.IntegerField(allow_null=True)


class VersionMismatchSerializer(ErrorAnswerSerializer):
    """412: nothing was changed. ``current_version`` is for If-Match once the two are merged."""

    current_version = serializers.IntegerField()
    differences = DifferenceSerializer(many=True)


class NoSuchAddress(APIView):
    """Whatever no other view answers, in the shape of the errors above."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def initial(self, *args: object, **kwargs: object) -> None:
        raise NotFound(_("There is nothing at this address. Addresses end with a slash."))
