"""One contract of a DECP file, understood: who buys, what, from whom, for how long, and what changed since. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.equipements.imports.formats import Row
from projets.equipements.imports.schemas.values import SMALL, Cell, later, shortened, words

Names = Mapping[str, tuple[str, ...]]
CONCESSION_KEYS: Final = ("autoriteConcedante", "concessionnaires", "valeurGlobale")
MOST: Final = 500  # holders, modifications or years of one contract
# What is said of a value that cannot be read; translated only then.
BUYER: Final = gettext_lazy("acheteur")
NUMBER: Final = gettext_lazy("numéro du contrat")
OBJET: Final = gettext_lazy("objet")
AMOUNT: Final = gettext_lazy("montant")
TOTAL: Final = gettext_lazy("valeur globale")
SUBSIDY: Final = gettext_lazy("subvention publique")
SPAN: Final = gettext_lazy("durée")
NOTIFIED: Final = gettext_lazy("date de notification")
BEGINS: Final = gettext_lazy("début d’exécution")
CHANGED: Final = gettext_lazy("date de modification")
NEW_SPAN: Final = gettext_lazy("nouvelle durée")
NEW_AMOUNT: Final = gettext_lazy("nouveau montant")
UNDER: Final = gettext_lazy("montant sous-traité")
PUBLISHED: Final = gettext_lazy("données d’exécution")
YEAR: Final = gettext_lazy("année d’exécution")
SPENT: Final = gettext_lazy("dépenses d’investissement")
TARIFF: Final = gettext_lazy("tarif")


def understood(number: int, record: Mapping[str, Any], name: str, names: Names) -> Row:
    """The row of one contract; `name` is the key under which it stood, `names` our fields' keys in this file."""
    cell = Cell()
    given = {field: _first(record, keys) for field, keys in names.items()}
    concession = is_concession(record, name)
    told = _who_and_what(cell, given)
    told |= {"concession": concession, **_money(cell, given, concession)}
    told["changes"] = list(_changes(cell, given["changes"]))
    told |= _span(cell, given, told["changes"])
    told["holders"] = [*_holders(given), *_under(cell, given)]
    told["executions"] = list(_executions(cell, given["years"]))
    key = shortened([told["uid"], *(["concession"] if concession else [])]) or f"?{number}"
    return Row(number, key, record, told, tuple(cell.reasons))


def listed(value: Any, inner: str) -> Iterator[dict[str, Any]]:
    """The objects of a list, however it is wrapped: [{…}], [{inner: {…}}], {inner: [{…}]}, {inner: {…}} or {…} alone.

    A tariff is `{"tarif": {"intituleTarif": …, "tarif": 12}}`: what stands under `inner` counts when it is an object.
    """
    waiting: list[Any] = value if isinstance(value, list) else [value]
    for each in waiting[:MOST]:
        if not isinstance(each, dict):
            continue
        held = each.get(inner)
        if isinstance(held, dict):
            yield held
        elif isinstance(held, list):
            yield from (one for one in held[:MOST] if isinstance(one, dict))
        elif each:
            yield each


def _first(record: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    for key in keys:
        value = record.get(key)
        if value or value == 0:
            return value
    return None


def is_concession(record: Mapping[str, Any], name: str) -> bool:
    """Whether it is one: by the key under which it stands, by what it says, or by what only concessions have."""
    if name == "contrat-concession" or "concession" in str(record.get("_type", "")).lower():
        return True
    return name != "marche" and any(key in record for key in CONCESSION_KEYS)


def _who_and_what(cell: Cell, given: Mapping[str, Any]) -> dict[str, Any]:
    buyer = next(listed(given["buyer"], "acheteur"), {"id": given["buyer"]})
    siret = cell.siret(buyer.get("id") or buyer.get("siret"), BUYER)
    if not siret and not cell.reasons:
        cell.reasons.append(_("acheteur : son SIRET manque"))
    number = cell.needed(given["id"], NUMBER, 100)
    place = next(listed(given["place"], "lieuExecution"), {})
    return {
        "uid": shortened([number if siret and number.startswith(siret) else f"{siret}-{number}"])[:120],
        "buyer_siret": siret,
        "buyer": words(buyer.get("nom") or buyer.get("denominationSociale"), 300),
        "objet": cell.needed(given["objet"], OBJET, 1000),
        "nature": words(given["nature"], 120),
        "procedure": words(given["procedure"], 120),
        "cpv": words(given["cpv"], 12),
        "place_code": words(place.get("code"), 20),
        "place_kind": words(place.get("typeCode"), 40),
    }


def _money(cell: Cell, given: Mapping[str, Any], concession: bool) -> dict[str, Any]:
    """A contract is notified for an amount; a concession is worth something over its life, and seldom has both."""
    return {
        "amount": cell.amount(given["amount"], AMOUNT),
        "total_value": cell.amount(given["total_value"], TOTAL) if concession else None,
        "public_subsidy": cell.amount(given["public_subsidy"], SUBSIDY) if concession else None,
    }


def _span(cell: Cell, given: Mapping[str, Any], changes: list[dict[str, Any]]) -> dict[str, Any]:
    """From when to when: the end follows the last modification that changed the duration."""
    months = cell.months(given["months"], SPAN)
    notified = cell.day(given["notified_on"], NOTIFIED)
    begins = cell.day(given["begins_on"], BEGINS) or notified
    lasting = next((change["months"] for change in reversed(changes) if change["months"] is not None), months)
    ends = later(begins, lasting) if begins and lasting else None
    return {"months": months, "notified_on": notified, "ends_on": ends}


def _changes(cell: Cell, value: Any) -> list[dict[str, Any]]:
    """In the order of their days, then of the file."""
    found = [
        {
            "number": words(each.get("id"), 20),
            "on": cell.day(_first(each, ("dateNotificationModification", "dateSignatureModification")), CHANGED),
            "objet": words(each.get("objetModification") or each.get("objet"), 1000),
            "months": cell.months(each.get("dureeMois"), NEW_SPAN),
            "amount": cell.amount(_first(each, ("montant", "valeurGlobale")), NEW_AMOUNT),
        }
        for each in listed(value, "modification")
    ]
    return sorted(found, key=lambda change: change["on"] or date.min)


def _holders(given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Those of the last modification that names any, else those of the contract."""
    changed = [each.get("titulaires") for each in listed(given["changes"], "modification")]
    value = next((names for names in reversed(changed) if names), None) or given["holders"]
    for inner in ("titulaire", "concessionnaire"):
        found = [each for each in listed(value, inner) if each.get("id") or each.get("denominationSociale")]
        if found:
            yield from (_holder(each) for each in found)
            return


def _holder(each: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    name = words(each.get("denominationSociale") or each.get("nom"), 300)
    return {"identifier": words(each.get("id"), 40), "name": name, "under": False, "amount": None} | more


def _under(cell: Cell, given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Subcontractors, each for the last amount that was told."""
    latest = {
        str(each.get("id")): each["montant"]
        for inner in ("modificationActeSousTraitance", "modificationActesSousTraitance")
        for each in listed(given["under_changes"], inner)
        if each.get("montant") not in (None, "")
    }
    for each in listed(given["under"], "acteSousTraitance"):
        who = next(listed(each.get("sousTraitant"), "sousTraitant"), None)
        if who:
            worth = latest.get(str(each.get("id")), each.get("montant"))
            yield _holder(who, under=True, amount=cell.amount(worth, UNDER))


def _executions(cell: Cell, value: Any) -> Iterator[dict[str, Any]]:
    """The years of a concession. Published in one year, they tell of the year before where they do not say."""
    for each in listed(value, "donneesAnnuelles"):
        published = cell.day(each.get("datePublicationDonneesExecution"), PUBLISHED)
        said = cell.whole(each.get("annee"), YEAR, SMALL)
        yield {
            "published_on": published,
            "year": said or (published.year - 1 if published else None),
            "spent": cell.amount(each.get("depensesInvestissement"), SPENT),
            "tariffs": [
                {"intitule": words(one.get("intituleTarif"), 256), "tarif": str(worth)}
                for one in listed(each.get("tarifs"), "tarif")
                if (worth := cell.amount(one.get("tarif"), TARIFF)) is not None
            ],
        }
