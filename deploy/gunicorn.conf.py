"""Gunicorn, the same from bin/run and docker-compose.yml; the address comes from the command line."""

import os
import re
from typing import Any

from gunicorn.glogging import Logger

SECRET = re.compile(r"^(/suivre/|/compte/acces/).+")


class DiscreetLogger(Logger):
    """Writes what, when and how long; never who (no address), nor the secret of a follow link or of a sign-in."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Gunicorn's values for one line of the access log, with the page's address cut before its secret."""
        values = super().atoms(*args, **kwargs)
        return values | {"U": SECRET.sub(r"\1*", str(values["U"]))}


logger_class = DiscreetLogger
# Sync workers with persistent database connections: on two cores the fastest of what was measured for tiles.
workers = int(os.environ.get("CARTO_WEB_PROCESSES", "2"))
timeout = 60
keepalive = 5
preload_app = True  # one import for all: a faster start and less memory
control_socket_disable = True
accesslog = "-"
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'


def when_ready(server: Any) -> None:
    """Read the tiles' numbers before any process is made: all of them share one copy, and no visitor waits for it."""
    from tiles.pyramid.image import warm  # the application is loaded by now

    warm()
