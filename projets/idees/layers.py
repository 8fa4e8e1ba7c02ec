"""Idées on the map: how they are called, drawn and told."""

from datetime import datetime
from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.fiches.dimensions import Dimension
from carto.fiches.layers import Fact, Layer
from carto.fiches.models import Kind
from carto.promised import Promised
from projets.idees.dreams.mode import aloft, is_dream, state_of
from projets.idees.models import STATUS_LABELS, Idee


def facts(idee: Idee) -> list[Fact]:
    """What a card and a page say of it; of a dream that has not landed, neither state nor answer."""
    told = [Fact(_("Autocollant"), idee.autocollant.name)]
    if idee.temporality:
        told.append(Fact(_("Ce serait"), idee.how_often))
    if aloft(idee):
        return told
    told.append(Fact(_("État"), idee.get_status_display()))
    if idee.answer_due_at and not is_dream(idee):
        promised = Promised(idee.answer_due_at, idee.answered_at)
        who = {"service": idee.service or _("la ville"), "day": promised.day, "left": promised.countdown}
        given = _("donnée par %(service)s") if idee.answered_at else _("%(service)s, pour le %(day)s : %(left)s")
        told.append(Fact(_("Réponse"), given % who))
    return told


def note(due_at: datetime | None, answered_at: datetime | None, dream: bool | None, _landed: int | None) -> str:
    """On its line in a list: « réponse en retard de 4 jours », when it waits past its promised day; no dream does."""
    return Promised(due_at, answered_at).said_late if due_at and not dream else ""


def staged(_due_at: datetime | None, _answered_at: datetime | None, dream: bool | None, landed: int | None) -> str:
    """On its line in a list, in the place of its stage: « rêve », until it has landed."""
    return _("rêve") if dream and landed is None else ""


DIMENSIONS: Final = (
    Dimension("idees.autocollant", gettext_lazy("autocollant"), "autocollant__code", ("name",), kind="idee"),
    Dimension("idees.etat", gettext_lazy("état"), "status", kind="idee", ordered=True),
)

IDEES: Final = Layer(
    name="idees",
    kind=Kind.IDEE,
    label=gettext_lazy("Idées"),
    singular=gettext_lazy("idée"),
    about=gettext_lazy("Ce que des habitants aimeraient voir ici, posé comme un autocollant."),
    model="idees.Idee",
    icon="star",
    colour=("#84389b", "#d79bea"),
    shape="square",
    facts=facts,
    serializer="projets.idees.serializers.IdeeSerializer",
    columns={
        "autocollant": F("autocollant__code"),
        "autocollant_nom": F("autocollant__name"),
        "etat": F("status"),
        "service": F("service__name"),
        "reponse_promise_le": F("answer_due_at"),
        "repondu_le": F("answered_at"),
    },
    method=gettext_lazy(
        "Posées par des habitants, en ligne, sur papier ou en atelier. Personne n’a été tiré au sort : "
        "leur nombre ne dit pas ce que veut toute la ville."
    ),
    closed=(
        (
            gettext_lazy("Voix enregistrées, brouillons et cartes d’atelier non relues"),
            gettext_lazy("La voix reconnaît une personne : CRPA, art. L311-6 ; RGPD, art. 4 et 5"),
        ),
    ),
    states={status.value: label for status, label in STATUS_LABELS.items()},
    related=("autocollant", "campagne", "service", "atterrissage"),
    state=state_of,
    comment_kinds="projets.idees.dreams.mode.comment_kinds",
    own_template="idees/_own.html",
    own="projets.idees.pieces.own",
    card_template="idees/_card.html",
    card="projets.idees.fusions.pieces.card_piece",
    moved="projets.idees.poses.actions.follow_move",
    read_before="projets.idees.rereading.read_before",
    noted=("idee__answer_due_at", "idee__answered_at", "idee__campagne__dream", "idee__atterrissage__landed"),
    note=note,
    staged=staged,
    unanswered="projets.idees.dreams.mode.why_unanswered",
    answered="projets.idees.answers.actions.answered",
    add_url="idees:propose",
    add_label=gettext_lazy("Proposer une idée"),
    leaving="projets.idees.fusions.actions.give_back",
    dimensions=DIMENSIONS,
)
