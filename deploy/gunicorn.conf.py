"""Gunicorn, the same from bin/run and docker-compose.yml; the address comes from the command line."""

import gc
import os
import re
from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

SECRET = re.compile(r"^(/suivre/|/restitutions/modifier/|/photos/|/api/v1/photos/|/abonnements/|/compte/acces/).+")


UNTOLD = "/alerte/"  # not even that somebody came (carto.demarches.vigilance)


class DiscreetLogger(Logger):
    """Writes what, when and how long; never who (no address), nor the secret of a follow link or of a sign-in."""

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """One line a page, but those of an alert."""
        if not f"{environ['PATH_INFO']}/".startswith(UNTOLD):
            super().access(resp, req, environ, request_time)

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> dict[str, Any]:
        """What a line of the access log tells, the page's address cut before its secret.

        Gunicorn's own gathers every header and variable each time: a tenth of what an unchanged tile takes.
        """
        return {
            "t": self.now(),
            "m": environ["REQUEST_METHOD"],
            "U": SECRET.sub(r"\1*", environ["PATH_INFO"]),
            "s": str(resp.status).split(None, 1)[0],
            "b": resp.sent,
            "M": int(request_time / timedelta(milliseconds=1)),
        }


logger_class = DiscreetLogger
# Sync workers with persistent database connections: on two cores the fastest of what was measured for tiles.
workers = int(os.environ.get("CARTO_WEB_PROCESSES", "2"))
timeout = 180  # a table of a million rows takes a minute to leave, and a sync worker gives no sign meanwhile
keepalive = 5
preload_app = True  # one import for all: a faster start and less memory
control_socket_disable = True
accesslog = "-"
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'


def when_ready(server: Any) -> None:
    """Read the tiles' numbers, the streets, the pages and the words before any process is made: all share one copy,
    and nobody waits.
    """
    from django.apps import apps
    from django.conf import settings
    from django.urls import get_resolver
    from django.utils import translation

    if apps.ready:  # the application is loaded by now, and it is ours
        from signalements.rounds import warming
        from tiles.pyramid.image import warm

        warm()
        warming.warm_city()
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                get_resolver().reverse_dict  # noqa: B018  (reading it imports every page)
        # What is loaded by now lives as long as we do: a collection need not walk through it (a fifth of a second).
        gc.collect()
        gc.freeze()
