"""The command lines of the programs that make up Counterpart, without the Python in front."""

import sys

from ops.child import Child
from ops.environment import RunSettings
from ops.paths import local_dir

# Steps: a name for people, then the arguments.
WEIGHTS = ("weights", "-m", "matching.weights")
PREPARE = (
    ("migrations", "manage.py", "migrate", "--noinput"),
    ("codelists", "manage.py", "load_codelists"),
    ("programmes", "manage.py", "load_programmes"),
)
DEMO = (
    ("demo world", "manage.py", "load_demo"),
    ("demo projects", "manage.py", "load_demo_projects"),
)
EMBED = ("embeddings", "manage.py", "embed")
ENCODER = ("-m", "matching.service")
PING = (*ENCODER, "--ping")


def child(settings: RunSettings, name: str, *arguments: str, quiet: bool = False) -> Child:
    """A process of this Python."""
    return Child(name, (sys.executable, *arguments), settings.environment, quiet=quiet)


def web_arguments(settings: RunSettings) -> tuple[str, ...]:
    """gunicorn's command line."""
    shape = ("--worker-class", "gthread", "--workers", "2", "--threads", "4")
    quiet = ("--no-control-socket", "--log-level", "warning")
    return ("-m", "gunicorn", "backend.wsgi", "--bind", settings.address, *shape, *quiet)


def worker_arguments() -> tuple[str, ...]:
    """Celery's command line: one worker process, and the clock of the periodic tasks."""
    folder = local_dir() / "celery"
    folder.mkdir(parents=True, exist_ok=True)
    beat = ("--beat", "--schedule", str(folder / "beat-schedule"))
    shape = ("--concurrency", "1", "--loglevel", "WARNING")
    return ("-m", "celery", "--quiet", "-A", "backend.celery", "worker", *beat, *shape)
