"""What became of a topic, told: the sheet, what was planned beside what is, what residents say since, the library."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.comments.querysets import OFFICIAL
from carto.fiches.models import Commentaire, LienKind, Visibility, What
from projets.equipements.costs import said, told_kind
from projets.equipements.models import Cout, Equipement
from projets.opportunites.models import NO_BILAN, Bilan, CoutReel, Exemple, Moyen, Opportunite, Reunion
from projets.opportunites.referents.rights import Hand
from projets.opportunites.workflow import Status

MOST: Final = 60  # words of residents shown beside the sheet


@dataclass(frozen=True)
class Cost:
    """One amount, with all that makes it readable; never added to another."""

    what: str
    told: str


def write(topic: Opportunite, hand: Hand, told: dict[str, Any]) -> Bilan:
    """Write the sheet of a topic, or write it again; its history says who did. ValidationError (French) when somebody
    else has written since (`seen` in `told`: the version that was read; empty to overwrite whatever it says).
    """
    with transaction.atomic():
        Opportunite.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        known = Bilan.objects.filter(opportunite=topic).first()
        sheet = known or Bilan(opportunite=topic)
        if told.get("seen") and told["seen"] != (known.version if known else NO_BILAN):
            raise ValidationError(_("Quelqu’un a écrit le bilan entre-temps : relisez-le."), code="stale")
        for name, value in told.items():
            if name != "seen":
                setattr(sheet, name, value)
        sheet.by, sheet.role, sheet.signed, sheet.updated_at = hand.person, hand.role, hand.named[:160], timezone.now()
        sheet.save()
        words = (
            _("Le bilan est réécrit.") if known else _("Le bilan est écrit : ce qui a marché, ce qui n’a pas marché.")
        )
        record(topic, What.COMPLETED, role=hand.role, person=hand.person, public_text=words)
    return sheet


def add_example(hand: Hand, told: dict[str, Any]) -> Exemple:
    """Add something done elsewhere, signed."""
    return Exemple.objects.create(**told, by=hand.person, signed=hand.named[:160])


def delivered_at(topic: Opportunite) -> datetime | None:
    """Since when its history says that it is there; None while it is not."""
    if topic.status != Status.DELIVERED:
        return None
    step = topic.evenements.filter(what=What.STATUS, after=Status.DELIVERED).last()
    return step.at if step else topic.updated_at


def planned(topic: Opportunite) -> list[Cost]:
    """What its opening sheet foresaw, line by line."""
    rows = Moyen.objects.filter(ouverture__opportunite=topic)
    return [Cost(row.what, _money(row)) for row in rows]


def _money(row: Moyen | CoutReel) -> str:
    told = number_format(row.amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{told} € {row.get_basis_display()}, {row.get_kind_display()}, {row.year}"


def real(topic: Opportunite) -> list[Cost]:
    """What was said to be spent when it was delivered, then what the works tied to it cost, line by line."""
    spent = [Cost(row.what, _money(row)) for row in CoutReel.objects.filter(livraison__opportunite=topic)]
    works = Equipement.objects.public().filter(
        liens__target_id=topic.pk, liens__undone_at=None,
        liens__kind__in=(LienKind.DELIVERS, LienKind.GREW_FROM, LienKind.ANSWERS),
    )  # fmt: skip
    lines = Cout.objects.published().filter(equipement__in=works.values("pk")).select_related("equipement")
    return spent + [
        Cost(f"{line.equipement.title} · {told_kind(line.kind, line.purpose)}", said(line)) for line in lines
    ]


def said_since(topic: Opportunite, since: datetime) -> list[Commentaire]:
    """What residents said of it in public since it is there, the latest first; questions have their own place."""
    words = Commentaire.objects.public().filter(fiche_id=topic.pk, created_at__gte=since, due_at=None)
    return list(words.exclude(role__in=OFFICIAL).select_related("author").order_by("-created_at", "-pk")[:MOST])


def experience_of(topic: Opportunite) -> dict[str, Any]:
    """All that the page tells."""
    since = delivered_at(topic)
    return {
        "sheet": Bilan.objects.filter(opportunite=topic).first(),
        "since": since,
        "planned": planned(topic),
        "real": real(topic),
        "meetings": list(topic.reunions.filter(kind=Reunion.Kind.AFTER)),
        "words": said_since(topic, since) if since else [],
    }


def library(theme: str, scale: str) -> tuple[Any, Any]:
    """The sheets of public topics and the examples from elsewhere, of a theme and a scale when one is asked."""
    sheets = Bilan.objects.filter(opportunite__visibility=Visibility.PUBLIC)
    sheets = sheets.select_related("opportunite__theme", "opportunite__quartier").defer(
        "opportunite__geom", "opportunite__geom_web", "opportunite__quartier__geom"
    )
    examples = Exemple.objects.select_related("theme")
    if theme:
        sheets, examples = sheets.filter(opportunite__theme__code=theme), examples.filter(theme__code=theme)
    if scale:
        sheets, examples = sheets.filter(opportunite__scale=scale), examples.filter(scale=scale)
    return sheets, examples
