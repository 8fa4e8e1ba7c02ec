"""A stroke taken up as an idea: the idea takes its shape, both hands sign, and each page leads to the other."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override

from carto.fiches.actions import record
from carto.fiches.models import Visibility, What
from projets.idees.calques.actions import settle
from projets.idees.models import Calque, Idee, Reprise, Trait


def stroke_named(text: str) -> Trait | None:
    """The stroke of a link or a form, if everybody sees it today; None for whatever else a stranger wrote."""
    try:
        uuid = UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None
    shown = Trait.objects.filter(erased_at=None, held="", calque__visibility=Visibility.PUBLIC)
    return shown.defer("cells").select_related("calque", "author", "autocollant", "theme").filter(uuid=uuid).first()


def take_up(idee: Idee, form: Any) -> None:
    """Once an idea is stored: if its form names a stroke, it is that stroke's, with its line or area."""
    trait = stroke_named(form.cleaned_data.get("trait", ""))
    if trait is None:
        return
    Reprise.objects.create(trait=trait, idee=idee)
    if trait.geom.dims:
        idee.geom = trait.geom
        idee.save(update_fields=["geom", "updated_at"])
        idee.refresh_from_db()
    with override(settings.LANGUAGE_CODE):
        record(idee, What.TAKEN_UP, role="resident", public_text=signed(trait, idee))
    locked = Calque.objects.select_for_update().get(pk=trait.calque_id)
    settle(locked, [trait])  # whoever looks at the sheet hears of it


def signed(trait: Trait, idee: Idee) -> str:
    """Both hands, by the names they gave or as hands without one."""
    drew = str(trait.author) if trait.author else _("une main anonyme du calque « %s »") % trait.calque.name
    took = str(idee.author) if idee.author else _("une main anonyme")
    return _("Tracé par %(drew)s, repris par %(took)s.") % {"drew": drew, "took": took}


def noticed() -> Exists:
    """Whether an idea comes from a stroke (`Piece.noticed`)."""
    return Exists(Reprise.objects.filter(idee=OuterRef("pk")))


def page_piece(request: HttpRequest, idee: Idee) -> dict[str, Any]:
    """The sheet that this idea comes from, for its page; empty when it comes from none, or one that has left."""
    found = (
        Reprise.objects.filter(idee_id=idee.pk, trait__calque__visibility=Visibility.PUBLIC)
        .select_related("trait__calque", "trait__author", "idee__author")
        .first()
    )
    if found is None:
        return {}
    return {"calque": found.trait.calque, "signed": signed(found.trait, found.idee), "at": found.at}
