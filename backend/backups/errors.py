"""Why there is no backup, or nothing was restored."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _


class BackupError(Exception):
    """Nothing was changed; the message says why, and what would be right."""


@contextmanager
def told() -> Iterator[None]:
    """Trouble of the system (no space, no right) as a ``BackupError``."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BackupError(_("The disk is full: free some space, then try again.")) from error
        raise BackupError(str(error)) from error
