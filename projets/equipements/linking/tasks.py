"""What the worker does for the ties of rows to places."""

from procrastinate.contrib.django import app

from projets.equipements.linking.suggesting import suggest_for
from projets.equipements.models import Source


@app.task
def suggest_places(source_id: int) -> int:
    """After a reading: suggest places for the rows of its source; returns how many suggestions are new or changed."""
    source = Source.objects.filter(pk=source_id).first()
    if source is None:
        return 0
    counts = suggest_for(source)
    return counts["new"] + counts["changed"]
