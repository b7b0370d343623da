"""The data folder: made in one step, checked before use."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from ops.postgres.binaries import MAJOR, Binaries, shell_safe
from ops.postgres.errors import EmbeddedServerError, failure
from ops.postgres.identity import Identity

ROLE = "counterpart"
DATABASE = "counterpart"
UNFINISHED = "data.new-"
LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


def exists(data: Path) -> bool:
    """Whether `data` holds a database made by this major version of PostgreSQL.

    Raises EmbeddedServerError for another version's data, or a folder that is no database.
    """
    try:
        version = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        return _nothing_there(data)
    if version != str(MAJOR):
        raise EmbeddedServerError(
            f"The data in {data} was made by PostgreSQL {version or '(unknown)'}; this is "
            f"PostgreSQL {MAJOR}. To keep the data: with the earlier checkout dump it by "
            "pg_dump, then load it here by psql. To start empty: move the folder away."
        )
    return True


def create(data: Path, binaries: Binaries, identity: Identity, password: str, lock: int) -> None:
    """Makes the folder `data` with an empty database: aside, then moved to its name.

    A kill leaves a folder that the next call sweeps. The programs inherit `lock`, so that one
    still at work when its starter is killed keeps the next starter waiting.
    """
    for left in data.parent.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=data.parent))
    if identity.switch:
        os.chown(fresh, identity.uid, identity.gid)
    try:
        with shell_safe(binaries) as usable:
            initdb = [usable.program("initdb"), "-D", str(fresh), "-U", ROLE, "--auth=reject"]
            _run([*initdb, *LOCALE], identity, lock)
        _run_sql(fresh, binaries, identity, password, lock)
        fresh.rename(data)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    _sync_folder(data.parent)


def hand_over(data: Path, identity: Identity) -> None:
    """Gives a folder that root owns (a copy made by root, say) to the server's user."""
    if not identity.switch or data.stat().st_uid != 0:
        return
    for path in [data, *data.rglob("*")]:
        os.chown(path, identity.uid, identity.gid, follow_symlinks=False)
    data.chmod(0o700)


def write_access_rules(data: Path, identity: Identity, tcp: bool) -> None:
    """Who gets in: over the socket the server's user and root, by what the kernel says they are
    (root only, when the server runs as a system user); over TCP who knows the password."""
    allowed = {0} if identity.switch else {0, identity.uid}
    users = [pwd.getpwuid(uid).pw_name for uid in sorted(allowed)]
    _write(data / "pg_ident.conf", [f'counterpart "{user}" all' for user in users], identity)
    rules = ["local all all peer map=counterpart"]
    rules += ["host all all 127.0.0.1/32 scram-sha-256"] if tcp else []
    _write(data / "pg_hba.conf", rules, identity)


def _nothing_there(data: Path) -> bool:
    """False when `data` is missing or empty; else somebody put something there: an error."""
    if data.exists() and any(data.iterdir()):
        raise EmbeddedServerError(
            f"{data} holds files but no database (no PG_VERSION): move the folder away, or put "
            "a backup in its place, then start again."
        )
    if data.exists():
        data.rmdir()
    return False


def _run_sql(data: Path, binaries: Binaries, identity: Identity, password: str, lock: int) -> None:
    """Makes the database, in single-user mode: it is there from the folder's first moment."""
    statements = [f"CREATE DATABASE {DATABASE}"]
    if password:
        literal = password.replace("'", "''")
        statements.append(f"ALTER ROLE {ROLE} PASSWORD '{literal}'")
    single = [binaries.program("postgres"), "--single", "-D", str(data), "postgres"]
    output = _run(single, identity, lock, "\n".join(statements) + "\n")
    if "ERROR:" in output or "FATAL:" in output:
        raise failure("The database can't be made:", output)


def _run(command: list[str], identity: Identity, lock: int, words: str = "") -> str:
    """Runs one of PostgreSQL's programs; returns what it printed, raises when it fails."""
    done: subprocess.CompletedProcess[str] = subprocess.run(
        identity.command(command),
        input=words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        pass_fds=(lock,),
        start_new_session=True,
        check=False,
        **identity.options(),
    )
    if done.returncode != 0:
        raise failure(f"The database folder can't be made ({command[0]}):", done.stdout)
    return done.stdout


def _write(file: Path, lines: list[str], identity: Identity) -> None:
    """Replaces `file` in one step, readable by the server's user only."""
    fresh = file.with_suffix(".new")
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.chmod(0o600)
    if identity.switch:
        os.chown(fresh, identity.uid, identity.gid)
    fresh.replace(file)


def _sync_folder(folder: Path) -> None:
    """Makes the new name in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
