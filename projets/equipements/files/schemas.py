"""What the columns of our files mean, for people and for programs: Table Schema, and Fiscal Data Package."""

from typing import Any, Final

from projets.equipements.models import Cout

VERSION: Final = "1.0.0"
TABLE_SCHEMA: Final = "https://specs.frictionlessdata.io/schemas/table-schema.json"
LICENCE: Final = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
OWN: Final = ("path", "free")  # ours, of how a column is filled: not published
REQUIRED: Final = {"required": True}


def _of(choices: Any, **more: Any) -> dict[str, Any]:
    return {"enum": list(choices.values), **more}


# One of the columns: as Table Schema has it, with the `path` that fills it, and `free` where people wrote the words.
COSTS: Final[tuple[dict[str, Any], ...]] = (
    {"name": "cout_id", "path": "pk", "type": "integer", "title": "Numéro de la ligne",
     "constraints": {"required": True, "unique": True}},
    {"name": "equip_id", "path": "equipement__uuid", "type": "string", "format": "uuid", "title": "Équipement",
     "description": "Identifiant de l’équipement sur la carte, stable.", "constraints": REQUIRED},
    {"name": "equip_numero", "path": "equipement__number", "type": "string", "title": "Numéro de l’équipement"},
    {"name": "equip_nom", "path": "equipement__title", "free": True, "type": "string", "title": "Nom de l’équipement",
     "constraints": REQUIRED},
    {"name": "nature", "path": "kind", "type": "string", "title": "Où en était l’argent",
     "description": "Estimé, voté, notifié, payé, coût final ou par an. Deux natures ne s’additionnent jamais.",
     "constraints": _of(Cout.Kind, required=True)},
    {"name": "pour", "path": "purpose", "type": "string", "title": "Ce qui est payé",
     "constraints": _of(Cout.Purpose, required=True)},
    {"name": "montant", "path": "amount", "type": "number", "title": "Montant, en euros",
     "description": "Vide : coût non publié.", "constraints": {"minimum": "0.01"}},
    {"name": "taxe", "path": "basis", "type": "string", "title": "HT ou TTC",
     "description": "Ne s’additionne jamais d’une taxe à l’autre.", "constraints": _of(Cout.Basis)},
    {"name": "annee", "path": "year", "type": "year", "title": "Année du chiffre"},
    {"name": "annee_fin", "path": "last_year", "type": "year", "title": "Dernière année couverte"},
    {"name": "couvre", "path": "about", "free": True, "type": "string", "title": "Ce que le chiffre couvre"},
    {"name": "source", "path": "source", "free": True, "type": "string", "title": "Source"},
    {"name": "source_url", "path": "source_url", "type": "string", "format": "uri", "title": "Adresse de la source"},
    {"name": "methode", "path": "method", "type": "string", "title": "Comment il est devenu celui de ce lieu",
     "constraints": _of(Cout.Method, required=True)},
    {"name": "part", "path": "share", "type": "number", "title": "Part d’un montant plus large",
     "constraints": {"minimum": "0", "maximum": "1"}},
    {"name": "confiance", "path": "confidence", "type": "string", "title": "Confiance",
     "constraints": _of(Cout.Confidence, required=True)},
    {"name": "etat", "path": "state", "type": "string", "title": "S’il tient encore",
     "description": "Contesté ou remplacé, il reste lisible.", "constraints": _of(Cout.State, required=True)},
    {"name": "motif", "path": "state_reason", "free": True, "type": "string", "title": "Pourquoi cet état"},
    {"name": "remplace_par", "path": "superseded_by_id", "type": "integer", "title": "Ligne qui le remplace"},
    {"name": "publie_par", "path": "publisher__name", "free": True, "type": "string",
     "title": "Publié par (vide : la ville)"},
    {"name": "saisi_le", "path": "entered_at", "type": "date", "title": "Saisi le", "constraints": REQUIRED},
)  # fmt: skip
# The kind and the tax are one « kind of value »: a tool that adds up by it never mixes two of them.
FISCAL: Final[tuple[dict[str, Any], ...]] = (
    {"name": "id", "path": "pk", "type": "string", "columnType": "budget-line-id",
     "constraints": {"required": True, "unique": True}},
    {"name": "montant", "path": "amount", "type": "number", "columnType": "value", "constraints": REQUIRED},
    {"name": "devise", "type": "string", "columnType": "value-currency:code", "constraints": REQUIRED},
    {"name": "nature", "type": "string", "columnType": "value-kind:code",
     "constraints": {"enum": [f"{kind}-{basis}" for kind in Cout.Kind for basis in Cout.Basis], "required": True}},
    {"name": "phase", "path": "kind", "type": "string", "columnType": "phase:id",
     "constraints": _of(Cout.Kind, required=True)},
    {"name": "taxe", "path": "basis", "type": "string", "constraints": _of(Cout.Basis, required=True)},
    {"name": "annee", "path": "year", "type": "integer", "columnType": "date:fiscal-year", "constraints": REQUIRED},
    {"name": "pour", "path": "purpose", "type": "string", "columnType": "economic-classification:generic:code",
     "constraints": _of(Cout.Purpose, required=True)},
    {"name": "theme", "path": "equipement__theme__name", "type": "string", "free": True,
     "columnType": "functional-classification:generic:label"},
    {"name": "proprietaire", "path": "equipement__owner__name", "type": "string", "free": True,
     "columnType": "administrative-classification:generic:label"},
    {"name": "equip_id", "path": "equipement__uuid", "type": "string", "columnType": "activity:generic:project:code",
     "constraints": REQUIRED},
    {"name": "equip_nom", "path": "equipement__title", "type": "string", "free": True,
     "columnType": "activity:generic:project:label"},
    {"name": "commune_code", "path": "equipement__commune__code", "type": "string", "columnType": "geo:target:code"},
    {"name": "commune", "path": "equipement__commune__name", "type": "string", "free": True,
     "columnType": "geo:target:title"},
    {"name": "source", "path": "source", "type": "string", "free": True},
    {"name": "source_url", "path": "source_url", "type": "string", "format": "uri"},
)  # fmt: skip
COLUMN_TYPES: Final = "https://specs.frictionlessdata.io/taxonomies/fiscal/budgets.json"


def _public(fields: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    return [{name: value for name, value in field.items() if name not in OWN} for field in fields]


def table_schema(homepage: str) -> dict[str, Any]:
    """The Table Schema of `equipement-couts.csv`."""
    return {
        "$schema": TABLE_SCHEMA,
        "name": "equipement-couts",
        "title": "Coûts des équipements",
        "description": "Une ligne par coût publié d’un équipement, compagnon de SCDL « Équipements ». Deux natures, ou "
        "deux taxes, ne s’additionnent jamais.",
        "homepage": homepage,
        "version": VERSION,
        "fields": _public(COSTS),
        "primaryKey": "cout_id",
        "missingValues": [""],
    }


def data_package(place: str, data: str) -> dict[str, Any]:
    """The Fiscal Data Package of the costs; `data` is the address of its file, absolute."""
    return {
        "profile": "tabular-data-package",
        "name": "couts-des-equipements",
        "title": f"Coûts publiés des équipements, {place}",
        "description": "Ce qui est publié, par nature de chiffre et par taxe : une somme n’a de sens que dans une "
        "seule nature et une seule taxe.",
        "licenses": [LICENCE],
        "columnTypes": [COLUMN_TYPES],
        "resources": [
            {
                "name": "couts",
                "path": data,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": _public(FISCAL), "primaryKey": "id", "missingValues": [""]},
            }
        ],
    }
