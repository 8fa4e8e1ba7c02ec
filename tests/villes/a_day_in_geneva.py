"""Sets Geneva up in the empty database that the environment names, sends a report there, and prints what became of it.

A process of its own: the settings read the city before anything else (`CARTO_CITY`), and the migrations write it down.
"""

import io
import json
import sys
from datetime import datetime
from unittest.mock import patch
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.gis.geos import Point  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings, setup_test_environment  # noqa: E402
from django.utils.timezone import get_default_timezone  # noqa: E402

from carto.fiches.models import Fiche  # noqa: E402
from carto.geometry import scale_of_metres  # noqa: E402
from carto.territoires.models import Territoire  # noqa: E402
from signalements.models import Annonce, Categorie, Question, ReplyTemplate, RoutingRule, Signalement  # noqa: E402
from tests.database import quick_migrations  # noqa: E402
from tests.signalements.samples import filled  # noqa: E402

AT_THE_GROTTES = Point(6.1392, 46.2113, srid=4326)
BEFORE_THE_FAST = datetime(2026, 9, 9, 10, 0, tzinfo=get_default_timezone())  # a Wednesday; the Thursday is a holiday


def quietly(*command: str, **options: object) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


def report() -> Signalement:
    """Alice reports a sofa, from the form, on the eve of the Jeûne genevois."""
    place = {"longitude": str(AT_THE_GROTTES.x), "latitude": str(AT_THE_GROTTES.y), "uuid": str(uuid4())}
    with patch("django.utils.timezone.now", return_value=BEFORE_THE_FAST):
        answer = Client().post("/signaler/", filled(categorie="ge-encombrants", text="Un canapé.", **place))
        assert answer.status_code == 302, answer.content.decode()[:3000]
    return Signalement.objects.select_related("service", "rue", "quartier").get(uuid=place["uuid"])


def counts() -> list[int]:
    kinds = (Categorie, Question, RoutingRule, ReplyTemplate, Annonce, Territoire)
    return [kind.objects.count() for kind in kinds]


def main(extract: str) -> None:
    """Set up twice, report, look."""
    setup_test_environment()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing has been collected
    override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}).enable()
    with quick_migrations():
        quietly("migrate", verbosity=0)
    quietly("load_place", "--osm", extract)
    first, once = quietly("load_city"), counts()
    quietly("load_city")
    signalement, page = report(), Client().get("/").content.decode()
    away = Point(AT_THE_GROTTES.x + 0.001, AT_THE_GROTTES.y, srid=4326)
    near = Fiche.objects.near(away, 100).get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT Find_SRID(current_schema()::text, 'territoires_rue', 'geom_metres')")
        stored = cursor.fetchone()[0]
    told = {
        "said": first,
        "same": counts() == once,
        "counts": once,
        "place": [settings.CARTO_PLACE, settings.TIME_ZONE, stored],
        "service": signalement.service.code,
        "due": signalement.due_at.astimezone(get_default_timezone()).isoformat(),
        "where": [str(signalement.quartier), signalement.rue.name if signalement.rue else ""],
        "metres": near.distance.m if hasattr(near, "distance") else None,
        "scale": scale_of_metres(*AT_THE_GROTTES.coords),
        "page": [word for word in ("Genève", "/ville/") if word in page],
        "offered": list(Categorie.objects.offered().values_list("code", flat=True)),
        "holidays": Client().get(signalement.get_absolute_url()).content.decode().count("Jeûne genevois"),
    }
    print(json.dumps(told))  # noqa: T201


main(sys.argv[1])
