"""A few invented streets near Nantes, written as OpenStreetMap would: small enough to read, complete enough to draw."""

from pathlib import Path

import osmium

WEST, SOUTH = -1.5600, 47.2100
STEP = 0.001  # degrees: the grid on which the nodes lie

# id: (column, row, tags) on the grid
NODES: dict[int, tuple[int, int, dict[str, str]]] = {
    1: (0, 0, {}),
    2: (4, 0, {}),
    3: (4, 4, {}),
    4: (0, 4, {}),
    5: (1, 1, {}),
    6: (2, 1, {}),
    7: (2, 2, {}),
    8: (1, 2, {}),
    20: (2, 3, {"amenity": "bench"}),
    21: (3, 3, {"natural": "tree"}),
    22: (3, 1, {"highway": "bus_stop", "name": "Bouffay"}),
    23: (3, 2, {"addr:housenumber": "12 bis"}),
    24: (1, 3, {"railway": "tram_stop", "name": "Commerce"}),
    25: (1, 3, {"railway": "tram_stop", "name": "Commerce"}),
    26: (2, 2, {"place": "suburb", "name": "Île-des-Essais"}),
}
# id: (nodes, tags)
WAYS: dict[int, tuple[list[int], dict[str, str]]] = {
    10: ([1, 2, 3], {"highway": "secondary", "name": "Rue de l’Échelle"}),
    11: ([4, 3], {"railway": "tram"}),
    12: ([5, 6, 7, 8, 5], {"building": "yes", "height": "30"}),
    13: ([1, 2, 3, 4, 1], {"leisure": "park", "name": "Parc du Levant"}),
    14: ([2, 4], {"waterway": "river", "name": "La Fausse Loire"}),
    15: ([1, 4, 3], {}),
    16: ([1, 2, 3], {}),
}
# id: (members, tags)
RELATIONS: dict[int, tuple[list[tuple[str, int, str]], dict[str, str]]] = {
    30: ([("w", 11, "")], {"type": "route", "route": "tram", "ref": "1", "colour": "#00853e"}),
    31: (
        [("w", 15, "outer"), ("w", 16, "outer")],
        {"type": "boundary", "boundary": "administrative", "admin_level": "8", "name": "Essai-sur-Loire"},
    ),
}


def write_sample(path: Path, *, shift: int = 0, missing: tuple[int, ...] = ()) -> Path:
    """Write the sample to `path` (`.osm` or `.osm.pbf`), ids plus `shift`, without the `missing` nodes."""
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for number, (column, row, tags) in NODES.items():
            if number not in missing:
                place = (WEST + column * STEP, SOUTH + row * STEP)
                writer.add_node(osmium.osm.mutable.Node(id=number + shift, location=place, tags=tags))
        for number, (nodes, tags) in WAYS.items():
            refs = [node + shift for node in nodes]
            writer.add_way(osmium.osm.mutable.Way(id=number + shift, nodes=refs, tags=tags))
        for number, (members, tags) in RELATIONS.items():
            shifted = [(kind, member + shift, role) for kind, member, role in members]
            writer.add_relation(osmium.osm.mutable.Relation(id=number + shift, members=shifted, tags=tags))
    return path
