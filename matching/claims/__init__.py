"""What a text claims that likeness cannot tell: how much, in which role, whether at all, how high.

Cosines hardly tell "5 kW" from "5 MW", "offers" from "seeks", "experience" from "no experience".
Amounts are read from the text by rules (`quantities`), the rest from its vector (`probes`);
`agreements` holds a passage's claims against a need.
"""

from matching.claims.agreement import FEATURES, Asked, agreements
from matching.claims.probes import OF_NEEDS, OF_PASSAGES, Probes, load
from matching.claims.quantities import QUANTITIES_VERSION, quantities
from matching.claims.reading import CorpusClaims, ask
from matching.claims.types import Quantity

__all__ = [
    "FEATURES",
    "OF_NEEDS",
    "OF_PASSAGES",
    "QUANTITIES_VERSION",
    "Asked",
    "CorpusClaims",
    "Probes",
    "Quantity",
    "agreements",
    "ask",
    "load",
    "quantities",
]
