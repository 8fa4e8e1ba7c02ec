"""What lies flat: land, greens, water, buildings. Drawn first, from the bottom up."""

from tiles.basemap.drawing import Json, area, both, by_class, by_zoom, dot, is_class, line
from tiles.basemap.palette import Palette

AREAS_ONLY = ["==", ["geometry-type"], "Polygon"]


def ground_layers(colours: Palette, *, is_plan: bool) -> list[Json]:
    """Background, land, greens, paving, water and buildings. A plan lays its communes on a paler world around them."""
    paper = colours.beyond if is_plan else colours.land
    background = {"id": "fond-papier", "type": "background", "paint": {"background-color": paper}}
    communes = [area("communes", "commune", colours.land)] if is_plan else []
    return [
        background,
        *communes,
        *_land(colours),
        *_airport(colours),
        *_greens(colours),
        *_water(colours),
        *_built(colours),
    ]


def canopy_layers(colours: Palette) -> list[Json]:
    """Trees, seen from above: over the streets, under the names."""
    crown = by_zoom((16, 1.6), (17, 3), (18, 6), (20, 22))
    return [
        line("allee", "landcover", colours.tree, by_zoom((15, 1.5), (18, 10)), where=is_class("tree_row"), zooms=(15,),
             opacity=0.5),
        dot("arbres", "street_furniture", colours.tree, crown, where=is_class("tree", "shrub"), zooms=(16,),
            opacity=by_zoom((16, 0.45), (18, 0.6)), stroke_color=colours.park_edge,
            stroke_width=by_zoom((17, 0), (18, 0.6)), stroke_opacity=0.6),
    ]  # fmt: skip


def _land(colours: Palette) -> list[Json]:
    uses = {
        "residential": colours.residential,
        "commercial": colours.commercial,
        "industrial": colours.industrial,
        "railway": colours.industrial,
        "military": colours.industrial,
        "construction": colours.industrial,
        "school": colours.civic,
        "hospital": colours.hospital,
        "cemetery": colours.cemetery,
        "park": colours.grass,
        "sport": colours.grass,
    }
    covers = {
        "farmland": colours.farmland,
        "allotments": colours.farmland,
        "grass": colours.grass,
        "scrub": colours.grass,
        "wetland": colours.grass,
        "wood": colours.wood,
        "sand": colours.sand,
        "rock": colours.industrial,
    }
    return [
        area("usage-du-sol", "landuse", by_class(uses, colours.residential), where=is_class(*uses),
             opacity=by_zoom((9, 0.5), (12, 1))),
        area("couvert", "landcover", by_class(covers, colours.grass), where=both(AREAS_ONLY, is_class(*covers)),
             opacity=by_zoom((8, 0.6), (12, 0.9))),
    ]  # fmt: skip


def _airport(colours: Palette) -> list[Json]:
    return [
        area("aerodrome", "aeroway", colours.aeroway, where=AREAS_ONLY),
        line("pistes", "aeroway", colours.aeroway, by_zoom((10, 1), (14, 10), (17, 50)),
             where=is_class("runway"), cap="butt"),
        line("taxiways", "aeroway", colours.aeroway, by_zoom((12, 0.5), (14, 3), (17, 20)),
             where=is_class("taxiway"), zooms=(12,)),
    ]  # fmt: skip


def _greens(colours: Palette) -> list[Json]:
    details = {
        "pitch": colours.pitch,
        "playground": colours.playground,
        "parking": colours.parking,
        "pedestrian": colours.paving,
    }
    # Behind the houses gardens lie by the hundred: paler than the parks one can walk in.
    behind = both(is_class("garden"), ["!", ["has", "name"]])
    return [
        area("parcs", "park", ["case", behind, colours.grass, colours.park],
             where=["!=", ["get", "class"], "nature_reserve"], opacity=by_zoom((9, 0.7), (12, 1))),
        line("parcs-bord", "park", colours.park_edge, by_zoom((13, 0.5), (17, 1.2)), where=["!", behind], zooms=(13,),
             opacity=0.7),
        area("details", "landuse", by_class(details, colours.paving), where=is_class(*details), zooms=(13,)),
        line("terrains-bord", "landuse", colours.park_edge, 0.8, where=is_class("pitch", "playground"), zooms=(15,),
             opacity=0.7),
    ]  # fmt: skip


def _water(colours: Palette) -> list[Json]:
    streams = by_class({"river": 3.2, "canal": 2.6}, 1.0)
    wide = by_class({"river": 12, "canal": 9}, 3)
    width = by_zoom((8, 0.6), (12, ["*", 0.45, streams]), (14, streams), (18, wide))
    open_air = ["!=", ["get", "brunnel"], "tunnel"]
    fill = ["match", ["get", "class"], "pool", colours.pool, colours.water]
    return [
        line("cours-d-eau", "waterway", colours.water, width, where=open_air),
        line("eau-bord", "water", colours.water_edge, by_zoom((9, 0.6), (14, 1.4), (18, 2.4))),
        area("eau", "water", fill, antialias=False),
        area("quais", "landuse", colours.paving, where=is_class("pier", "bridge"), zooms=(13,)),
    ]


def _built(colours: Palette) -> list[Json]:
    tall = [">", ["to-number", ["get", "height"], 0], 24]
    fill = ["case", tall, colours.building_tall, colours.building]
    return [
        area("batiments", "building", fill, zooms=(13,), opacity=by_zoom((13, 0.4), (15, 1))),
        line(
            "batiments-bord",
            "building",
            colours.building_edge,
            by_zoom((14.5, 0.3), (16, 0.7), (19, 1.2)),
            zooms=(14.5,),
        ),
    ]
