"""``python -m matching.fitting``: fit the correction of every registered encoder, and ship it."""

from __future__ import annotations

from tqdm import tqdm

from matching.correction import save
from matching.encoders import REGISTRY, get_encoder
from matching.fitting.correction import fit


def main() -> None:
    for name in tqdm(REGISTRY, desc="corrections"):
        save(fit(get_encoder(name).in_full_precision()), name)


if __name__ == "__main__":
    main()
