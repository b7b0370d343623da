"""What the machine's processes tell about the server of one data folder.

A process id in a file proves nothing: after a crash it may belong to somebody else.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")


def alive(pid: int) -> bool:
    """Whether process `pid` exists and has not ended (a zombie has)."""
    try:
        state = (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
        return state[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        if PROC.joinpath("self").exists():
            return False
    try:
        os.kill(pid, 0)
    except OSError as error:
        return isinstance(error, PermissionError)
    return True


def is_postmaster(pid: int, data: Path) -> bool:
    """Whether process `pid` is the main process of the server on folder `data`."""
    command = _command(pid)
    if not command or Path(command[0]).name != "postgres" or "-D" not in command:
        return False
    try:  # the better proof, as the folder may have been moved; not always ours to read
        return (PROC / str(pid) / "cwd").samefile(data)
    except OSError:
        return str(data) in command


def find_postmaster(data: Path) -> int | None:
    """The process id of the server on `data`, by looking at every process."""
    return next((pid for pid in _all_pids() if is_postmaster(pid, data)), None)


def find_orphans(data: Path) -> list[int]:
    """The ids of servers whose data folder `data` was deleted under them."""
    gone = f"{data} (deleted)"
    return [pid for pid in _all_pids() if _is_postgres(pid) and _folder(pid) == gone]


def _is_postgres(pid: int) -> bool:
    command = _command(pid)
    return bool(command) and Path(command[0]).name == "postgres" and "-D" in command


def _folder(pid: int) -> str:
    try:
        return str((PROC / str(pid) / "cwd").readlink())
    except OSError:
        return ""


def _command(pid: int) -> list[str]:
    """The arguments process `pid` was started with; empty when it is gone or a zombie."""
    try:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return [] if PROC.joinpath("self").exists() else _command_by_ps(pid)
    return [os.fsdecode(argument) for argument in raw.split(b"\0")]


def _command_by_ps(pid: int) -> list[str]:
    """The same where there is no /proc (macOS); arguments with spaces come apart."""
    asked = ["ps", "-o", "command=", "-p", str(pid)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stdout.split()


def _all_pids() -> Iterator[int]:
    return (int(entry.name) for entry in PROC.glob("[0-9]*"))
