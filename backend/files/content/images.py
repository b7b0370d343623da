"""Pictures."""

from __future__ import annotations

import warnings

from PIL import Image

from backend.files.content.refused import Refused

FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "tiff": "TIFF"}
MOST_PIXELS = 120_000_000  # of a page scanned at 600 dpi there are 35 million


def inspect(path: str, name: str) -> str:
    """Read by the one format it claims to be. Raises ``Refused``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=[FORMATS[name]]) as image:
                pixels = image.width * image.height
                image.verify()
    except Image.DecompressionBombError:
        raise Refused("bomb") from None
    except Exception:  # whatever a library meets in a broken file
        raise Refused("damaged") from None
    if pixels > MOST_PIXELS:
        raise Refused("bomb")
    return name
