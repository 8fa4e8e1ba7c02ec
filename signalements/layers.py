"""Signalements on the map: how they are called, drawn and told."""

from typing import Any, Final

from django.db.models import F
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from carto.fiches.dimensions import Dimension
from carto.fiches.layers import Fact, Layer
from carto.fiches.mesures import Figure, Mesure, written
from carto.fiches.models import Kind
from signalements.models import STATUS_LABELS, Signalement
from signalements.querysets import SignalementQuerySet
from signalements.questions import told as answers_told
from signalements.workflow import DATED, OPEN

DUE: Final = gettext_lazy("Réponse attendue d’ici le")
ENOUGH: Final = 5  # treated signalements: fewer say nothing of a delay


def facts(signalement: Signalement) -> list[Fact]:
    """What a card and a page say of it: what, who answers, where it stands, since when and until when."""
    named = signalement.title == signalement.categorie.name  # most are: the title then says it already
    told = [] if named else [Fact(_("Catégorie"), signalement.categorie.name)]
    told += [
        Fact(_("État"), signalement.get_status_display()),
        Fact(_("Service"), signalement.service.name),
        Fact(_("Signalé le"), _day(signalement.reported_at)),
    ]
    if signalement.planned_on and signalement.get_status() in DATED:
        told.append(Fact(_("Intervention prévue le"), date_format(signalement.planned_on, "j F Y")))
    if signalement.closing:
        told.append(Fact(_("Motif"), signalement.get_closing_display()))
    if signalement.due_at and signalement.get_status() in OPEN:
        late = signalement.due_at < now() and not signalement.paused_at
        day = _day(signalement.due_at)
        told.append(Fact(DUE, _("%(day)s, dépassé") % {"day": day} if late else day))
    return told + [Fact(question, answer) for question, answer in answers_told(signalement)]


def _day(moment: Any) -> str:
    return date_format(localtime(moment), "j F Y")


def delays(signalements: SignalementQuerySet) -> dict[int, Figure]:
    """The median delay of treatment by `place`, in days; not known under ENOUGH of them."""
    return {
        place_id: Figure(days if n >= ENOUGH else None, n, of)
        for place_id, (days, n, of) in signalements.delays_by_place().items()
    }


def _treated(figure: Figure) -> str:
    """On what a delay rests: « 23 signalements traités sur 40 »."""
    told = {"n": written(figure.n), "of": written(figure.of or 0)}
    said = ngettext(
        "%(n)s signalement traité et daté, sur %(of)s", "%(n)s signalements traités et datés, sur %(of)s", figure.n
    )
    return said % told if figure.value is not None else _("trop peu pour le dire : %(said)s") % {"said": said % told}


DELAI: Final = Mesure(
    code="delai",
    label=gettext_lazy("Délai médian de traitement"),
    unit=gettext_lazy("jours"),
    about=gettext_lazy(
        "Du signalement à son traitement : la moitié de ceux qui sont traités l’ont été plus vite. "
        "Il en faut au moins cinq pour le dire."
    ),
    caution=gettext_lazy(
        "Un trou et un tag ne se réparent pas de même : ces délais ne comparent ni des équipes ni des personnes."
    ),
    said=lambda number, value: ngettext("%(n)s jour", "%(n)s jours", int(value)) % {"n": number},
    rests=_treated,
    decimals=1,
    by_place=delays,
)

DIMENSIONS: Final = (
    Dimension("signalements.categorie", gettext_lazy("catégorie"), "categorie__code", ("name",), kind="signalement"),
    Dimension("signalements.etat", gettext_lazy("état"), "status", kind="signalement", ordered=True),
    Dimension("signalements.service", gettext_lazy("service"), "service__code", ("name",), kind="signalement"),
    Dimension(
        "signalements.motif",
        gettext_lazy("motif de clôture"),
        "closing",
        kind="signalement",
        none=gettext_lazy("pas de motif"),
    ),
)

SIGNALEMENTS: Final = Layer(
    name="signalements",
    kind=Kind.SIGNALEMENT,
    label=gettext_lazy("Signalements"),
    singular=gettext_lazy("signalement"),
    about=gettext_lazy("Un problème dans la rue, suivi jusqu’à ce qu’il soit traité."),
    model="signalements.Signalement",
    icon="roadblock",
    colour=("#c2391f", "#ff8a70"),
    shape="drop",
    facts=facts,
    serializer="signalements.serializers.SignalementSerializer",
    columns={
        "categorie": F("categorie__code"),
        "categorie_nom": F("categorie__name"),
        "etat": F("status"),
        "service": F("service__code"),
        "signale_le": F("reported_at"),
        "attendu_le": F("due_at"),
        "traite_le": F("treated_at"),
        "motif": F("closing"),
        "reouvertures": F("reopenings"),
    },
    method=gettext_lazy(
        "Envoyés par des habitants ou des agents ; l’état et les dates sont ceux que le service a écrits. "
        "Ce n’est pas une mesure de l’état des rues : on signale plus là où l’on passe plus."
    ),
    closed=(
        (
            gettext_lazy("Équipe et personne chargées, priorité et notes entre services"),
            gettext_lazy("Documents préparatoires et vie privée des agents : CRPA, art. L311-2 et L311-6"),
        ),
    ),
    states={status.value: label for status, label in STATUS_LABELS.items()},
    related=("categorie", "service"),
    add_url="signalements:report",
    add_label=gettext_lazy("Signaler un problème"),
    receiving="signalements.api.Receiving",
    answered_by="signalement__service",
    mesures=(DELAI,),
    dimensions=DIMENSIONS,
    moved="signalements.actions.reroute",
    leaving="signalements.joining.hand_over",
    own_template="signalements/_own.html",
    own="signalements.outcome.pages.own",
)
