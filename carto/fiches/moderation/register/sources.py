"""Acts of moderation on what is no fiche, as an app declares them: the setting ACTES lists them by dotted path.

Their rule and their reason are told like those of every act; of what they were about, only what sort of thing it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Source:
    """A table of acts: `at`, `what` (ActeKind), `rule`, `reason`, `undone_at`, as in `Acte`; moderators decide."""

    name: str  # in the download, and before the number of each: « calque »
    model: str  # « idees.ActeCalque »
    layer: str  # whose colour its lines have
    said: Callable[[Any], str]  # what sort of thing one was about: « un trait d’un calque »; nothing of what it held
    address: Callable[[Any], str]  # where that is, or where it is said why it no longer is
    related: tuple[str, ...] = ()  # select_related of `model` that both need

    def acts(self) -> QuerySet[Any]:
        """All of them, bare."""
        return apps.get_model(self.model).objects.all()


@cache
def sources() -> tuple[Source, ...]:
    """Every table of acts beside `Acte`."""
    return tuple(import_string(path) for path in settings.ACTES)
