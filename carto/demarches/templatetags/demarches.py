"""What every process shows of how it is led, wherever it has its page."""

from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("demarches/_doors.html")
def doors(kind: str, process: Any) -> dict[str, Any]:
    """Its rules, its journal, what is kept of people, and where one says that something is wrong; no query.

    `process` is found by its `slug`, or by its `uuid`.
    """
    key = str(process.uuid) if kind == "sujet" else process.slug
    return {"kind": kind, "key": key, "process": process, "globaleaks": settings.CARTO_GLOBALEAKS}
