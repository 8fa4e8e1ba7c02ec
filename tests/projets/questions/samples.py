"""What the tests of questions about figures need to exist, made in one line each."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from projets.equipements.models import Cout, Demande, Import, Ligne, Marche, Organisme, Source, Titulaire
from tests.projets.samples import make_cout, make_equipement


def make_organisme(slug: str = "chu", **fields: Any) -> Organisme:
    """A hospital, unless told otherwise."""
    return Organisme.objects.create(slug=slug, **({"name": slug.upper(), "level": "hospital"} | fields))


def make_ligne(organisme: Organisme | None = None, key: str = "2024-01") -> Ligne:
    """One row of a source that nobody has tied to a place."""
    source = Source.objects.create(
        code=f"source-{key}", title="Marchés 2024", matter="contract", format="table", organisme=organisme
    )
    read = Import.objects.create(source=source, state="done")
    return Ligne.objects.create(
        source=source, key=key, data={"objet": "Piscine"}, sha256="0" * 64, first_import=read, last_import=read
    )


def make_marche(ligne: Ligne, holder: str = "Bâtiments de l’Ouest", **fields: Any) -> Marche:
    """A contract that still runs, and who holds it."""
    marche = Marche.objects.create(ligne=ligne, uid=ligne.key, objet="Entretien de la piscine", **fields)
    Titulaire.objects.create(marche=marche, name=holder)
    return marche


def make_pool_cost(**fields: Any) -> Cout:
    """What a swimming pool cost."""
    pool = make_equipement(title="Piscine Léo-Lagrange", nature="pool", **fields)
    return make_cout(pool, "8500000", purpose="renovation")


def ask(client: Client, query: str, **changes: Any) -> Any:
    """Send the form of a question about the figure that `query` names."""
    sent = {"uuid": str(uuid4()), "text": "Pourquoi si cher ?", "email": ""} | changes
    return client.post(f"/argent/questions/poser/?{query}", sent)


def make_demande(**fields: Any) -> Demande:
    """A question about a chart, with its own clock."""
    told = {"chart": "questions", "text": "D’où vient ce chiffre ?", "due_at": timezone.now()}
    return Demande.objects.create(**(told | fields))
