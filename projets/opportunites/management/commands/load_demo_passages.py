"""The demonstration's gates, meetings, method, call and trial, on topics that are shown; they go with their topics."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from carto.comptes.models import Service
from carto.fiches.models import Commentaire, CommentKind, Evenement, What
from projets.demonstration import days_ago, uuid_of
from projets.opportunites.management.commands.load_demo_consultations import RUNNING
from projets.opportunites.models import (
    Appel,
    Consultation,
    Essai,
    Halte,
    Methode,
    Offre,
    Opportunite,
    Passage,
    Retouche,
    Reunion,
)

WALK: Final = "marcher-rue-paul-bellamy"  # in its third phase: two gates behind it, everything going on
HOUSE: Final = "une-maison-commune-sur-l-ile"  # in its fourth: the service waits for something
ROLE: Final = "referent"
# Phase, days ago: proposed, passed; what it gave; what the service said.
GATES: Final = (
    ("diagnosis", 68, 62, "Trois marches, un relevé partagé : 1,10 m libre en moyenne, 70 cm devant six terrasses.",
     "Oui : le relevé correspond à nos plans. Nous apportons les réseaux pour la suite."),
    ("expertise", 27, 21, "Livreurs, kinés, association des aveugles : ce qui gêne, ce qui est possible, ce qui coûte.",
     "Oui. La largeur de quatre mètres pour les secours est tenue dans toutes les pistes."),
)  # fmt: skip
# Phase, days ago, place, what for, how many came, what came out of it.
HELD: Final = (
    ("diagnosis", 64, "École Stalingrad, salle du haut", "Lire le relevé ensemble.", 41,
     "Le relevé est partagé. La ligne de bus reste. On demande l’avis des livreurs d’abord."),
    ("expertise", 23, "Marché de Talensac, sous la halle", "Ce que disent celles et ceux qui savent.", 58,
     "Trois pistes : sens unique, terrasses l’été, livraisons avant 10 h. On passe aux contributions."),
)  # fmt: skip
METHOD: Final = {
    "diagnosis": {"done": "Trois marches avec poussettes et fauteuils.", "time": "Cinq semaines.",
                  "invited": "Riverains, commerçants, écoles.", "tools": "Un mètre, la carte, des photos."},
    "expertise": {"done": "Entendre qui sait : livreurs, kinés, aveugles, services.", "time": "Six semaines.",
                  "invited": "Qui répond à l’appel.", "tools": "Deux réunions, des offres écrites."},
    "contribution": {"done": "Déposer croquis et idées, essayer sur place.", "time": "Six semaines.",
                     "invited": "Tout le monde, sans compte.", "tools": "La carte, le mercredi sur place, un essai."},
    "construction": {"done": "Assembler deux options chiffrées, choisir.", "time": "Deux mois.",
                     "invited": "Un groupe ouvert.", "tools": "Une consultation avec une masse par secteur."},
}  # fmt: skip

STOPS: Final = (
    ("Devant le 98", "La largeur laissée entre la terrasse et l’arbre."),
    ("Le passage piéton du 112", "Combien de temps dure le feu, et qui n’a pas fini de traverser."),
    ("L’angle du 120", "Où s’arrêtent les livreurs, et ce que cela coupe."),
)


class Command(BaseCommand):
    help = "Charge les passages, réunions, méthode, appel et essai de démonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--remove`: nothing is left to take away, all of it goes with its topics."""
        parser.add_argument("--remove", action="store_true", help=_("enlever la démonstration"))

    def handle(self, *_args: Any, remove: bool, **_options: Any) -> None:
        """All of it or nothing; loading twice adds nothing."""
        if remove:
            return
        # Called for first when the topics that they are about were not there yet.
        call_command("load_demo_consultations", verbosity=0, stdout=self.stdout)
        with transaction.atomic():
            if topic := _bare(WALK):
                _walk(topic)
            if topic := _bare(HOUSE):
                _house(topic)
            _shade()
        shown = Reunion.objects.filter(opportunite__demonstration=True).count()
        self.stdout.write(f"Passages : {shown} réunions de démonstration.")


def _bare(code: str) -> Opportunite | None:
    """That topic, unless it has its meetings already."""
    topics = Opportunite.objects.filter(uuid=uuid_of("opportunite", code), demonstration=True)
    return topics.filter(reunions=None).first()


def _walk(topic: Opportunite) -> None:
    service = Service.objects.order_by("code").first()
    for held, (phase, proposed, passed, summary, said) in zip(HELD, GATES, strict=True):
        meeting = _held(topic, *held)
        Passage.objects.create(
            opportunite=topic, phase=phase, summary=summary, opened_at=days_ago(proposed), role=ROLE, reunion=meeting,
            residents_at=meeting.recorded_at, service=service, service_said=said, service_at=days_ago(passed + 1),
            passed_at=days_ago(passed + 1),
        )  # fmt: skip
        passing = (
            f"Le passage est franchi : habitants et service ont dit oui à la fin de « {meeting.get_phase_display()} »."
        )
        Evenement.objects.create(
            fiche=topic, at=days_ago(passed + 1), actor_role="system", what=What.OPENED, public_text=passing
        )
    _visit(topic)
    methode = Methode.objects.create(
        opportunite=topic, number=1, told=METHOD, at=days_ago(96), role=ROLE, adopted_at=days_ago(63),
        reunion=topic.reunions.order_by("at").first(),
    )  # fmt: skip
    words = _said(topic, "Faites une marche la nuit aussi.", 94)
    Retouche.objects.create(
        methode=methode, phase="diagnosis", commentaire=words, taken=True, reason="La troisième marche part à 21 h.",
        answered_at=days_ago(90), role=ROLE,
    )  # fmt: skip
    _call_and_trial(topic)


def _visit(topic: Opportunite) -> None:
    here = topic.geom.point_on_surface
    visit = Reunion.objects.create(
        opportunite=topic, phase="contribution", kind=Reunion.Kind.VISIT, at=_evening(-9), spot=here, role=ROLE,
        place="Rue Paul-Bellamy, devant le 112", text="Regarder l’essai ensemble, à l’heure où l’on rentre.",
        access="Quatre cents mètres sans marche, un banc à mi-chemin. Arrêt Bellamy à deux minutes.",
        distant="Posez vos questions avant : on regarde pour vous, photos à l’appui.",
    )  # fmt: skip
    for north, (place, text) in zip((-0.0007, 0, 0.0008), STOPS, strict=True):
        Halte.objects.create(reunion=visit, place=place, text=text, spot=Point(here.x, here.y + north, srid=4326))
    visit.questions.add(_said(topic, "Un fauteuil passe-t-il devant le 104, poubelles sorties ?", 3, "question"))


def _call_and_trial(topic: Opportunite) -> None:
    call = Appel.objects.create(
        opportunite=topic, phase="contribution", kind=Appel.Kind.USE, at=days_ago(14), role=ROLE,
        text="Qui livre rue Paul-Bellamy le matin ? Dites à quelle heure, et ce qui vous ferait venir plus tôt.",
        until=days_ago(-12).date(),
    )  # fmt: skip
    Offre.objects.create(
        appel=call, commentaire=_said(topic, "Je livre le pain à 6 h et à 11 h : celle de 11 h peut bouger.", 11),
        accepted=True, thanks="Merci : vous êtes attendu à la réunion sur place.", answered_at=days_ago(10), role=ROLE,
    )  # fmt: skip
    trial = Essai.objects.create(
        opportunite=topic, place="Entre le 98 et le 120, côté pair", spot=topic.geom.point_on_surface, role=ROLE,
        text="Six terrasses reculées de 60 cm, six semaines. On compte qui peut passer à deux de front.",
        starts=days_ago(16).date(), ends=days_ago(-26).date(), at=days_ago(19),
    )  # fmt: skip
    for words, days in (("On passe enfin à deux avec la poussette.", 12), ("Les livreurs s’arrêtent sur la piste.", 6)):
        trial.observations.add(_said(topic, words, days))


def _house(topic: Opportunite) -> None:
    """A meeting to come stands for the residents; the service has said what is missing."""
    meeting = Reunion.objects.create(
        opportunite=topic, phase="construction", kind=Reunion.Kind.HALL, at=_evening(-12), role=ROLE,
        place="Maison de quartier de l’île, grande salle", text="Choisir entre les deux budgets, puis dire oui ou non.",
    )  # fmt: skip
    Passage.objects.create(
        opportunite=topic, phase="construction", reunion=meeting, opened_at=days_ago(5), role=ROLE,
        summary="Le lieu est choisi : l’ancienne école. Deux budgets, un règlement intérieur écrit à onze mains.",
        service=Service.objects.order_by("code").first(),
        service_said="L’étude d’accès pour les fauteuils manque encore ; elle arrive dans dix jours.",
    )  # fmt: skip


def _shade() -> None:
    """Options side by side: the consultation that runs stands for the residents."""
    poll = Consultation.objects.filter(slug=RUNNING.slug, demonstration=True, passages=None).first()
    if poll is not None and poll.opportunite is not None:
        Passage.objects.create(
            opportunite=poll.opportunite, phase="diagnosis", consultation=poll, opened_at=days_ago(4), role=ROLE,
            summary="On sait où il fait chaud, à quelle heure et pour qui : un relevé de juillet, trois marches.",
        )  # fmt: skip


def _held(topic: Opportunite, phase: str, days: int, place: str, text: str, came: int, outcome: str) -> Reunion:
    """With its line in the history of the topic."""
    day = date_format(_evening(days), "j F Y, H:i")
    said = f"Réunion dans une salle tenue le {day} : {place}. {came} personnes sont venues.\n{outcome}"
    at = days_ago(days - 1)
    Evenement.objects.create(fiche=topic, at=at, actor_role=ROLE, what=What.MEETING, public_text=said)
    return Reunion.objects.create(
        opportunite=topic, phase=phase, kind=Reunion.Kind.HALL, at=_evening(days), place=place, text=text, came=came,
        outcome=outcome, recorded_at=at, role=ROLE,
    )  # fmt: skip


def _evening(days: int) -> Any:
    return timezone.localtime(days_ago(days)) + timedelta(hours=6, minutes=30)


def _said(topic: Opportunite, words: str, days: int, kind: str = CommentKind.AVIS) -> Commentaire:
    """Words of a resident, anonymous."""
    return Commentaire.objects.create(fiche=topic, text=words, kind=kind, created_at=days_ago(days))
