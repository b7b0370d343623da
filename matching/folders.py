"""Where the engine keeps what it builds: model folders and measurements of this machine."""

from __future__ import annotations

import os
from pathlib import Path

DATA = Path(__file__).parent / "data"


def models_dir() -> Path:
    """``COUNTERPART_MODELS``, else ``models/`` under ``COUNTERPART_LOCAL`` (default ``.local``)."""
    local = os.environ.get("COUNTERPART_LOCAL") or Path(__file__).parent.parent / ".local"
    return Path(os.environ.get("COUNTERPART_MODELS") or Path(local) / "models")
