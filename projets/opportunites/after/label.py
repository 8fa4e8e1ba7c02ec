"""The label: eleven points, each worked out from what is stored, each with its proof. Nobody may tick one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projets.opportunites.after import closing, working
from projets.opportunites.after.facts import Facts
from projets.opportunites.after.proofs import Proof, State


@dataclass(frozen=True)
class Checkpoint:
    """One point: what it is called, what it asks, from which data it is read, and how it is judged."""

    code: str
    label: str | Promise
    asks: str | Promise
    reads: str | Promise
    judge: Callable[[Facts], Proof]


CHECKPOINTS: Final[Sequence[Checkpoint]] = (
    Checkpoint(
        "ouverture",
        _("La fiche d’ouverture était complète avant la première contribution"),
        _("On sait ce qui peut être décidé, jusqu’où et avec quoi, avant d’être invité à parler. Ce qui est dit avant "
          "que quelqu’un porte le sujet ne compte pas, une question non plus."),
        _("les versions gardées de la fiche d’ouverture ; la date des paroles publiques et celle des consultations"),
        working.opening,
    ),
    Checkpoint(
        "echelles",
        _("Au moins deux échelles ont été associées"),
        _("Sa propre échelle, et une autre au moins : la rue (une réunion dans la rue, une visite sur place), le "
          "quartier (une réunion en salle, une consultation d’un quartier), la métropole (une consultation de "
          "plusieurs quartiers, une réunion en ligne ou au téléphone)."),
        _("l’échelle du sujet, les secteurs de ses consultations, ses réunions dont le compte rendu est écrit"),
        working.scales,
    ),
    Checkpoint(
        "masse",
        _("La masse demandée a été atteinte"),
        _("Une consultation au moins demandait une masse, dans chaque secteur et à chaque âge, et l’a eue."),
        _("le dépouillement des consultations, la population de référence écrite à leur ouverture"),
        working.mass,
    ),
    Checkpoint(
        "passages",
        _("Chaque phase s’est achevée à deux, ou a été sautée avec une raison signée"),
        _("À la fin d’une phase, habitants et service disent oui ; sauter une phase demande une raison publique qu’une "
          "personne signe."),
        _("les passages d’une phase à l’autre ; l’histoire du sujet"),
        working.gates,
    ),
    Checkpoint(
        "decision",
        _("La décision est signée, et chaque écart a sa raison"),
        _("Qui décide signe ; là où la décision s’écarte de ce qui a été choisi, elle dit pourquoi."),
        _("la décision et ses écarts"),
        closing.decision,
    ),
    Checkpoint(
        "annonces",
        _("Les trois annonces sont parties dans l’ordre"),
        _("Une décision va être prise ; elle est prise ; voilà ce qu’elle entraîne."),
        _("les trois dates de la décision"),
        closing.notices,
    ),
    Checkpoint(
        "reponses",
        _("Chaque auteur a sa réponse"),
        _("À chaque idée dont le sujet est né, à chaque parole publique : ce que l’on en a fait, et pourquoi."),
        _("les fiches dont le sujet est né, les paroles des habitants, les réponses aux auteurs"),
        closing.answers,
    ),
    Checkpoint(
        "questions",
        _("Les questions ont eu leur réponse à temps"),
        _("Celles des habitants, et celles que l’on pose ensemble à une décision, avant le jour promis."),
        _("la date promise et la date de chaque réponse"),
        closing.questions,
    ),
    Checkpoint(
        "cout",
        _("Le coût réel est publié"),
        _("À la réalisation, ou de chaque ouvrage livré : ce qui a été payé, ou le coût final. Une estimation ne "
          "suffit pas."),
        _("les sommes dites à la réalisation ; les équipements reliés au sujet, et leurs coûts"),
        closing.cost,
    ),
    Checkpoint(
        "etapes",
        _("Les étapes de la réalisation sont racontées"),
        _("Une étape au moins ; chacune est faite au jour prévu, ou dit ce qui s’est passé."),
        _("les étapes de réalisation, prévues et faites"),
        closing.milestones,
    ),
    Checkpoint(
        "apres",
        _("« L’après » a eu lieu"),
        _("Une fois livré, on se retrouve pour voir ce que c’est devenu ; le compte rendu est écrit."),
        _("les réunions « après » du sujet"),
        closing.after,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One point of one topic."""

    checkpoint: Checkpoint
    proof: Proof


@dataclass(frozen=True)
class Label:
    """All the points of one topic, in their order."""

    lines: tuple[Line, ...]

    def count(self, state: State) -> int:
        """How many points stand so."""
        return sum(line.proof.state == state for line in self.lines)

    @property
    def met(self) -> int:
        """How many points are held."""
        return self.count(State.MET)

    @property
    def unmet(self) -> int:
        """How many are not."""
        return self.count(State.UNMET)

    @property
    def pending(self) -> int:
        """How many have nothing to say yet."""
        return self.count(State.NOT_YET)

    @property
    def whole(self) -> bool:
        """Whether every point is held: the label is the topic's."""
        return self.met == len(self.lines)


def label_of(facts: Facts) -> Label:
    """The label of a topic, worked out now."""
    return Label(tuple(Line(each, each.judge(facts)) for each in CHECKPOINTS))


def as_json(label: Label) -> dict[str, Any]:
    """For programs: the same words as the page."""
    points = [
        {
            "code": line.checkpoint.code, "point": str(line.checkpoint.label), "etat": line.proof.state.value,
            "preuve": line.proof.words, "adresses": [link.address for link in line.proof.links],
        }
        for line in label.lines
    ]  # fmt: skip
    return {"tenus": label.met, "sur": len(label.lines), "label": label.whole, "points": points}
