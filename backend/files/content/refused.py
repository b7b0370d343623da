"""Why a file is not taken, as one of the codes of ``models.Refusal``."""

from __future__ import annotations

EXIT_CODE = 3  # of the process that looks into files


class Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
