"""Open requests, to be brokered many at once, and officers who broker them, in tests."""

from __future__ import annotations

import datetime
from typing import Any

from tests_requests import TERMS


def open_requests(number: int = 40, **values: Any) -> list[Any]:
    """Of the demo world's needs, each accepted for brokering; every third wants two people."""
    from backend.consultations.models import ConsultationRequest, Status
    from backend.needs.models import Need

    needs = Need.objects.filter(demo=True).order_by("external_id")[:number]
    terms = {**TERMS, "status": Status.BROKERING, "answers_by": None, **values}
    return [
        ConsultationRequest.objects.create(
            need=need, **{"experts_wanted": 2 if at % 3 == 0 else 1, **terms}
        )
        for at, need in enumerate(needs)
    ]


def in_days(days: int) -> datetime.date:
    return datetime.date.today() + datetime.timedelta(days=days)


class Desk:
    """An officer's board of one batch, over the API; ``work`` does what the worker would."""

    def __init__(self, api: Any, **asked: Any) -> None:
        self.api = api
        answer = api.post("batch-runs/", asked)
        assert answer.status_code == 202, answer.content
        self.id: str = answer.json()["id"]
        self.path = f"batch-runs/{self.id}/"

    def work(self) -> Any:
        """Scores and solves; the board."""
        from backend.consultations.batches.services import perform_batch

        assert perform_batch(batch_id=self.id)  # type: ignore[arg-type]  # as the queue has it
        return self.board()

    def board(self) -> Any:
        return self.api.get(self.path).json()

    def row(self, request: Any, at: int = 0) -> Any:
        """The row of this request that stands first (or ``at``)."""
        return self.rows_of(request)[at]

    def rows_of(self, request: Any) -> list[Any]:
        return [one for one in self.board()["rows"] if one["request"] == str(request.pk)]

    def change(self, row: Any, status: str, code: int = 200, **more: Any) -> Any:
        body = {"status": status, **more}
        answer = self.api.patch(f"{self.path}rows/{row['id']}/", body, row["version"])
        assert answer.status_code == code, answer.content
        return answer.json()

    def add(self, request: Any, profile: Any, code: int = 201, reason: str = "Known.") -> Any:
        body = {"request": str(request.pk), "profile": str(profile.pk), "reason": reason}
        return self.does("rows/", code, **body)

    def solve(self) -> Any:
        """Once more; the board."""
        self.does("solve/", 202)
        return self.work()

    def changes(self) -> list[Any]:
        return self.api.get(f"{self.path}changes/").json()["changes"]

    def does(self, what: str, code: int = 200, **body: Any) -> Any:
        answer = self.api.post(f"{self.path}{what}", body)
        assert answer.status_code == code, answer.content
        return answer.json()
