"""The demonstration's consultations: one that was counted, with who was missing, and one that anybody may answer.

Voices are drawn, always the same, then counted by the product itself.
"""

from argparse import ArgumentParser
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.voices.actions import RANKS
from carto.territoires.models import Level, Territoire
from projets.demonstration import days_ago, uuid_of
from projets.equipements.models import Cout
from projets.opportunites.choosing.actions import settle
from projets.opportunites.choosing.masses import people_of
from projets.opportunites.choosing.roll import draw_key
from projets.opportunites.models import Consultation, Opportunite, Option, Voix
from projets.votes.polls.poll import Method, Proof

QUARTIERS: Final = ("île de nantes", "malakoff", "centre")
YOUNGEST: Final = 15
# Where the city’s census has not been imported; said on the page.
INVENTED: Final = {"15-29": 4100, "30-44": 4700, "45-59": 3900, "60-74": 2800, "75+": 1500}

SLEEPS: Final = 190  # days from today


@dataclass(frozen=True)
class Shown:
    """One consultation: its topic's code, its dates in days before today, its options (name, meaning, consequence,
    cost), how well each is liked (0 to 1), how many voices.
    """

    slug: str
    topic: str
    title: str
    text: str
    method: Method
    dates: tuple[int, int, int]
    options: tuple[tuple[str, str, str, int | None], ...]
    liked: tuple[float, ...]
    voices: int
    quorum: str
    session: bool = False  # of its topic's quartier; its first option is that topic
    proofs: tuple[str, ...] = field(default=(Proof.DECLARED, Proof.ACCOUNT, Proof.COUNTER, Proof.PAPER))


DONE: Final = Shown(
    "maison-commune-ile", "une-maison-commune-sur-l-ile", "Où mettre la maison commune de l’île ?",
    "Trois lieux tiennent dans les murs que la ville a déjà. Le budget des travaux est voté ; on choisit où.",
    Method.SCORE, (44, 23, 21),
    (
        ("La halle du quai", "Une halle de 600 m², au bord de l’eau.", "Le marché du samedi déménage.", 410_000),
        ("L’ancienne école", "Quatre salles et une cour, près du tram.", "Pas de grande salle.", 265_000),
        ("Le rez-de-chaussée des tours", "Six locaux vides, répartis.", "Rien de commun ; tout de suite.", 90_000),
    ),
    (0.62, 0.75, 0.35), 163, "0.3",
)  # fmt: skip
RUNNING: Final = Shown(
    "ombre-michelet", "ombre-boulevard-michelet", "Quelle ombre d’abord, boulevard Michelet ?",
    "On ne peut commencer que par un bout cet hiver. Le reste suit, dans l’ordre qui sortira d’ici.",
    Method.RANKING, (5, -16, -18),
    (
        ("Des arbres en pleine terre", "Vingt-deux arbres.", "Onze places de stationnement en moins.", 96_000),
        ("Des toiles tendues, l’été", "De juin à septembre.", "À remonter chaque année.", 38_000),
        ("Des pergolas aux arrêts", "Quatre arrêts, avec une glycine.", "Rien entre les arrêts.", 54_000),
    ),
    (0.7, 0.4, 0.5), 41, "0.2",
)  # fmt: skip
SESSION: Final = Shown(
    "bellevue-par-quoi-commencer", "bellevue-le-soir", "Bellevue : par quoi commencer cet hiver ?",
    "Le conseil de quartier suit un sujet à la fois. Ce qui vient en premier continue ; le reste n’est pas perdu.",
    Method.DOTS, (6, -11, -13),
    (
        ("Bellevue, le soir", "Des lieux ouverts après 19 h.", "Des horaires à tenir à plusieurs.", None),
        ("Les pieds d’immeubles", "Des bancs et des plantes devant les entrées.", "Un entretien partagé.", 45_000),
        ("Le chemin du marché", "Un trottoir large du tram au marché.", "Douze places en moins.", 120_000),
    ),
    (0.5, 0.6, 0.4), 37, "0.2", session=True,
)  # fmt: skip


class Command(BaseCommand):
    help = "Charge les consultations de démonstration, ou les enlève avec --remove."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove` takes away what is marked « démonstration », and nothing else."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing; loading twice adds nothing."""
        shown = Consultation.objects.filter(demonstration=True)
        with transaction.atomic():
            if remove:
                shown.delete()
                self.stdout.write("Consultations de démonstration enlevées.")
                return
            for each in (DONE, RUNNING, SESSION):
                topic = Opportunite.objects.filter(uuid=uuid_of("opportunite", each.topic)).first()
                if topic is None or (each.session and topic.quartier_id is None):
                    continue  # nothing to choose among, or a city without quartiers
                if not Consultation.objects.filter(slug=each.slug).exists():
                    settle(opened(each, topic))
        self.stdout.write(f"Consultations : {shown.count()} de démonstration.")


def opened(shown: Shown, topic: Opportunite) -> Consultation:
    """With its options and voices; from then on the database keeps it as it is."""
    opens, closes, counts = (days_ago(days) for days in shown.dates)
    about: dict[str, Any] = {"opportunite": topic}
    if shown.session:
        about = {"quartier": topic.quartier, "keeps": 1, "sleeps_until": days_ago(-SLEEPS).date()}
    areas = _areas(topic)[: 1 if shown.session else None]
    consultation = Consultation.objects.create(
        slug=shown.slug, title=shown.title, text=shown.text, method=shown.method.value,
        **about,
        opens_at=opens, closes_at=closes, counts_at=counts, quorum=Decimal(shown.quorum), proofs=list(shown.proofs),
        organiser="Ville (exemple), avec le conseil de quartier", demonstration=True, people=_people(areas),
        decides="Le service commence par ce qui vient en premier, ou dit en réunion publique pourquoi il s’en écarte.",
    )  # fmt: skip
    consultation.areas.set(areas)
    for code, (name, meaning, consequence, cost) in zip("ABC", shown.options, strict=True):
        own = topic if shown.session and code == "A" else None
        Option.objects.create(
            consultation=consultation, code=code, name=name, meaning=meaning, consequence=consequence, cost=cost,
            opportunite=own, cost_kind=Cout.Kind.ESTIMATED, cost_basis=Cout.Basis.TTC, cost_year=opens.year,
        )  # fmt: skip
    chance = Random(shown.slug)
    Voix.objects.bulk_create(_voice(consultation, shown, chance) for _rank in range(shown.voices))
    consultation.arrivals = _arrivals(consultation, shown)
    consultation.opened_at, consultation.opened_role = opens - timedelta(days=6), "facilitator"
    consultation.save()
    if closes > timezone.now():
        draw_key(consultation)
    return consultation


def _areas(topic: Opportunite) -> list[Territoire]:
    """The quartier of the topic and two more, where the city has any."""
    quartiers = Territoire.objects.in_force(timezone.localdate()).filter(level=Level.QUARTIER).defer("geom")
    named = [quartier for quartier in quartiers if any(words in quartier.name.lower() for words in QUARTIERS)]
    own = [quartier for quartier in quartiers if quartier.pk == topic.quartier_id]
    return list({quartier.pk: quartier for quartier in [*own, *named][:3]}.values())


def _people(areas: list[Territoire]) -> dict[str, Any]:
    told = people_of(areas, [], YOUNGEST, ages=True)
    if told["areas"] and all(area["people"] for area in told["areas"]):
        return told
    names = [(area["code"], area["name"]) for area in told["areas"]] or [("nord", "Nord"), ("sud", "Sud")]
    invented = [{"code": code, "name": name, "early": False, "people": INVENTED} for code, name in names]
    return {"areas": invented, "ages": list(INVENTED), "sources": ["démonstration : population inventée"]}


def _voice(consultation: Consultation, shown: Shown, chance: Random) -> Voix:
    """The first area speaks the most, and people of middle age everywhere."""
    areas, ages = consultation.electorate, consultation.people["ages"]
    rank = min(int(chance.expovariate(1.1)), len(areas) - 1)
    age = ages[min(int(chance.triangular(0, len(ages), len(ages) * 0.55)), len(ages) - 1)] if ages else ""
    liked = {code: each + (0.2 if rank and code == "A" else 0) for code, each in zip("ABC", shown.liked, strict=True)}
    proof = chance.choices(shown.proofs, weights=(2, 6, 3, 3))[0]
    return Voix(
        pk=chance.randrange(RANKS), consultation=consultation, choices=_choices(shown.method, liked, chance),
        area=areas[rank]["code"], age=age if chance.random() > 0.06 else "", proof=proof,
    )  # fmt: skip


def _choices(method: Method, liked: dict[str, float], chance: Random) -> dict[str, int]:
    felt = {code: chance.gauss(each, 0.3) for code, each in liked.items()}
    if method == Method.RANKING:
        order = sorted(felt, key=lambda code: felt[code], reverse=True)
        return {code: rank for rank, code in enumerate(order, start=1)}
    if method == Method.DOTS:
        best, second, *_rest = sorted(felt, key=lambda code: felt[code], reverse=True)
        return {best: 3, second: 2}
    return {code: max(0, min(5, round(each * 5))) for code, each in felt.items()}


def _arrivals(consultation: Consultation, shown: Shown) -> dict[str, int]:
    """A few voices an hour, and one hour in which they came in a rush."""
    hours = [timezone.localtime(consultation.opens_at) + timedelta(hours=7 * rank) for rank in range(shown.voices // 6)]
    told = {hour.strftime("%Y-%m-%d %H"): 2 + rank % 4 for rank, hour in enumerate(hours) if hour < timezone.now()}
    if told:
        told[sorted(told)[len(told) // 2]] = 27
    return told
