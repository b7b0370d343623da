"""One encoder process per machine: models are loaded once, and web and workers ask it.

``python -m matching.service`` serves on ``ENCODER_ADDRESS`` (a Unix socket's path, or host:port
with ``ENCODER_KEY``); ``--ping`` asks whether it answers. A request is a JSON line, an answer a
JSON line and the vectors' bytes; nothing is ever unpickled.
"""

from matching.service.client import RemoteEncoder, ping
from matching.service.server import EncoderServer, QueriesFirst
from matching.service.wire import EncoderFailed, EncoderUnavailable

__all__ = [
    "EncoderFailed",
    "EncoderServer",
    "EncoderUnavailable",
    "QueriesFirst",
    "RemoteEncoder",
    "ping",
]
