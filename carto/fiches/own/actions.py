"""What whoever sent a fiche may still do with it; everything leaves a line in its history."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.actions import add_pictures, record
from carto.fiches.layers import layer_of
from carto.fiches.lineage import joined_to, shown_as
from carto.fiches.models import Evenement, Fiche, Temporality, Visibility, What
from carto.fiches.photos import Picture
from carto.fiches.trust.holding import Hold, hold
from carto.fiches.trust.personal import find_personal
from carto.geometry import metres_between
from carto.territoires.querysets import name_of_place

BACK_WITHIN = timedelta(days=30)
ROLE = "resident"
WORDS = ("text", "feeling", "temporality")
SHOWN = {Visibility.PUBLIC, Visibility.JOINED}
OPEN_TO_CHANGE = {Visibility.PUBLIC, Visibility.JOINED, Visibility.WAITING}


class Changed(ValidationError):
    """Somebody, or another window, has changed the same thing meanwhile: both versions are shown, nothing is lost."""


def why_not(fiche: Fiche) -> str:
    """Why whoever sent it cannot change it any more, in French; empty while they can."""
    if fiche.visibility == Visibility.WITHDRAWN:
        return _("Vous l’avez retirée : remettez-la d’abord en ligne pour la changer.")
    if fiche.visibility not in OPEN_TO_CHANGE:
        return _("La modération l’a mise de côté : elle ne peut plus être changée d’ici.")
    if fiche.stage in layer_of(fiche.kind).over:
        return _("Elle est close : ce qui a été dit reste tel quel.")
    return ""


def seen(fiche: Fiche, *names: str) -> str:
    """What a form was filled on: a digest of those fields, to notice when they have changed meanwhile."""
    said = [fiche.geom.wkb.hex() if name == "geom" else str(getattr(fiche, name)) for name in names]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:32]


def _locked(fiche: Fiche) -> Fiche:
    """The fiche as it is stored, held until the transaction ends; ValidationError when it cannot be changed."""
    locked = Fiche.objects.select_for_update(of=("self",)).select_related("theme").get(pk=fiche.pk)
    if reason := why_not(locked):
        raise ValidationError(reason, code="closed")
    return locked


def correct(
    fiche: Fiche, words: dict[str, str], *, as_seen: str, forget: bool = False, person: User | None = None,
    holds: Iterable[Hold] = (),
) -> Evenement | None:  # fmt: skip
    """Change its words (`text`, `feeling`, `temporality`); None when they are the same. With `holds` it then waits.

    The history keeps the former ones, unless they look personal or are said to be (`forget`). Raises Changed when they
    are no longer those of `as_seen`, ValidationError when it cannot be changed.
    """
    with transaction.atomic():
        locked = _locked(fiche)
        changed = [name for name in WORDS if name in words and words[name] != getattr(locked, name)]
        if not changed:
            return None
        if as_seen != seen(locked, *WORDS):
            raise Changed(
                _("Ces mots ont changé entre-temps : voici ceux d’aujourd’hui, et les vôtres."), code="changed"
            )
        forget = forget or any(find_personal(getattr(locked, name)) for name in changed)
        former = _former(locked, changed) if not forget else _("Les mots d’avant n’ont pas été gardés.")
        for name in changed:
            setattr(locked, name, words[name])
            setattr(fiche, name, words[name])
        locked.save(update_fields=[*changed, "updated_at"])
        hold(locked, holds)
        return record(locked, What.CORRECTED, role=ROLE, person=person, public_text=former)


def _former(fiche: Fiche, names: list[str]) -> str:
    """What was written before, in words."""
    labels = {"text": _("Description d’avant"), "feeling": _("Ressenti d’avant"), "temporality": _("Fréquence d’avant")}
    said = {name: getattr(fiche, name) for name in names}
    if said.get("temporality"):
        said["temporality"] = str(Temporality(said["temporality"]).label)
    return "\n".join(f"{labels[name]} : {value or _('rien')}" for name, value in said.items())


def complete(
    fiche: Fiche, text: str, pictures: Iterable[Picture] = (), *, person: User | None = None,
    holds: Iterable[Hold] = (),
) -> Evenement | None:  # fmt: skip
    """Add words and photos to what was sent; None when those very words were added last. With `holds` it then waits.

    Raises ValidationError (French) for nothing at all, and when it cannot be changed.
    """
    pictures = list(pictures)
    if not text and not pictures:
        raise ValidationError(_("Quelques mots ou une photo : à vous de choisir."), code="empty")
    with transaction.atomic():
        locked = _locked(fiche)
        last = locked.evenements.last()
        if not pictures and last and (last.what, last.public_text) == (What.COMPLETED, text):
            return None  # the same form, sent twice
        added = add_pictures(locked, pictures)
        if pictures and not added and not text:
            raise ValidationError(_("Il y a déjà cinq photos : c’est le plus que nous gardons."), code="many")
        locked.save(update_fields=["updated_at"])
        hold(locked, holds)
        said = text or (_("Une photo de plus.") if len(added) == 1 else _("Des photos de plus."))
        return record(locked, What.COMPLETED, role=ROLE, person=person, public_text=said)


def move(
    fiche: Fiche, point: Point, *, as_seen: str, precision: int | None = None, osm_id: str = "",
    person: User | None = None, role: str = ROLE,
) -> Evenement | None:  # fmt: skip
    """Put it elsewhere (`point` of SRID 4326): the database finds street and territories again, the kind what follows.

    None when it is there already. Raises Changed when it is no longer where `as_seen` saw it.
    """
    with transaction.atomic():
        locked = _locked(fiche)
        if locked.geom.geom_type != "Point":
            raise ValidationError(_("Un tracé ne se déplace pas d’ici."), code="shape")
        if locked.geom.equals_exact(point, 1e-7):
            return None
        if as_seen != seen(locked, "geom"):
            raise Changed(
                _("Le repère a été déplacé entre-temps : regardez où il est, puis confirmez."), code="changed"
            )
        before, metres = name_of_place(locked.geom), metres_between(locked.geom, point)
        quartier = (locked.quartier_id, locked.commune_id)
        locked.geom, locked.precision, locked.osm_id = point, precision, osm_id
        locked.save(update_fields=["geom", "precision", "osm_id", "updated_at"])
        locked.refresh_from_db()
        crossed = quartier != (locked.quartier_id, locked.commune_id)
        return record(
            locked, What.MOVED, role=role, person=person, before=before[:200], after=name_of_place(point)[:200],
            public_text=_follow_up(locked, before, metres, crossed),
        )  # fmt: skip


def _follow_up(fiche: Fiche, before: str, metres: float, crossed: bool) -> str:
    """What the history says of a move of so many metres, and what the kind computed again."""
    told = {
        "before": before or _("un lieu sans nom connu"),
        "after": name_of_place(fiche.geom) or _("un lieu sans nom connu"),
        "metres": max(1, round(metres)),
    }
    if before and told["before"] == told["after"]:
        said = [_("Déplacé de %(metres)d m, toujours à « %(after)s ».") % told]
    else:
        said = [_("De « %(before)s » à « %(after)s ».") % told]
    layer = layer_of(fiche.kind)
    if crossed:
        said.append(_("Elle change de quartier : ceux qui s’en occupent là-bas la voient maintenant."))
    if layer.moved:
        said.append(import_string(layer.moved)(layer.objects().get(pk=fiche.pk)))
    return " ".join(part for part in said if part)


def withdraw(fiche: Fiche, *, person: User | None = None) -> Evenement:
    """Take it back: its page says so, and for thirty days it can be put back from the secret link or the account.

    Raises ValidationError (French) when it cannot be changed, or when others' are joined to it.
    """
    with transaction.atomic():
        locked = _locked(fiche)
        if joined_to(locked).exists():
            raise ValidationError(
                _("D’autres habitants y sont réunis : elle reste pour eux. Vous pouvez en effacer vos mots."),
                code="joined",
            )
        before, locked.visibility = locked.visibility, Visibility.WITHDRAWN
        locked.save(update_fields=["visibility", "updated_at"])
        fiche.visibility = locked.visibility
        return record(
            locked, What.WITHDRAWN, role=ROLE, person=person, before=before, after=Visibility.WITHDRAWN,
            public_text=_("Retirée par la personne qui l’avait envoyée."),
        )  # fmt: skip


def back_until(fiche: Fiche) -> datetime | None:
    """Until when a withdrawn fiche can be put back; None when it is not withdrawn, or when that day has passed."""
    line = _withdrawal(fiche)
    until = line.at + BACK_WITHIN if line else None
    return until if until and until > timezone.now() else None


def _withdrawal(fiche: Fiche) -> Evenement | None:
    if fiche.visibility != Visibility.WITHDRAWN:
        return None
    return fiche.evenements.filter(what=What.WITHDRAWN).last()


def put_back(fiche: Fiche, *, person: User | None = None) -> Evenement:
    """Undo a withdrawal: it is as visible as it was; ValidationError (French) after thirty days."""
    with transaction.atomic():
        locked = Fiche.objects.select_for_update(of=("self",)).get(pk=fiche.pk)
        line = _withdrawal(locked)
        if line is None or back_until(locked) is None:
            raise ValidationError(_("Le délai de trente jours pour la remettre est passé."), code="late")
        # One that was joined may have been separated meanwhile.
        locked.visibility = shown_as(locked) if line.before in SHOWN else Visibility.WAITING
        locked.save(update_fields=["visibility", "updated_at"])
        fiche.visibility = locked.visibility
        return record(
            locked, What.PUBLISHED, role=ROLE, person=person, before=Visibility.WITHDRAWN, after=locked.visibility,
            public_text=_("Remise en ligne par la personne qui l’avait envoyée."),
        )  # fmt: skip
