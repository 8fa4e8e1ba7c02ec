"""Every test of this folder has the categories that the product ships."""

import pytest

from tests.signalements.open311.samples import know_content


@pytest.fixture(autouse=True)
def content(request: pytest.FixtureRequest) -> None:
    """Categories, questions, services and themes exist."""
    request.getfixturevalue("transactional_db" if _commits(request) else "db")
    know_content()


def _commits(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "live_server" in request.fixturenames
