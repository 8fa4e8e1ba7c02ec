"""What the demonstration says of places: works to come, who uses them, what they cost, which rows are about them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.utils import timezone

from carto.fiches.models import Commentaire, CommentKind, Evenement, Kind, Origin, Theme, Visibility, What
from carto.geometry import STORED
from projets.demonstration import days_ago, read_rows, uuid_of
from projets.equipements.demonstration.mirrors import Kept, amount
from projets.equipements.demonstration.rows import CONTENT, INVENTED, Row, year
from projets.equipements.models import Cout, Demande, Equipement, Marche, Rattachement, RattachementState, Usage
from projets.equipements.workflow import WORKFLOW

MONTHS: Final = ("janv", "fevr", "mars", "avril", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
LOADED_DAYS_AGO: Final = 90
PROMISED: Final = timedelta(days=21)

Lignes = Mapping[str, Mapping[str, Kept]]


def uuid_of_place(code: str) -> UUID:
    """That of a place of `lieux.csv`, or of the demonstration's facilities."""
    return uuid_of("equipement", code)


def make_places(kept: Iterable[Kept], themes: Mapping[str, Theme]) -> None:
    """Planned works, and a gymnasium; each with the line of its history."""
    for ligne, row in kept:
        place = Equipement(ligne=ligne if row["nature"] == "works" else None, theme=themes[row["theme"]], **_place(row))
        place.save(force_insert=True)
        Evenement.objects.create(fiche=place, at=place.created_at, actor_role="system", what=What.IMPORTED)
        if row["nature"] == "works":
            Cout.objects.create(equipement=place, purpose=Cout.Purpose.RENOVATION)


def _place(row: Row) -> dict[str, object]:
    return {
        "uuid": uuid_of_place(row["code"]), "kind": Kind.EQUIPEMENT, "title": row["title"], "text": row["text"],
        "geom": Point(float(row["longitude"]), float(row["latitude"]), srid=STORED), "precision": int(row["precision"]),
        "nature": row["nature"], "status": row["status"], "stage": WORKFLOW.stage_of(row["status"]),
        "operator": row["operator"], "place_source": "", "origin": Origin.IMPORT, "demonstration": True,
        "begins_on": _in_days(row["debut"]), "ends_on": _in_days(row["fin"]),
        "created_at": days_ago(LOADED_DAYS_AGO),
    }  # fmt: skip


def _in_days(days: str) -> date | None:
    return timezone.localdate() + timedelta(days=int(days)) if days else None


def make_usages(kept: Iterable[Kept], places: Mapping[str, Equipement]) -> None:
    """Twelve counts a row; months that are not over yet are not counted."""
    today = timezone.localdate()
    Usage.objects.bulk_create(
        Usage(
            equipement=places[row["lieu"]], measure=row["mesure"], month=date(year(row["ans"]), number, 1),
            value=Decimal(row[name]), source=INVENTED, ligne=ligne,
        )
        for ligne, row in kept
        for number, name in enumerate(MONTHS, start=1)
        if date(year(row["ans"]), number, 28) < today
    )  # fmt: skip


def make_running_costs(kept: Iterable[Kept], places: Mapping[str, Equipement]) -> None:
    """What each year of running cost."""
    Cout.objects.bulk_create(
        Cout(
            equipement=places[row["lieu"]], kind=Cout.Kind.RUNNING, purpose=Cout.Purpose.RUNNING, ligne=ligne,
            amount=amount(row["montant"]), year=year(row["ans"]), basis=row["taxe"], about=row["couvre"],
            source=INVENTED, confidence=Cout.Confidence.LOW,
        )
        for ligne, row in kept
    )  # fmt: skip


def make_ties(lignes: Lignes, places: Mapping[str, Equipement]) -> None:
    """Which row is about which place; a confirmed one of a contract gives the place a figure."""
    for row in read_rows(CONTENT / "rattachements.csv"):
        ligne, _told = lignes[row["source"]][row["cle"]]
        confirmed = row["etat"] == RattachementState.CONFIRMED
        tie = Rattachement.objects.create(
            ligne=ligne, equipement=places[row["lieu"]], state=row["etat"], score=float(row["score"]),
            reasons=[dict(zip(("what", "told"), each.split("="), strict=True)) for each in row["raisons"].split(";")],
            share=Decimal(row["part"]), why=row["pourquoi"], suggested_at=days_ago(11),
            settled_role="agent" if confirmed else "", settled_at=days_ago(10) if confirmed else None,
        )  # fmt: skip
        if row["sorte"]:
            _figure(tie, *row["sorte"].split())


def _figure(tie: Rattachement, kind: str, purpose: str) -> None:
    marche = Marche.objects.get(ligne=tie.ligne)
    whole = tie.share == 1
    Cout.objects.create(
        equipement=tie.equipement, kind=kind, purpose=purpose, year=marche.notified_on.year, basis=Cout.Basis.HT,
        amount=(marche.amount * tie.share).quantize(Decimal("0.01")), about=marche.objet[:200], source=INVENTED,
        ligne=tie.ligne, rattachement=tie, share=None if whole else tie.share,
        method=Cout.Method.LINKED if whole else Cout.Method.APPORTIONED, confidence=Cout.Confidence.LOW,
    )  # fmt: skip


def make_questions(lignes: Lignes, places: Mapping[str, Equipement]) -> None:
    """Two questions about figures: one that was answered, under its place too, and one that waits."""
    for row in read_rows(CONTENT / "questions.csv"):
        ligne, _told = lignes[row["source"]][row["cle"]]
        place = places.get(row["lieu"])
        asked = days_ago(int(row["jours"]))
        answered = days_ago(int(row["jours_reponse"])) if row["reponse"] else None
        Demande.objects.create(
            uuid=uuid_of("demande", row["code"]), ligne=ligne, text=row["question"], asked_at=asked,
            due_at=asked + PROMISED, answer=row["reponse"], answered_at=answered,
            answered_role="agent" if answered else "", cout=ligne.couts.first(),
            commentaire=_said(row, place) if place else None,
        )  # fmt: skip


def _said(row: Row, place: Equipement) -> Commentaire:
    asked = days_ago(int(row["jours"]))
    question = Commentaire.objects.create(
        uuid=uuid_of("question", row["code"]), fiche=place, kind=CommentKind.QUESTION, text=row["question"],
        role="resident", visibility=Visibility.PUBLIC, created_at=asked, due_at=asked + PROMISED,
    )  # fmt: skip
    if row["reponse"]:
        Commentaire.objects.create(
            uuid=uuid_of("reponse", row["code"]), fiche=place, kind=CommentKind.AVIS, text=row["reponse"],
            role="agent", visibility=Visibility.PUBLIC, created_at=days_ago(int(row["jours_reponse"])),
            answers=question,
        )  # fmt: skip
    return question
