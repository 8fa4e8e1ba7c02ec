"""Names and points, from the quietest to the one that must win: MapLibre places the last layers first."""

from tiles.basemap.drawing import Expression, Json, both, by_class, by_zoom, dot, font, is_class, label
from tiles.basemap.palette import Palette

# An image per POI class may be added by the page under this prefix and the maki icon's name: `maki:school`.
# It is an opaque badge that covers the dot, in the colours of the style's `carte:badge`; without it the dot is seen.
ICON_PREFIX = "maki:"
TRANSPORT = ("rail", "rail-light", "bus", "ferry", "airport", "bicycle-share")
CULTURE = ("museum", "theatre", "cinema", "art-gallery", "library", "castle", "monument", "attraction", "historic")
CARE = ("hospital", "pharmacy", "doctor", "dentist", "fire-station", "police", "defibrillator")
GREEN = ("park", "playground", "dog-park", "zoo", "picnic-site", "pitch", "stadium")
# The least rank shown at each zoom: what a passer-by looks for from afar, then everything. A plan only has landmarks.
RANKS: Expression = ["step", ["zoom"], 2, 14, 3, 15, 5, 16, 6, 17, 8, 18, 9]
RANKS_OF_PLAN: Expression = ["step", ["zoom"], 3, 14, 9]
FURNITURE_HIDDEN = ("tree", "shrub", "crossing", "parking_space", "manhole", "surveillance", "flagpole")


def label_layers(colours: Palette, *, is_plan: bool) -> list[Json]:
    """House numbers and furniture first, communes last. A plan has few squares, and names them earlier."""
    return [
        *_furniture(colours),
        *_house_numbers(colours),
        *_points(colours, RANKS_OF_PLAN if is_plan else RANKS),
        *_streets(colours),
        *_waters(colours),
        *_stops(colours),
        *_places(colours, squares_from=13 if is_plan else 15),
    ]


def _furniture(colours: Palette) -> list[Json]:
    tint = by_class({"street_lamp": colours.lamp, "drinking_water": colours.text_water, "fountain": colours.text_water},
                    colours.furniture)  # fmt: skip
    return [
        dot("mobilier", "street_furniture", tint, by_zoom((17, 1.2), (18, 2.2), (20, 4.5)), zooms=(17,),
            where=["!", is_class(*FURNITURE_HIDDEN)], stroke_color=colours.halo,
            stroke_width=by_zoom((17, 0.5), (19, 1.2)), opacity=by_zoom((17, 0.6), (18, 1)))
    ]  # fmt: skip


def _house_numbers(colours: Palette) -> list[Json]:
    layout = {"text-field": ["get", "housenumber"], "text-padding": 3}
    return [label("numeros", "housenumber", colours.text_number, by_zoom((17, 9.5), (20, 13)), colours.halo,
                  zooms=(17,), layout=layout, halo_width=1)]  # fmt: skip


def _tint(colours: Palette) -> Expression:
    groups = (
        (TRANSPORT, colours.text_transport),
        (CULTURE, colours.text_culture),
        (CARE, colours.text_care),
        (GREEN, colours.text_park),
    )
    return by_class({name: colour for names, colour in groups for name in names}, colours.text_poi)


def _points(colours: Palette, ranks: Expression) -> list[Json]:
    """Points of interest: a dot, or the badge the page adds; the name when there is room. Greater ones come earlier."""
    not_stop = ["!", is_class("rail-light", "rail", "park")]
    shown = both(not_stop, ["<=", ["get", "rank"], ranks])
    named = both(shown, ["has", "name"], ["!", ["has", "twin"]])
    tint = _tint(colours)
    layout = {
        "icon-image": ["image", ["concat", ICON_PREFIX, ["get", "class"]]],
        "icon-padding": 1,
        "icon-size": by_zoom((14, 0.8), (17, 1), base=1),
        "symbol-sort-key": ["get", "rank"],
        "text-variable-anchor-offset": _around(1.0),
        "text-justify": "auto",
        "text-optional": True,
        "text-max-width": 7,
    }
    unnamed = {**layout, "text-field": ""}
    park = both(is_class("park"), ["has", "name"])
    return [
        dot("lieux-points", "poi", tint, by_zoom((14, 1.8), (16, 2.6), (18, 3.6)), where=shown, zooms=(14,),
            stroke_color=colours.halo, stroke_width=1.2, opacity=0.9),
        label("lieux-sans-nom", "poi", tint, 11, colours.halo, where=both(shown, ["!", ["has", "name"]]), zooms=(16,),
              layout=unnamed),
        label("lieux", "poi", tint, by_zoom((14, 10.5), (17, 12)), colours.halo, where=named, zooms=(14.5,),
              layout=layout),
        label("parcs-noms", "poi", colours.text_park, by_zoom((12, 10), (15, 12), (18, 14)), colours.halo, where=park,
              zooms=(12,), layout={"symbol-sort-key": ["get", "rank"], "text-font": font("Medium")}),
    ]  # fmt: skip


def _around(distance: float) -> list[object]:
    """Where a name may stand around its point, nearest to reading order first; `distance` in ems."""
    return ["left", [distance, 0], "right", [-distance, 0], "top", [0, distance], "bottom", [0, -distance]]


def _streets(colours: Palette) -> list[Json]:
    along = {
        "symbol-placement": "line",
        "text-rotation-alignment": "map",
        "text-pitch-alignment": "viewport",
        "text-max-angle": 32,
        "text-padding": 4,
        "symbol-spacing": 320,
        "text-letter-spacing": 0.02,
    }
    great = is_class("motorway", "trunk", "primary", "secondary")
    named = ["has", "name"]
    small = is_class("path", "track", "steps", "cycleway", "service")
    return [
        label("allees-noms", "transportation_name", colours.text_street, by_zoom((16, 10), (18, 12)), colours.halo,
              where=both(named, small), zooms=(16,), layout=along),
        label("rues-noms", "transportation_name", colours.text_street, by_zoom((14, 10), (16, 11.5), (18, 14)),
              colours.halo, where=both(named, ["!", great], ["!", small]), zooms=(14,), layout=along),
        label("axes-noms", "transportation_name", colours.text_street, by_zoom((12, 9.5), (14, 11), (18, 15)),
              colours.halo, where=both(named, great), zooms=(12.5,), layout=along | {"text-font": font("Medium")}),
    ]  # fmt: skip


def _waters(colours: Palette) -> list[Json]:
    flowing = {
        "symbol-placement": "line",
        "text-font": font("Italic"),
        "text-letter-spacing": 0.12,
        "symbol-spacing": 420,
        "text-max-angle": 30,
        "text-padding": 12,
    }
    river = is_class("river", "canal")
    return [
        label("ruisseaux-noms", "waterway", colours.text_water, by_zoom((13, 10), (17, 13)), colours.water,
              where=both(["has", "name"], ["!", river]), zooms=(14,), layout=flowing, halo_width=1),
        label("fleuves-noms", "waterway", colours.text_water, by_zoom((9, 11), (12, 13.5), (15, 17)), colours.water,
              where=both(["has", "name"], river), layout=flowing, halo_width=1.2),
        label("plans-d-eau-noms", "water_name", colours.text_water, by_zoom((10, 11), (16, 14)), colours.water,
              layout={"text-font": font("Italic"), "text-letter-spacing": 0.06}, halo_width=1),
    ]  # fmt: skip


def _stops(colours: Palette) -> list[Json]:
    """Tram stops as on a line diagram, stations a little greater."""
    tram = is_class("rail-light")
    ring = ["to-color", ["coalesce", ["get", "colour"], colours.tram], colours.tram]
    written = {
        "text-variable-anchor-offset": _around(0.7),
        "text-justify": "auto",
        "text-padding": 4,
        "symbol-sort-key": ["get", "rank"],
        "text-max-width": 12,
    }
    return [
        dot("arrets", "poi", colours.halo, by_zoom((11, 1.2), (13, 2.6), (15, 4), (18, 5)), where=tram, zooms=(11.5,),
            stroke_color=ring, stroke_width=by_zoom((11, 0.8), (14, 1.8))),
        dot("gares", "poi", colours.text_transport, by_zoom((11, 2.4), (15, 5)), where=is_class("rail"), zooms=(11,),
            stroke_color=colours.halo, stroke_width=1.5),
        label("arrets-noms", "poi", colours.text_transport, by_zoom((13, 10), (16, 12)), colours.halo,
              where=both(tram, ["!", ["has", "twin"]]), zooms=(13,), layout=written),
        label("gares-noms", "poi", colours.text_transport, by_zoom((11, 11), (15, 13)), colours.halo,
              where=is_class("rail"), zooms=(12,), layout=written | {"text-font": font("Semibold")}),
    ]  # fmt: skip


def _places(colours: Palette, squares_from: float) -> list[Json]:
    capitals = {
        "text-transform": "uppercase",
        "text-letter-spacing": 0.1,
        "text-max-width": 9.5,
        "text-font": font("Semibold"),
    }
    ranked = {"symbol-sort-key": ["get", "rank"], "text-padding": 6}
    return [
        label("places-noms", "place", colours.text_street, by_zoom((14, 10.5), (17, 13)), colours.halo,
              where=is_class("square"), zooms=(squares_from,),
              layout={"text-font": font("Medium"), "text-max-width": 7}),
        label("lieux-dits", "place", colours.text_quartier, by_zoom((13, 10), (16, 12)), colours.halo, zooms=(13, 17),
              where=is_class("neighbourhood", "hamlet", "locality", "isolated_dwelling", "island", "islet"),
              layout=ranked),
        label("quartiers-noms", "place", colours.text_quartier, by_zoom((11, 9), (13, 11), (15, 13)), colours.halo,
              where=is_class("suburb", "quarter", "borough"), zooms=(11, 16), layout=capitals | ranked),
        label("villages-noms", "place", colours.text_place, by_zoom((9, 10.5), (12, 13), (15, 17)), colours.halo,
              where=is_class("village", "town"), zooms=(8, 16), layout=ranked | {"text-font": font("Medium")}),
        label("villes-noms", "place", colours.text_city, by_zoom((6, 12), (9, 17), (12, 23), (14, 27)), colours.halo,
              where=is_class("city"), zooms=(6, 13), layout=ranked | {"text-font": font("Semibold")}),
    ]  # fmt: skip
