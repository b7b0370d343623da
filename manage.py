#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it holds the project's own server while it runs."""

import os
import sys
from contextlib import nullcontext


def database():
    """The embedded server's hold, or nothing to hold where the database is somebody else's."""
    from backend.database import embedded_server

    server = embedded_server()
    return server.hold() if server else nullcontext()


def recorded(command: str):
    """What a command changes is recorded with its name; migrations stay as they are written."""
    from backend.history.context import acting

    return nullcontext() if command in {"backup", "migrate", "restore"} else acting(command=command)


NEEDS_NO_DATABASE = {"compilemessages", "makemessages", "check_messages", "spectacular", "help"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    import django
    from django.core.management import execute_from_command_line

    from backend.common.languages import of_terminal

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    with nullcontext() if command in NEEDS_NO_DATABASE else database():
        django.setup()
        with of_terminal(), recorded(command):
            execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
