"""Where this checkout keeps its own data and its Unix sockets."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# sun_path holds 108 bytes on Linux and 104 on macOS, the closing NUL included.
SOCKET_PATH_BYTES = 103
LONGEST_SOCKET_NAME = "/.s.PGSQL.65535"


class SocketFolderError(RuntimeError):
    """A folder for sockets is not safe to use; the message says what to do."""


def local_dir() -> Path:
    """The folder for data of this checkout: `COUNTERPART_LOCAL`, else `.local` in the checkout."""
    return Path(os.environ.get("COUNTERPART_LOCAL") or ROOT / ".local").resolve()


def socket_dir(name: str, local: Path | None = None) -> Path:
    """The folder for the Unix sockets of service `name`; not made yet (see `make_private`).

    Below `local` where the socket's path fits into an address, else a short folder under the
    temporary one, named by the user's id and a hash of `local`.
    """
    base = local_dir() if local is None else local.resolve()
    near = base / "run" / name
    fits = len(os.fsencode(near)) + len(LONGEST_SOCKET_NAME) <= SOCKET_PATH_BYTES
    # libpq reads a comma in a host as the start of the next host.
    if fits and "," not in str(near):
        return near
    digest = hashlib.sha256(os.fsencode(base)).hexdigest()[:12]
    return _temporary_dir() / f"counterpart-{os.geteuid()}-{digest}-{name}"


def make_private(folder: Path, owner: tuple[int, int] | None = None) -> None:
    """Makes `folder` with mode 0700 for `owner` (user id, group id; default: this process's).

    Raises SocketFolderError when somebody else owns it, or it is a link or no folder: what
    listens there could then not be trusted.
    """
    uid, gid = owner or (os.geteuid(), os.getegid())
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError:
        raise SocketFolderError(f"{folder} is in the way: remove it, then start again.") from None
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {uid, os.geteuid()}:
        raise SocketFolderError(
            f"The folder for sockets {folder} belongs to user id {found.st_uid} or is a link. "
            "Remove it (it holds no data), then start again."
        )
    if found.st_uid != uid:
        os.chown(folder, uid, gid)
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)


def _temporary_dir() -> Path:
    """`/tmp` if usable, whatever TMPDIR says: every shell has to find the same folder."""
    common = Path("/tmp")  # noqa: S108 - owner and mode are checked before use
    return common if os.access(common, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
