"""Which kinds of comment a fiche takes: all of them, unless its layer says otherwise for a time."""

from typing import Any

from django.utils.module_loading import import_string

from carto.fiches.layers import layer_of
from carto.fiches.models import CommentKind, Fiche


def kinds_of(fiche: Fiche) -> list[tuple[str, Any]]:
    """The choices of a form, as (value, label)."""
    told = layer_of(fiche.kind).comment_kinds
    return import_string(told)(fiche) if told else CommentKind.choices
