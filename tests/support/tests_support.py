"""Helpers of the tests."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient


def forget_what_answers() -> None:
    """Which encoders and which ranker answer is looked up anew: each question costs the same."""
    from backend.matches.engine import forget_ranker
    from backend.matches.selectors.versions import forget_versions

    forget_ranker()
    forget_versions()


class Api:
    """The API as one person sees it; None is nobody logged in."""

    def __init__(self, user: Any = None, language: str = "en") -> None:
        self.client = APIClient(HTTP_ACCEPT_LANGUAGE=language)
        if user is not None:
            self.client.force_authenticate(user)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: Any = None, key: str | None = None, **headers: Any) -> Any:
        return self.client.post(
            f"/api/v1/{path}",
            {} if body is None else body,
            format="json",
            HTTP_IDEMPOTENCY_KEY=str(uuid.uuid4()) if key is None else key,
            **headers,
        )

    def upload(
        self, path: str, name: str, data: bytes, key: str | None = None, **fields: Any
    ) -> Any:
        """A form with a file in the field ``file``."""
        return self.client.post(
            f"/api/v1/{path}",
            {"file": SimpleUploadedFile(name, data), **fields},
            format="multipart",
            HTTP_IDEMPOTENCY_KEY=str(uuid.uuid4()) if key is None else key,
        )

    def patch(self, path: str, body: Any, version: int | None = None) -> Any:
        headers = {} if version is None else {"HTTP_IF_MATCH": f'"{version}"'}
        return self.client.patch(f"/api/v1/{path}", body, format="json", **headers)
