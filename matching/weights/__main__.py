"""``python -m matching.weights``."""

import sys

from matching.weights import ensure_e5, has_e5

existed = has_e5()
where = ensure_e5()
sys.stdout.write(f"encoder weights {'found' if existed else 'built'} in {where}\n")
