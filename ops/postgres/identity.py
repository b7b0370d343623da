"""Which user the server runs as, and how that user gets to its files.

PostgreSQL refuses to run as root. As root we therefore start it as a system user. Often some
parent folder of the checkout is closed to that user (/root, a folder made by mktemp -d); we then
leave every permission as it is and give the server one capability that passes through folders.
"""

import os
import pwd
import shlex
import shutil
import stat
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops.postgres.errors import EmbeddedServerError

SYSTEM_USER = "counterpart-db"
# The first only reads and passes; the second, which also writes, is what containers usually leave
# to root, and what a program file without an execute bit for others needs.
CAPABILITIES = ("dac_read_search", "dac_override")


@dataclass(frozen=True)
class Identity:
    """A user to run programs as; `switch` when that is not who we are."""

    uid: int
    gid: int
    switch: bool = False
    capability: str = ""

    def command(self, arguments: Sequence[str]) -> list[str]:
        """The arguments to start, with setpriv in front where a capability is needed."""
        if not self.capability:
            return list(arguments)
        caps = f"-all,+{self.capability}"
        # Without no_setuid_fixup access(2), by which PostgreSQL looks for its own programs,
        # would ignore the capability.
        return [
            *("setpriv", "--reuid", str(self.uid), "--regid", str(self.gid), "--clear-groups"),
            *("--securebits=+no_setuid_fixup", "--no-new-privs"),
            *(f"--inh-caps={caps}", f"--ambient-caps={caps}", f"--bounding-set={caps}"),
            *arguments,
        ]

    def options(self) -> dict[str, Any]:
        """Keyword arguments for subprocess: user, environment, folder."""
        options: dict[str, Any] = {"cwd": "/", "env": clean_environment()}
        if self.switch and not self.capability:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options


def clean_environment() -> dict[str, str]:
    """Our environment without libpq's variables, in the locale of PostgreSQL's own messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def server_identity(data: Path, run: Sequence[Path], read: Sequence[Path]) -> Identity:
    """Who runs the server on folder `data`: ourselves, or as root a system user.

    `run` (programs, folders) and `read` are what that user has to reach. Raises
    EmbeddedServerError, which names the closed folder, when it can't.
    """
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid())
    uid, gid = _owner(data) or _system_user()
    for capability in ("", *CAPABILITIES):
        identity = Identity(uid, gid, switch=True, capability=capability)
        if _reaches(identity, run, read):
            return identity
    raise _closed(uid, gid, [*run, *read])


def _owner(data: Path) -> tuple[int, int] | None:
    """The ids of the user whose data this is already; None when there is none, or it is root's."""
    try:
        found = data.stat()
    except FileNotFoundError:
        return None
    return (found.st_uid, found.st_gid) if found.st_uid else None


def _system_user() -> tuple[int, int]:
    """The ids of our system user, made if need be; `nobody` where none can be made."""
    if _look_up(SYSTEM_USER) is None and shutil.which("useradd"):
        home = ("--no-create-home", "--home-dir", "/nonexistent")
        shell = ("--shell", "/usr/sbin/nologin", "--user-group", SYSTEM_USER)
        # Several checkouts may do this at once: what counts is that the user is there afterwards.
        subprocess.run(["useradd", "--system", *home, *shell], capture_output=True, check=False)
    found = _look_up(SYSTEM_USER) or _look_up("nobody")
    if found is None:
        raise EmbeddedServerError(
            f"PostgreSQL can't run as root, and the user {SYSTEM_USER} can't be made: "
            f"run `useradd --system {SYSTEM_USER}`, or start as an ordinary user."
        )
    return found


def _look_up(name: str) -> tuple[int, int] | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return entry.pw_uid, entry.pw_gid


def _reaches(identity: Identity, run: Sequence[Path], read: Sequence[Path]) -> bool:
    """Whether a process of `identity` may run or enter `run` and read `read`: by trying."""
    tests = [f"test -x {shlex.quote(str(path))}" for path in run]
    tests += [f"test -r {shlex.quote(str(path))}" for path in read]
    command = identity.command(["/bin/sh", "-c", " && ".join(tests)])
    try:
        done = subprocess.run(command, capture_output=True, check=False, **identity.options())
    except OSError:
        return False
    return done.returncode == 0


def _closed(uid: int, gid: int, paths: Sequence[Path]) -> EmbeddedServerError:
    """The error that names the folders in the way of user `uid`."""
    name = next((entry.pw_name for entry in pwd.getpwall() if entry.pw_uid == uid), str(uid))
    closed = sorted({folder for path in paths for folder in _closed_parents(path, uid, gid)})
    if not closed:
        files = ", ".join(map(str, paths))
        return EmbeddedServerError(f"The user {name} can't reach {files}: open them to it.")
    return EmbeddedServerError(
        f"PostgreSQL can't run as root, and the user {name} it runs as can't pass through "
        f"{', '.join(map(str, closed))}. Open the way with:\n"
        f"  chmod o+x {shlex.join(map(str, closed))}\n"
        "or move the checkout to a folder that is open, or set DATABASE_URL."
    )


def _closed_parents(path: Path, uid: int, gid: int) -> Iterator[Path]:
    """The folders above `path` that user `uid` may not pass through, by their modes."""
    for folder in path.parents:
        found = folder.stat()
        bit = stat.S_IXUSR if found.st_uid == uid else stat.S_IXOTH
        if found.st_uid != uid and found.st_gid == gid:
            bit = stat.S_IXGRP
        if not found.st_mode & bit:
            yield folder
