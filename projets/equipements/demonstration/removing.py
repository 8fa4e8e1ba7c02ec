"""Taking the demonstration's money away: what it fed first, then its rows, then their sources."""

from carto.fiches.models import Commentaire, Fiche
from projets.demonstration import read_rows, uuid_of
from projets.equipements.demonstration.places import uuid_of_place
from projets.equipements.demonstration.rows import CONTENT
from projets.equipements.models import Cout, Demande, Import, Ligne, Organisme, Source, Usage


def remove_money() -> int:
    """All of it; returns how many rows there were."""
    of_demonstration = {"ligne__source__demonstration": True}
    rows = Ligne.objects.filter(source__demonstration=True)
    count = rows.count()
    codes = [row["code"] for row in read_rows(CONTENT / "questions.csv")]
    Demande.objects.filter(uuid__in=[uuid_of("demande", code) for code in codes]).delete()
    said = [uuid_of(kind, code) for code in codes for kind in ("reponse", "question")]
    Commentaire.objects.filter(uuid__in=said).delete()
    for model in (Cout, Usage):
        model.objects.filter(**of_demonstration).delete()
    uuids = [uuid_of_place(row["code"]) for row in read_rows(CONTENT / "lieux.csv")]
    Fiche.objects.filter(uuid__in=uuids, demonstration=True).erase()
    rows.delete()
    Import.objects.filter(source__demonstration=True).delete()
    Source.objects.filter(demonstration=True).delete()
    Organisme.objects.filter(demonstration=True).delete()
    return count
