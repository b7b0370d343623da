"""The few settings that starting needs: from the environment and `.env`, which Django reads too."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.paths import ROOT, socket_dir

ENCODER_NAMES = ("ENCODERS", "ENCODER_KEY")
LOCAL_ENCODER = "local"
FALSE = {"", "0", "false", "no", "off", "n", "f"}


class SettingsError(ValueError):
    """A setting can't be used; the message names it."""


@dataclass(frozen=True)
class RunSettings:
    """What `make run` needs to know."""

    host: str
    port: int
    debug: bool
    database_given: bool
    encoder: str
    environment: Mapping[str, str]

    @property
    def address(self) -> str:
        """Where gunicorn listens."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def encoder_process(self) -> bool:
        """Whether the encoder is a process; else every process loads the models itself."""
        return self.encoder != LOCAL_ENCODER

    @property
    def near_host(self) -> str:
        """The host to reach it by from this machine."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(self.host, self.host)  # noqa: S104  compared, not bound

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        host = f"[{self.near_host}]" if ":" in self.near_host else self.near_host
        return f"http://{host}:{self.port}/"


def read_settings() -> RunSettings:
    """Settings for `make run`; the environment goes before `.env`. Raises SettingsError."""
    found = read_env_file(ROOT / ".env") | dict(os.environ)
    debug = found.get("DEBUG", "0")
    # The encoder process reads the environment only, so `.env` and the default are put there.
    encoder = found.get("ENCODER_ADDRESS") or str(socket_dir("encoder") / "encoder.sock")
    added = {name: found[name] for name in ENCODER_NAMES if found.get(name)}
    added |= {"DEBUG": debug, "PYTHONUNBUFFERED": "1", "ENCODER_ADDRESS": encoder}
    return RunSettings(
        host=found.get("HOST", "127.0.0.1"),
        port=_port(found.get("PORT", "8000")),
        debug=debug.strip().lower() not in FALSE,
        database_given=bool(found.get("DATABASE_URL")),
        encoder=encoder,
        environment=os.environ | added,
    )


def read_env_file(file: Path) -> dict[str, str]:
    """The `NAME=value` lines of `file`, if it exists: `#` comments, `export` and quotes allowed."""
    if not file.exists():
        return {}
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            found[name.strip()] = _unquoted(value.strip())
    return found


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise SettingsError(f"PORT is {text!r}; it has to be a number from 1 to 65535.")
    return int(text)
