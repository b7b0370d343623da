"""``python -m matching.service``: the encoder process, or a question whether one answers."""

import argparse
import os
import signal
import sys
from contextlib import suppress

from matching.service import EncoderServer, RemoteEncoder, ping


def main() -> None:
    arguments = argparse.ArgumentParser(description="Counterpart's encoder process")
    arguments.add_argument("--address", default=os.environ.get("ENCODER_ADDRESS"))
    arguments.add_argument("--encoders", default=os.environ.get("ENCODERS", "e5-small,minilm"))
    arguments.add_argument("--ping", action="store_true", help="ask a running one, and exit")
    given = arguments.parse_args()
    if not given.address:
        arguments.error("ENCODER_ADDRESS is not set: a Unix socket's path, or host:port")
    address = given.address
    key = os.environ.get("ENCODER_KEY", "").encode() or None
    names = given.encoders.split(",")
    if given.ping:
        sys.exit(0 if all(ping(RemoteEncoder(name, address, key)) for name in names) else 1)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server = EncoderServer(address, key)
        for name in names:
            server.encode(name, ["warm up"], "query")
    except (ValueError, OSError) as error:
        arguments.error(f"{address}: {error}")
    sys.stdout.write(f"encoders {', '.join(names)} ready\n")
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
