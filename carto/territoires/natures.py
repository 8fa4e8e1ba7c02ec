"""What a named spot is, in words: OpenStreetMap's `key=value` told in French, and which of them we keep."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Named spots that people give as a landmark. A key with `*` takes every value that has no line of its own.
NATURES: Final[dict[str, Promise]] = {
    "place=city": _("ville"),
    "place=town": _("ville"),
    "place=square": _("place"),
    "place=suburb": _("quartier"),
    "place=neighbourhood": _("quartier"),
    "place=quarter": _("quartier"),
    "place=village": _("village"),
    "place=hamlet": _("hameau"),
    "place=island": _("île"),
    "leisure=park": _("parc"),
    "leisure=garden": _("jardin"),
    "leisure=playground": _("aire de jeux"),
    "leisure=pitch": _("terrain de sport"),
    "leisure=sports_centre": _("centre sportif"),
    "leisure=stadium": _("stade"),
    "leisure=swimming_pool": _("piscine"),
    "leisure=ice_rink": _("patinoire"),
    "leisure=marina": _("port de plaisance"),
    "railway=tram_stop": _("arrêt de tram"),
    "railway=station": _("gare"),
    "railway=halt": _("gare"),
    "highway=bus_stop": _("arrêt de bus"),
    "amenity=bus_station": _("gare routière"),
    "amenity=ferry_terminal": _("embarcadère"),
    "amenity=school": _("école"),
    "amenity=kindergarten": _("école maternelle ou crèche"),
    "amenity=college": _("établissement d’enseignement"),
    "amenity=university": _("université"),
    "amenity=library": _("bibliothèque"),
    "amenity=hospital": _("hôpital"),
    "amenity=clinic": _("clinique"),
    "amenity=pharmacy": _("pharmacie"),
    "amenity=townhall": _("mairie"),
    "amenity=courthouse": _("tribunal"),
    "amenity=police": _("police"),
    "amenity=fire_station": _("caserne de pompiers"),
    "amenity=post_office": _("bureau de poste"),
    "amenity=theatre": _("théâtre"),
    "amenity=cinema": _("cinéma"),
    "amenity=arts_centre": _("centre culturel"),
    "amenity=community_centre": _("maison de quartier"),
    "amenity=social_centre": _("centre social"),
    "amenity=social_facility": _("service social"),
    "amenity=marketplace": _("marché"),
    "amenity=place_of_worship": _("lieu de culte"),
    "amenity=fountain": _("fontaine"),
    "amenity=parking": _("parking"),
    "tourism=museum": _("musée"),
    "tourism=attraction": _("site remarquable"),
    "tourism=gallery": _("galerie"),
    "tourism=artwork": _("œuvre d’art"),
    "tourism=zoo": _("zoo"),
    "tourism=viewpoint": _("point de vue"),
    "historic=castle": _("château"),
    "historic=monument": _("monument"),
    "historic=memorial": _("mémorial"),
    "man_made=bridge": _("pont"),
    "man_made=tower": _("tour"),
    "landuse=cemetery": _("cimetière"),
    "landuse=allotments": _("jardins partagés"),
    "shop=mall": _("centre commercial"),
    "shop=supermarket": _("supermarché"),
}

# Street furniture a report can be about; kept without a name, for « autour d’ici ».
FURNITURE: Final[dict[str, Promise]] = {
    "amenity=bench": _("banc"),
    "highway=street_lamp": _("lampadaire"),
    "amenity=waste_basket": _("corbeille"),
    "amenity=recycling": _("point de tri"),
    "amenity=bicycle_parking": _("arceaux à vélos"),
    "amenity=drinking_water": _("fontaine à boire"),
    "amenity=toilets": _("toilettes publiques"),
    "emergency=fire_hydrant": _("borne d’incendie"),
    "highway=crossing": _("passage piéton"),
    "highway=traffic_signals": _("feux"),
    "amenity=post_box": _("boîte aux lettres"),
    "amenity=charging_station": _("borne de recharge"),
}
TREES: Final[dict[str, Promise]] = {"natural=tree": _("arbre")}


def label_of_nature(nature: str) -> str:
    """« arrêt de tram » for `railway=tram_stop`; empty for a nature nobody named."""
    return str(NATURES.get(nature) or FURNITURE.get(nature) or TREES.get(nature) or "")
