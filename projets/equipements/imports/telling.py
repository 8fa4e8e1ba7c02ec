"""What a row of facilities tells, in our fields: the same for a table, a map file and an extract. Pure functions."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.geometry import Box
from projets.equipements.imports.formats import Field
from projets.equipements.imports.places import Place, point
from projets.equipements.imports.values import degrees, site, whole, words, year

FIELDS: Final = (
    Field("key", gettext_lazy("identifiant"), ("equip_uid", "identifiant", "id", "idobj", "_idobj", "uid", "code")),
    Field("title", gettext_lazy("nom"), (
        "equip_nom", "nom_complet", "nom", "name", "title", "titre", "libelle", "denomination", "nom_equipement",
        "titre_projet_gagnant", "intitule"), required=True),
    Field("type", gettext_lazy("type"), ("equip_type", "libtype", "type_equipement", "type", "categorie", "category",
                                         "libcategorie", "thematique", "catégorie")),
    Field("theme", gettext_lazy("thème"), ("equip_theme", "libtheme", "theme", "thématique")),
    Field("latitude", gettext_lazy("latitude"), ("equip_lat", "latitude", "lat", "lat_wgs84", "y_wgs84", "y")),
    Field("longitude", gettext_lazy("longitude"), ("equip_long", "longitude", "lon", "long", "lng", "long_wgs84",
                                                   "x_wgs84", "x")),
    Field("point", gettext_lazy("latitude et longitude ensemble"), ("geo_point_2d", "geo_point", "geopoint",
                                                                    "coordonnees", "location")),
    Field("number", gettext_lazy("numéro dans la rue"), ("adr_numero", "numero_voie")),
    Field("street", gettext_lazy("adresse"), ("adr_nomvoie", "adresse", "address", "adresse_projet_gagnant")),
    Field("postcode", gettext_lazy("code postal"), ("adr_codepostal", "code_postal", "cp")),
    Field("city", gettext_lazy("commune"), ("adr_commune", "commune", "ville", "city")),
    Field("owner", gettext_lazy("propriétaire"), ("proprietaire", "owner")),
    Field("operator", gettext_lazy("gestionnaire"), ("gestionnaire", "operator", "exploitant", "coll_nom",
                                                     "direction_pilote_projet")),
    Field("siret", gettext_lazy("SIRET"), ("coll_siret", "siret")),
    Field("website", gettext_lazy("site web"), ("equip_web", "siteweb", "site_web", "web", "website", "url")),
    Field("hours", gettext_lazy("horaires"), ("equip_ouverture", "horaires", "opening_hours")),
    Field("opened", gettext_lazy("mise en service"), ("mise_en_service", "annee_ouverture", "start_date")),
    Field("closed", gettext_lazy("fermeture"), ("fermeture", "end_date")),
    Field("capacity", gettext_lazy("capacité"), ("capacite", "capacity", "nb_places", "places")),
    Field("text", gettext_lazy("description"), ("description", "details", "détails", "informations_complementaires",
                                                "commentaire")),
)  # fmt: skip


def told(said: Mapping[str, Any]) -> dict[str, Any]:
    """What it is, without its place: values by our field names, as the columns of a facility take them."""
    street = " ".join(filter(None, (words(said.get("number"), 12), words(said.get("street"), 160))))
    town = " ".join(filter(None, (words(said.get("postcode"), 10), words(said.get("city"), 60))))
    siret = "".join(filter(str.isdigit, str(said.get("siret") or "")))
    return {
        "title": words(said.get("title"), 140),
        "type": words(said.get("type"), 120),
        "theme": words(said.get("theme"), 120),
        "address": ", ".join(filter(None, (street, town)))[:200],
        "owner": words(said.get("owner"), 160),
        "operator": words(said.get("operator"), 120),
        "siren": siret[:9] if len(siret) in (9, 14) else "",
        "website": site(said.get("website")),
        "hours": words(said.get("hours"), 300),
        "opened": year(said.get("opened")),
        "closed": year(said.get("closed")),
        "capacity": whole(said.get("capacity")),
        "text": words(said.get("text"), 4000),
    }


def reasons(understood: Mapping[str, Any]) -> tuple[str, ...]:
    """Why such a facility cannot be taken; nothing when it can."""
    return () if understood["title"] or understood.get("tags") else (_("Le nom manque."),)


def placed(said: Mapping[str, Any], mapping: Mapping[str, Any], box: Box) -> Place:
    """Where it is, by its two coordinates or by the column that holds both."""
    both = str(said.get("point") or "").strip(" []()")
    try:
        if both and not said.get("latitude"):
            latitude, _comma, longitude = both.partition("," if both.count(",") == 1 else " ")
            return point(degrees(longitude), degrees(latitude), mapping, box)
        return point(degrees(said.get("longitude")), degrees(said.get("latitude")), mapping, box)
    except ValueError:
        return Place(reasons=(_("Ce lieu est illisible : une longitude et une latitude sont attendues."),))
