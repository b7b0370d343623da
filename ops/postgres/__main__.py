"""python -m ops.postgres start | stop [--force] | release | status | url | exec -- COMMAND …"""

import argparse
import os
import sys
import time
from collections.abc import Sequence

from ops.foreground import run_in_foreground
from ops.postgres import EmbeddedServer, EmbeddedServerError


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the command line asks; the exit code: 0 well, 1 trouble, 3 (status) not running.

    With `exec` it is the command's own, or 128 plus the signal that ended it.
    """
    options = _parser().parse_args(arguments)
    try:
        return int(options.action(EmbeddedServer(), options))
    except EmbeddedServerError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("ops.postgres", description="The embedded database server.")
    actions = parser.add_subparsers(required=True)
    actions.add_parser("start", help="start and leave running").set_defaults(action=_start)
    stop = actions.add_parser("stop", help="stop, unless a program uses it")
    stop.add_argument("--force", action="store_true", help="stop even then")
    stop.set_defaults(action=_stop)
    actions.add_parser("status", help="does it answer?").set_defaults(action=_status)
    release = actions.add_parser("release", help="stop if its last user was killed")
    release.set_defaults(action=_release)
    actions.add_parser("url", help="print its address").set_defaults(action=_url)
    execute = actions.add_parser("exec", help="keep it up while COMMAND runs")
    execute.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    execute.set_defaults(action=_exec)
    return parser


def _start(server: EmbeddedServer, options: argparse.Namespace) -> int:
    before = time.monotonic()
    with server.hold():
        server.keep()
    print(f"database … up ({time.monotonic() - before:.1f} s), until `stop`: {server.url()}")
    return 0


def _stop(server: EmbeddedServer, options: argparse.Namespace) -> int:
    if options.force:
        server.stop_now()
    elif not server.stop():
        print("database … in use: it stops when the last program that uses it does (or --force)")
        return 1
    print("database … stopped")
    return 0


def _status(server: EmbeddedServer, options: argparse.Namespace) -> int:
    ready = server.is_ready()
    print(f"database … {'up' if ready else 'not running'}: {server.url()}")
    return 0 if ready else 3


def _release(server: EmbeddedServer, options: argparse.Namespace) -> int:
    server.stop_if_unused()
    return 0


def _url(server: EmbeddedServer, options: argparse.Namespace) -> int:
    print(server.url())
    return 0


def _exec(server: EmbeddedServer, options: argparse.Namespace) -> int:
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        print("exec needs a command: exec -- COMMAND …", file=sys.stderr)
        return 2
    with server.hold():
        return run_in_foreground(command, os.environ | _for_libpq(server))


def _for_libpq(server: EmbeddedServer) -> dict[str, str]:
    """Lets psql and its like find the database; Django finds it by itself."""
    found = server.connection_settings()
    return {"PGHOST": found["HOST"], "PGUSER": found["USER"], "PGDATABASE": found["NAME"]}


if __name__ == "__main__":
    sys.exit(main())
