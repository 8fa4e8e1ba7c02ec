"""The base map's colours, day and night, chosen by hand.

Paper, stone, garden, estuary: a quiet ground on which the four layers' pins are the only strong colours. Every text
colour keeps 4.5:1 against the ground it is written on (tests/tiles/test_basemap_style.py measures it).
"""

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """Colours by what they paint; `halo` is the ground that text keeps around itself."""

    land: str
    beyond: str
    residential: str
    commercial: str
    industrial: str
    civic: str
    hospital: str
    cemetery: str
    farmland: str
    grass: str
    park: str
    park_edge: str
    wood: str
    sand: str
    pitch: str
    playground: str
    paving: str
    parking: str
    aeroway: str
    water: str
    water_edge: str
    pool: str
    building: str
    building_edge: str
    building_tall: str
    motorway: str
    motorway_casing: str
    primary: str
    primary_casing: str
    secondary: str
    secondary_casing: str
    street: str
    street_casing: str
    service: str
    footway: str
    cycleway: str
    rail: str
    tram: str
    tram_ribbon: str
    tram_ribbon_opacity: float
    ferry: str
    border: str
    border_fine: str
    border_wash: str
    tree: str
    furniture: str
    lamp: str
    halo: str
    text_city: str
    text_place: str
    text_quartier: str
    text_street: str
    text_number: str
    text_water: str
    text_park: str
    text_poi: str
    text_culture: str
    text_care: str
    text_transport: str
    badge: str
    badge_edge: str
    badge_ink: str


LIGHT = Palette(
    land="#f5f2eb",
    beyond="#eae6dd",
    residential="#f0ece3",
    commercial="#f1e9e0",
    industrial="#ebe8e3",
    civic="#f3ead9",
    hospital="#f5e5e0",
    cemetery="#dde5d2",
    farmland="#f1efdf",
    grass="#e0e9cf",
    park="#d3e3be",
    park_edge="#b4cb98",
    wood="#c7d8b3",
    sand="#f0e7cd",
    pitch="#c9dfc4",
    playground="#e6e3bd",
    paving="#f8f1e7",
    parking="#eeebe6",
    aeroway="#e4e2e2",
    water="#b4d7db",
    water_edge="#8fbfc6",
    pool="#c3e3ea",
    building="#e6dfd3",
    building_edge="#d3c9b9",
    building_tall="#ddd4c6",
    motorway="#f5c97f",
    motorway_casing="#d9a457",
    primary="#fae0a8",
    primary_casing="#dfc084",
    secondary="#fdf0cd",
    secondary_casing="#dccdaa",
    street="#ffffff",
    street_casing="#dbd3c5",
    service="#fdfbf7",
    footway="#c3b299",
    cycleway="#86ab87",
    rail="#b5ada6",
    tram="#7a8790",
    tram_ribbon="#fbf9f4",
    tram_ribbon_opacity=0.85,
    ferry="#6fa5af",
    border="#9a8aa3",
    border_fine="#b3a5b8",
    border_wash="#c9bdd0",
    tree="#a9c68a",
    furniture="#9d8f7f",
    lamp="#d9a93c",
    halo="#fbf9f4",
    text_city="#27231f",
    text_place="#443d36",
    text_quartier="#6a5870",
    text_street="#544b41",
    text_number="#675c50",
    text_water="#1f6170",
    text_park="#3d6129",
    text_poi="#665746",
    text_culture="#7a4a6e",
    text_care="#a1403a",
    text_transport="#2f5f8c",
    badge="#fbf9f4",
    badge_edge="#d3c9b9",
    badge_ink="#665746",
)

DARK = Palette(
    land="#1b1f23",
    beyond="#15181b",
    residential="#1f2328",
    commercial="#23262a",
    industrial="#212428",
    civic="#272722",
    hospital="#2b2425",
    cemetery="#222b25",
    farmland="#20241f",
    grass="#212b23",
    park="#233226",
    park_edge="#31472f",
    wood="#1e2d24",
    sand="#2d2a21",
    pitch="#25372c",
    playground="#2e3226",
    paving="#262829",
    parking="#24272b",
    aeroway="#2a2d31",
    water="#12303a",
    water_edge="#1f4a56",
    pool="#173b47",
    building="#2a2e34",
    building_edge="#373c43",
    building_tall="#30353b",
    motorway="#7d633a",
    motorway_casing="#15181b",
    primary="#635337",
    primary_casing="#15181b",
    secondary="#4d4738",
    secondary_casing="#15181b",
    street="#3a3f46",
    street_casing="#15181b",
    service="#33383e",
    footway="#5d564c",
    cycleway="#4c6b52",
    rail="#5a5d62",
    tram="#8d99a3",
    tram_ribbon="#aab4bc",
    tram_ribbon_opacity=0.35,
    ferry="#3b6b78",
    border="#7f6f8a",
    border_fine="#5d5366",
    border_wash="#3a3342",
    tree="#3b5a3a",
    furniture="#8b8173",
    lamp="#b08c3e",
    halo="#15181b",
    text_city="#f4f0e8",
    text_place="#d8d2c7",
    text_quartier="#b7a6c2",
    text_street="#bdb6ab",
    text_number="#a39b90",
    text_water="#84bccb",
    text_park="#9cc387",
    text_poi="#b8ab99",
    text_culture="#cf9fc3",
    text_care="#eb938b",
    text_transport="#8fbbe3",
    badge="#23272c",
    badge_edge="#464c54",
    badge_ink="#b8ab99",
)

PALETTES: dict[Theme, Palette] = {"light": LIGHT, "dark": DARK}
