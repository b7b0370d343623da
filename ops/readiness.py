"""Asks the web process how it is."""

import http.client

from ops.environment import RunSettings

ANSWER_SECONDS = 10.0
BODY_BYTES = 500


def status_of(settings: RunSettings, path: str) -> str:
    """`200`, else the status with the beginning of the answer, or why there was none."""
    connection = http.client.HTTPConnection(
        settings.near_host, settings.port, timeout=ANSWER_SECONDS
    )
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{settings.port}"})
        answer = connection.getresponse()
        body = answer.read(BODY_BYTES).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"no answer ({error})"
    finally:
        connection.close()
    return "200" if answer.status == 200 else f"{answer.status} {body}"
