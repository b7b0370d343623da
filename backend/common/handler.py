"""Exceptions that are an answer to the caller, not a fault of ours."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError
from drf_standardized_errors.formatter import ExceptionFormatter as StandardFormatter
from drf_standardized_errors.handler import ExceptionHandler as StandardHandler
from drf_standardized_errors.types import ErrorResponse
from psycopg.errors import ForeignKeyViolation, UniqueViolation

from backend.common.errors import Conflict, TooLarge

log = structlog.get_logger(__name__)


class ExceptionFormatter(StandardFormatter):
    """An error may say more than its detail: ``more``, beside the list of errors."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        return super().format_error_response(error_response) | getattr(self.exc, "more", {})


class ExceptionHandler(StandardHandler):
    def convert_known_exceptions(self, exc: Exception) -> Exception:
        """Two requests at once may each find a value free; the database lets one of them win."""
        clash = isinstance(exc.__cause__, UniqueViolation | ForeignKeyViolation)
        if isinstance(exc, IntegrityError) and clash:
            log.warning("write_refused_by_database", error=type(exc.__cause__).__name__)
            return Conflict()
        if isinstance(exc, RequestDataTooBig):
            return TooLarge()
        return super().convert_known_exceptions(exc)
