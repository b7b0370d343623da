"""python3 ops/system_packages.py run|test|dev: sees to the Debian packages that pip can't bring.

As root it installs what is missing; otherwise it prints the line to run and ends with code 1.
Runs on the system's own Python (3.8 or later), before anything of ours is there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List  # noqa: UP035 - for Python 3.8

# What PDF is made with; without the fonts, Chinese and Arabic are boxes.
PAPER = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
FONTS = ["fonts-noto-core", "fonts-noto-cjk"]
RUN = ["gettext", "libmagic1", *PAPER, *FONTS]
TEST = [*RUN, "redis-server", "chromium"]
SETS: Dict[str, List[str]] = {"run": RUN, "test": TEST, "dev": TEST}  # noqa: UP006  for Python 3.8
# A program that does as well as the package it would come from.
PROGRAMS = {"gettext": "msgfmt", "redis-server": "redis-server", "chromium": "chromium"}
# Read by Debian's packages before they start a service; 101 means "not allowed".
NO_SERVICES = "#!/bin/sh\nexit 101\n"
POLICY = Path("/usr/sbin/policy-rc.d")


def main() -> int:
    """Does what the command line asks; returns the exit code."""
    names = sys.argv[1:]
    if len(names) != 1 or names[0] not in SETS:
        print(f"usage: {sys.argv[0]} {'|'.join(SETS)}", file=sys.stderr)
        return 2
    missing = find_missing(SETS[names[0]])
    if not missing:
        return 0
    if not shutil.which("apt-get"):
        print(f"Needed on this system (in Debian's names): {' '.join(missing)}. Going on without.")
        return 0
    if os.geteuid() != 0:
        line = f"sudo apt-get install --no-install-recommends {' '.join(missing)}"
        print(f"System packages are missing. Install them with:\n  {line}", file=sys.stderr)
        return 1
    return install(missing)


def find_missing(wanted: List[str]) -> List[str]:  # noqa: UP006  for Python 3.8
    """The packages of `wanted`, and Python's own where it lacks ensurepip, that are not there."""
    missing = [name for name in wanted if not is_there(name)]
    return missing if has_ensurepip() else ["python3-venv", *missing]


def is_there(package: str) -> bool:
    """Whether the package is installed, or its program was put there in another way."""
    if package in PROGRAMS:
        return shutil.which(PROGRAMS[package]) is not None
    if not shutil.which("dpkg-query"):
        return False
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    done = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return done.stdout == b"installed"


def has_ensurepip() -> bool:
    """Whether this Python can make a venv with pip in it (Debian keeps that part apart)."""
    check = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(check, stderr=subprocess.DEVNULL, check=False).returncode == 0


def install(packages: List[str]) -> int:  # noqa: UP006  for Python 3.8
    """Installs packages by apt-get, without starting the services they bring."""
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    )
    ours = forbid_services()
    try:
        for command in commands:
            done = subprocess.run(command, env=environment, check=False)
            # An update may fail for one source of several: what counts is the installation.
            if done.returncode != 0 and "install" in command:
                print(f"`{' '.join(command)}` failed (see above).", file=sys.stderr)
                return 1
    finally:
        if ours:
            POLICY.unlink()
    return 0


def forbid_services() -> bool:
    """Keeps packages from starting services, unless the system has a rule for that already."""
    if POLICY.exists():
        return False
    with tempfile.NamedTemporaryFile("w", dir=str(POLICY.parent), delete=False) as fresh:
        fresh.write(NO_SERVICES)
    Path(fresh.name).chmod(0o755)
    Path(fresh.name).replace(POLICY)
    return True


if __name__ == "__main__":
    sys.exit(main())
