"""``python -m matching.fitting``: fit the correction of every registered encoder, and ship it.

With ``--check`` nothing is shipped: a way of fitting is judged on families held out in turn.
"""

from __future__ import annotations

import argparse
import sys

from tqdm import tqdm

from matching.correction import save
from matching.encoders import REGISTRY, get_encoder
from matching.fitting.correction import Settings, fit
from matching.fitting.texts import sides
from matching.fitting.validation import validate


def main() -> None:
    usual = Settings()
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--check", action="store_true", help="judge only, with families held out")
    given.add_argument("--encoder", help="such as st:NAME; all that are registered by default")
    given.add_argument("--temperature", type=float, default=usual.temperature)
    given.add_argument("--decay", type=float, default=usual.decay, help="inf: no map")
    given.add_argument("--evenness", type=float, default=usual.evenness)
    chosen = given.parse_args()
    if chosen.check:
        settings = Settings(chosen.temperature, chosen.decay, chosen.evenness)
        encoder = get_encoder(chosen.encoder or "e5-small")
        if encoder.languages is not None:
            given.error(f"{encoder.name} is of some languages only: it is judged across all seven.")
        asked, told = sides(encoder.in_full_precision())
        row = validate(asked, told, settings).as_row()
        sys.stdout.write(f"single | worst pair | above all | nDCG@10\n{row}\n")
        return
    for name in tqdm([chosen.encoder] if chosen.encoder else REGISTRY, desc="corrections"):
        save(fit(get_encoder(name).in_full_precision()), name)


if __name__ == "__main__":
    main()
