"""``python -m backend.files.content FILE``: prints the kind, or with exit code 3 the refusal."""

from __future__ import annotations

import resource
import sys

from backend.files.content.inspect import inspect
from backend.files.content.refused import EXIT_CODE, Refused

MEMORY = 1 << 30  # bytes
SECONDS = 30  # of the processor


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has nothing to write
    try:
        print(inspect(sys.argv[1]))
    except Refused as refused:
        print(refused.code)
        return EXIT_CODE
    return 0


if __name__ == "__main__":
    sys.exit(main())
