"""Where one embedded server lives: its folders, its address."""

from dataclasses import dataclass
from pathlib import Path

from ops.paths import socket_dir


@dataclass(frozen=True)
class Site:
    """The places of the server of folder `local`; `tcp_port` and `password` are for tests."""

    local: Path
    tcp_port: int | None = None
    password: str = ""

    @property
    def base(self) -> Path:
        """The folder with everything the server keeps."""
        return self.local / "postgres"

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder, owned by the user the server runs as."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """What the server prints."""
        return self.base / "server.log"

    @property
    def sockets(self) -> Path:
        """The folder of the server's Unix socket."""
        return socket_dir("postgres", self.local)

    @property
    def port(self) -> int:
        """The TCP port; without one the number in the socket's name."""
        return self.tcp_port or 5432

    @property
    def users_lock(self) -> Path:
        """Held, shared, by every user of the server."""
        return self.base / "users.lock"

    @property
    def start_lock(self) -> Path:
        """Held by whoever starts or stops the server."""
        return self.base / "start.lock"

    @property
    def keep_file(self) -> Path:
        """Names the server process that is to stay up without users."""
        return self.base / "keep"
