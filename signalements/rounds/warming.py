"""What the first round of the day would wait for: the solver's libraries, and the streets ready to be searched.

A web server calls it before it makes its processes, which share what it leaves; cold, it takes seconds.
"""

from carto.territoires.streets import Going, Network, city_network


def warm(*networks: Network) -> None:
    """Read the libraries, and work out what these networks keep for each search."""
    import vroom  # noqa: F401
    from scipy.sparse.csgraph import dijkstra  # noqa: F401

    for network in networks:
        network.tree.nearest(network.lines[0])
        network.moves  # noqa: B018 - kept by the network once worked out


def warm_city() -> None:
    """The same for the city's own streets; nothing in a city that has none."""
    if known := [network for going in Going if (network := city_network(going)) is not None]:
        warm(*known)
