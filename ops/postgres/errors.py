"""Why the embedded server did not start, and what to do about it."""

from pathlib import Path

LOG_LINES = 12

# What PostgreSQL says (in its English messages) → what to do. First match wins.
ADVICE = (
    ("No space left on device", "The disk is full: free some space (df -h), then start again."),
    (
        "could not map anonymous shared memory",
        "There is too little memory left: close other programs, then start again.",
    ),
    (
        "Address already in use",
        "Another program listens on that address: stop it, or choose another port.",
    ),
    (
        "pre-existing shared memory block",
        "Processes of an earlier server have not ended yet (a long query?): wait for them, or "
        "end the processes named postgres of this data folder, then start again.",
    ),
    (
        "could not look up effective user ID",
        "This user has no entry in /etc/passwd: run as a user that has one.",
    ),
    (
        "could not locate a valid checkpoint record",
        "The data is damaged: restore the folder from a backup, or move it away to start empty.",
    ),
    (
        "has wrong ownership",
        "Give the data folder back to the user that starts the server (chown -R), or set "
        "COUNTERPART_LOCAL to a folder of yours.",
    ),
    (
        "Operation not permitted",
        "This disk may not keep owners and modes of files: set COUNTERPART_LOCAL to a folder on "
        "a local Linux disk.",
    ),
    (
        "Permission denied",
        "A file or folder named above is closed to the server: open it, or set COUNTERPART_LOCAL "
        "to a folder that the server can reach.",
    ),
)
OTHERWISE = "The lines above say why; once that is put right, start again."


class EmbeddedServerError(RuntimeError):
    """The embedded server can't be used; the message says why and what to do."""


def advice(output: str) -> str:
    """What to do about the trouble that `output`, the words of PostgreSQL's programs, tells."""
    return next((then for said, then in ADVICE if said in output), OTHERWISE)


def failure(what: str, output: str, log: Path | None = None) -> EmbeddedServerError:
    """An error made of `what` failed, the last lines of `output`, and the advice."""
    lines = [f"  {line}" for line in output.strip().splitlines()[-LOG_LINES:]]
    source = [f"(from {log})"] if log else []
    return EmbeddedServerError("\n".join([what, *lines, *source, advice(output)]))
