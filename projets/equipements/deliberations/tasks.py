"""What the worker does with documents."""

from procrastinate.contrib.django import app

from carto.comptes.models import User
from projets.equipements.deliberations import actions


@app.task
def read_document(deliberation_id: int) -> int:
    """Read one that was joined; returns how many paragraphs."""
    return actions.read_document(deliberation_id)


@app.task
def fetch_document(deliberation_id: int, person_id: int | None = None) -> int:
    """Fetch one at its own address, and read it; returns how many paragraphs."""
    return actions.fetch_document(deliberation_id, User.objects.filter(pk=person_id).first())
