"""What one moves along, and the borders one crosses: streets, rails, trams, ferries, administrative limits."""

from tiles.basemap.drawing import Expression, Json, both, by_class, by_zoom, is_class, line
from tiles.basemap.palette import Palette

ZOOMS = (8, 10, 12, 13, 14, 15, 16, 18, 20)
# Width in pixels at each of ZOOMS.
WIDTHS: dict[str, tuple[float, ...]] = {
    "motorway": (0.8, 1.5, 2.6, 3.4, 4.8, 7, 10, 24, 62),
    "trunk": (0.7, 1.3, 2.3, 3.1, 4.4, 6.5, 9.5, 23, 60),
    "primary": (0.5, 1.1, 2.0, 2.8, 4.2, 6.2, 9.2, 22, 58),
    "secondary": (0.3, 0.8, 1.5, 2.2, 3.4, 5.2, 8.2, 20, 54),
    "tertiary": (0, 0.3, 1.0, 1.6, 2.6, 4.2, 7, 18, 48),
    "minor": (0, 0, 0.5, 0.9, 1.7, 3, 5.4, 15, 42),
    "busway": (0, 0, 0.3, 0.6, 1.2, 2.2, 4, 11, 32),
    "pedestrian": (0, 0, 0.3, 0.6, 1.3, 2.4, 4.2, 11, 32),
    "service": (0, 0, 0, 0.4, 0.8, 1.5, 2.8, 8, 24),
}
ROADS = tuple(WIDTHS)
ORDER = {name: len(ROADS) - rank for rank, name in enumerate(ROADS)}
RAMP = 0.7  # a slip road against the road it leaves
ON_GROUND = ["!", ["has", "brunnel"]]
ON_BRIDGE = ["==", ["get", "brunnel"], "bridge"]
IN_TUNNEL = ["==", ["get", "brunnel"], "tunnel"]
IN_OPEN_AIR = ["!=", ["get", "brunnel"], "tunnel"]


def way_layers(colours: Palette, *, is_plan: bool) -> list[Json]:
    """Tunnels, paths, streets, rails, bridges, trams, from the bottom up. A plan draws one line for both tracks."""
    return [
        *_tunnels(colours),
        *_paths(colours),
        *_roads(colours, "rues", ON_GROUND),
        *_rails(colours),
        *_roads(colours, "ponts", ON_BRIDGE),
        *_trams(colours, is_plan=is_plan),
    ]


def border_layers(colours: Palette) -> list[Json]:
    """Communes as a soft wash with a fine dashed line, quartiers as dots; both step back when streets appear."""
    commune = ["all", [">", ["get", "admin_level"], 6], ["<=", ["get", "admin_level"], 8]]
    quartier = [">", ["get", "admin_level"], 8]
    greater = ["<=", ["get", "admin_level"], 6]
    fading = by_zoom((13, 1), (16, 0.35), base=1)
    return [
        line("limites-lavis", "boundary", colours.border_wash, by_zoom((9, 1.5), (12, 5), (14, 9)),
             where=["<=", ["get", "admin_level"], 8], opacity=by_zoom((9, 0.2), (13, 0.35), (16, 0), base=1)),
        line("limites-quartiers", "boundary", colours.border_fine, by_zoom((11, 0.7), (14, 1.3)), where=quartier,
             zooms=(11,), dasharray=[1, 2.2], cap="round", opacity=fading),
        line("limites-communes", "boundary", colours.border, by_zoom((9, 0.5), (14, 1.3)), where=commune,
             dasharray=[4, 2], opacity=fading),
        line("limites-grandes", "boundary", colours.border, by_zoom((6, 0.8), (14, 2)), where=greater,
             dasharray=[6, 2, 1, 2]),
    ]  # fmt: skip


def _width(extra: tuple[float, ...] = (0,) * len(ZOOMS)) -> Expression:
    """Width by zoom and class, `extra` pixels more at each zoom; a class of no width at a zoom gets no extra either."""
    stops = []
    for rank, zoom in enumerate(ZOOMS):
        widths = {name: row[rank] + (extra[rank] if row[rank] else 0) for name, row in WIDTHS.items()}
        narrow = ["case", ["has", "ramp"], RAMP, 1]
        stops.append((zoom, ["*", narrow, by_class(widths, 0)]))
    return by_zoom(*stops, base=1.5)


def _fill_colour(colours: Palette) -> Expression:
    return by_class(
        {
            "motorway": colours.motorway,
            "trunk": colours.primary,
            "primary": colours.primary,
            "secondary": colours.secondary,
            "pedestrian": colours.paving,
            "service": colours.service,
        },
        colours.street,
    )


def _casing_colour(colours: Palette) -> Expression:
    return by_class(
        {
            "motorway": colours.motorway_casing,
            "trunk": colours.primary_casing,
            "primary": colours.primary_casing,
            "secondary": colours.secondary_casing,
        },
        colours.street_casing,
    )


def _roads(colours: Palette, name: str, where: Expression) -> list[Json]:
    shown = both(where, is_class(*ROADS))
    order = {"line-sort-key": by_class(ORDER, 0)}
    casing = line(f"{name}-bord", "transportation", _casing_colour(colours),
                  _width((0.6, 0.8, 1.1, 1.2, 1.4, 1.6, 1.8, 2.2, 3)), where=shown, zooms=(9,),
                  cap="butt" if where is ON_BRIDGE else "round")  # fmt: skip
    fill = line(name, "transportation", _fill_colour(colours), _width(), where=shown)
    for layer in (casing, fill):
        layer["layout"] |= order
    return [casing, fill]


def _tunnels(colours: Palette) -> list[Json]:
    shown = both(IN_TUNNEL, is_class(*ROADS))
    return [
        line("tunnels-bord", "transportation", _casing_colour(colours), _width((1.4,) * len(ZOOMS)), where=shown,
             zooms=(12,), dasharray=[1.5, 1], opacity=0.6),
        line("tunnels", "transportation", _fill_colour(colours), _width(), where=shown, zooms=(12,), opacity=0.45),
    ]  # fmt: skip


def _paths(colours: Palette) -> list[Json]:
    def path(name: str, colour: str, dashes: list[float], *classes: str, from_zoom: float = 14) -> Json:
        return line(name, "transportation", colour, by_zoom((14, 0.6), (16, 1.2), (18, 2.4), (20, 4)),
                    where=both(IN_OPEN_AIR, is_class(*classes)), zooms=(from_zoom,), dasharray=dashes,
                    opacity=by_zoom((14, 0.45), (16, 0.9)))  # fmt: skip

    return [
        path("trottoirs", colours.footway, [2.4, 1.4], "sidewalk", from_zoom=17),
        path("sentiers", colours.footway, [2.4, 1.4], "path", "track"),
        path("pistes-cyclables", colours.cycleway, [4, 1.2], "cycleway"),
        path("escaliers", colours.footway, [0.7, 0.5], "steps"),
    ]


def _rails(colours: Palette) -> list[Json]:
    rail = both(IN_OPEN_AIR, is_class("rail"))
    main = both(rail, ["!", ["has", "service"]])
    side = both(rail, ["has", "service"])
    return [
        line("voies-de-service", "transportation", colours.rail, by_zoom((13, 0.5), (18, 1.4)), where=side, zooms=(13,),
             opacity=0.7),
        line("voies", "transportation", colours.rail, by_zoom((9, 0.7), (13, 1.3), (18, 3)), where=main),
        line("traverses", "transportation", colours.rail, by_zoom((13, 3), (16, 6), (18, 9)), where=main, zooms=(13,),
             dasharray=[0.25, 2.2]),
        line("bacs", "transportation", colours.ferry, by_zoom((10, 0.8), (16, 1.6)), where=is_class("ferry"),
             zooms=(12,), dasharray=[4, 3], opacity=0.5),
    ]  # fmt: skip


def _trams(colours: Palette, *, is_plan: bool) -> list[Json]:
    """Each line in its official colour when the source tells it, on a light ribbon, as on the plan at a stop."""
    running = both(is_class("tram"), ["!", ["has", "service"]])
    width, apart = (1.25, 1.8) if is_plan else (0.85, 0)  # one drawn line for both tracks, or each track where it lies
    # Lines that share a street run side by side, as on a diagram.
    abreast = ["match", ["get", "ref"], "2", -1, "3", 1, 0]
    offset = by_zoom((10, ["*", 0.4, abreast]), (13, ["*", 1.2, abreast]), (16, ["*", apart, abreast]), base=1)
    colour = ["to-color", ["coalesce", ["get", "colour"], colours.tram], colours.tram]
    fading = by_zoom((15, 1), (17, 0.7), base=1)

    def sized(*stops: tuple[float, float]) -> Expression:
        return by_zoom(*((zoom, round(pixels * width, 2)) for zoom, pixels in stops))

    return [
        line("tram-ruban", "transportation", colours.tram_ribbon, sized((10, 1.8), (12, 3), (14, 4.2), (17, 5)),
             where=running, zooms=(10,), opacity=by_zoom((14, colours.tram_ribbon_opacity), (17, 0.2), base=1)),
        line("tram", "transportation", colour, sized((9, 0.8), (11, 1.3), (13, 2), (15, 2.4), (18, 3.4)),
             where=running, opacity=fading, offset=offset),
        line("tram-service", "transportation", colours.rail, by_zoom((13, 0.5), (18, 1.4)), zooms=(13,),
             where=both(is_class("tram"), ["has", "service"]), opacity=0.7),
    ]  # fmt: skip
