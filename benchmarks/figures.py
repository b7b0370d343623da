"""What a benchmark found: a figure, and what it stands beside."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """``baseline`` is in the same unit, measured in the same run; ``against`` names it."""

    what: str
    value: float
    unit: str
    baseline: float | None = None
    against: str = ""
    aim: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.baseline if self.baseline else None

    def cells(self) -> tuple[str, str, str, str, str]:
        baseline = f"{self.baseline:.4g} {self.unit} ({self.against})" if self.baseline else ""
        ratio = f"{self.ratio:.2f}" if self.ratio else ""
        return (self.what, f"{self.value:.4g} {self.unit}", baseline, ratio, self.aim)

    def as_dict(self) -> dict:
        return asdict(self) | {"ratio": self.ratio}
