"""``python -m benchmarks.scale N``: loads a network of N profiles and measures searching it."""

from __future__ import annotations

import argparse

from benchmarks.scale.database import network_database


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("sizes", type=int, nargs="+", help="how many profiles, such as 100000")
    for size in given.parse_args().sizes:
        with network_database(size):
            from benchmarks.scale.loading import load
            from benchmarks.scale.measuring import measure

            load(size)
            measure(size)


if __name__ == "__main__":
    main()
