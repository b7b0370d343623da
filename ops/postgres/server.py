"""The embedded server as its users see it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from ops import locks
from ops.paths import SocketFolderError, local_dir
from ops.postgres import cluster, postmaster, starting
from ops.postgres.binaries import find_binaries
from ops.postgres.errors import EmbeddedServerError, failure
from ops.postgres.site import Site


class EmbeddedServer:
    """The PostgreSQL server of the folder `local`, shared by every program that holds it.

    It listens on a Unix socket only; for tests also on 127.0.0.1 at `tcp_port`, with `password`.
    """

    def __init__(
        self, local: Path | None = None, *, tcp_port: int | None = None, password: str = ""
    ) -> None:
        if tcp_port is not None and not password:
            raise ValueError("A server that listens on TCP needs a password.")
        self.site = Site((local or local_dir()).resolve(), tcp_port, password)

    def connection_settings(self) -> dict[str, str]:
        """Django's names for where the database is and as whom to log in."""
        return {
            "HOST": "127.0.0.1" if self.site.tcp_port else str(self.site.sockets),
            "PORT": str(self.site.port),
            "NAME": cluster.DATABASE,
            "USER": cluster.ROLE,
            "PASSWORD": self.site.password,
        }

    def url(self) -> str:
        """The same as an address that libpq, psycopg and django-environ read alike."""
        if self.site.tcp_port:
            login = f"{cluster.ROLE}:{quote(self.site.password, safe='')}"
            return f"postgres://{login}@127.0.0.1:{self.site.port}/{cluster.DATABASE}"
        host = quote(str(self.site.sockets), safe="")
        return f"postgres://{cluster.ROLE}@/{cluster.DATABASE}?host={host}"

    @contextmanager
    def hold(self) -> Iterator["EmbeddedServer"]:
        """Keeps the server up: starts it if need be; the last holder to leave stops it.

        Holders may be killed: the kernel takes their lock away, and whoever leaves last after
        them stops the server. Raises EmbeddedServerError.
        """
        users = self._locked(fcntl.LOCK_SH)
        try:
            self.ensure_running()
            yield self
        finally:
            self._leave(users)

    def ensure_running(self) -> None:
        """Makes and starts the server as far as needed, and waits until it answers.

        Raises EmbeddedServerError; its message says why and what to do.
        """
        try:
            with locks.exclusive(self.site.start_lock) as lock:
                starting.bring_up(self.site, lock)
        except (OSError, SocketFolderError) as error:
            raise self._trouble(error) from error

    def is_ready(self) -> bool:
        """Whether the server takes connections now."""
        return starting.answers(self.site, find_binaries())

    def stop(self) -> bool:
        """Stops the server unless somebody holds it (it then stops when the last one leaves).

        Returns whether it is stopped now. Raises EmbeddedServerError.
        """
        if not self.site.base.exists():
            return True
        self.site.keep_file.unlink(missing_ok=True)
        return self.stop_if_unused()

    def stop_if_unused(self) -> bool:
        """Stops the server where its last holder was killed; False when somebody holds it."""
        try:
            users = self._locked(fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self._leave(users)
        return True

    def stop_now(self) -> None:
        """Stops the server even under its holders. Raises EmbeddedServerError."""
        self.site.keep_file.unlink(missing_ok=True)
        self._stop()

    def keep(self) -> None:
        """Lets the server that runs now stay up when its last holder leaves, until `stop`."""
        self.site.keep_file.write_text(str(postmaster.running(self.site.data)))

    def _kept(self) -> bool:
        try:
            kept = self.site.keep_file.read_text()
        except FileNotFoundError:
            return False
        # A mark for a process that is gone (crash, restart of the machine) does not count.
        return kept == str(postmaster.running(self.site.data))

    def _locked(self, mode: int) -> int:
        try:
            return locks.acquire(self.site.users_lock, mode)
        except BlockingIOError:
            raise
        except OSError as error:
            raise self._trouble(error) from error

    def _leave(self, users: int) -> None:
        """Gives the lock up, and stops the server if that was the last one."""
        try:
            # Where somebody deleted the folder and began anew, the new server is not ours.
            current = locks.is_current(users, self.site.users_lock)
            if current and locks.upgrade(users) and not self._kept():
                self._stop()
        finally:
            os.close(users)

    def _stop(self) -> None:
        with locks.exclusive(self.site.start_lock):
            postmaster.stop(self.site.data)
            with suppress(OSError):  # a folder among the temporary ones should not stay for ever
                self.site.sockets.rmdir()

    def _trouble(self, error: Exception) -> EmbeddedServerError:
        """An error of the system told as one of the server's."""
        if isinstance(error, PermissionError):
            return EmbeddedServerError(
                f"{error.filename or self.site.base} belongs to another user ({error.strerror}): "
                f"start as that user or as root, or take the data over with\n"
                f"  sudo chown -R $(id -u):$(id -g) '{self.site.base}'\n"
                "or set COUNTERPART_LOCAL to a folder of yours."
            )
        return failure("The database server can't be started:", str(error))
