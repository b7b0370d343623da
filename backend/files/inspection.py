"""Asks the process that looks into files, and takes no harm where that one does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import structlog
from django.conf import settings

from backend.files.content.refused import EXIT_CODE, Refused
from backend.files.kinds import KINDS
from backend.files.models import Refusal

SECONDS = 60  # until nobody waits any longer
log = structlog.get_logger(__name__)


def kind_of(path: Path) -> str:
    """The kind of a file, by its content. Raises ``Refused``."""
    command = [sys.executable, "-m", "backend.files.content", str(path)]
    try:
        # The command is ours; the path is a random name that we gave.
        done = subprocess.run(  # noqa: S603  our own module, and a file under a random name
            command, cwd=settings.BASE, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(Refusal.TIME) from None
    said = done.stdout.strip()
    if done.returncode == 0 and said in KINDS:
        return said
    if done.returncode == EXIT_CODE and said in Refusal.values:
        raise Refused(said)
    log.warning("file_not_looked_through", code=done.returncode, said=done.stderr[-500:])
    raise Refused(Refusal.TIME)
