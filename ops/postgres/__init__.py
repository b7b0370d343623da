"""The embedded PostgreSQL server of a checkout: shared by its users, stopped by the last one."""

from ops.postgres.errors import EmbeddedServerError
from ops.postgres.server import EmbeddedServer

__all__ = ["EmbeddedServer", "EmbeddedServerError"]
