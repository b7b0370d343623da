"""The API's description, with the headers that changes carry and the errors they may meet."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from drf_standardized_errors.openapi import AutoSchema as StandardSchema

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="A new random value for each new request, such as a UUID; the same one to repeat.",
)
VERSION = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description='The version that was read, such as "3".',
)
CHANGING = frozenset({"PATCH", "DELETE"})


class AutoSchema(StandardSchema):
    def get_override_parameters(self) -> list[Any]:
        found = list(super().get_override_parameters())
        if self._needs_key():
            found.append(KEY)
        return [*found, VERSION] if self._needs_version() else found

    def _should_add_error_response(self, responses: dict, status_code: str) -> bool:
        changes = self.method in CHANGING
        if status_code in {"412", "428"} and not self._needs_version():
            return False
        if status_code == "409" and not (changes or self._needs_key() or self._refuses("409")):
            return False
        return super()._should_add_error_response(responses, status_code)

    def _should_add_http403_error_response(self) -> bool:
        """Whoever may see a row may not change all of it, nor read what needs a right."""
        changes = self.method in CHANGING or self._needs_key()
        closed = bool(getattr(self.view, "right", ""))
        told = changes or closed or self._refuses("403")
        return told or super()._should_add_http403_error_response()

    def _refuses(self, status_code: str) -> bool:
        """As the view says in ``refuses``: reading that depends on where the row stands."""
        return status_code in getattr(self.view, "refuses", ())

    def _needs_version(self) -> bool:
        """Of a PATCH, unless the view says that something else tells what the change was made on;
        of a DELETE where the view says so."""
        if self.method not in CHANGING:
            return False
        return bool(getattr(self.view, "versioned", self.method == "PATCH"))

    def _needs_key(self) -> bool:
        name = getattr(self.view, "action", None) or self.method.lower()
        return getattr(getattr(self.view, name, None), "needs_key", False)
