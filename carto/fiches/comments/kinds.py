"""Which kinds of comment the page of a fiche takes, and which comments it shows: the rest is read where it was said."""

from typing import Any

from django.utils.module_loading import import_string

from carto.fiches.comments.querysets import CommentaireQuerySet
from carto.fiches.layers import layer_of
from carto.fiches.models import FREE_KINDS, Fiche


def kinds_of(fiche: Fiche) -> list[tuple[str, Any]]:
    """The choices of a form, as (value, label)."""
    told = layer_of(fiche.kind).comment_kinds
    return import_string(told)(fiche) if told else [(kind.value, kind.label) for kind in FREE_KINDS]


def on_its_page(said: CommentaireQuerySet, fiche: Fiche) -> CommentaireQuerySet:
    """Those of these that its page shows: without those that its layer shows elsewhere, and what answers them."""
    apart = layer_of(fiche.kind).comments_apart
    return said.filter(**{f"{path}__isnull": True for name in apart for path in (name, f"answers__{name}")})
