"""What the worker writes about merges."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from projets.idees.fusions import letters


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def write_to_supporters(fusion_id: int, moment: str) -> int:
    """Tell those who support what is merged, and have an account: asked, done, dropped or undone; returns how many."""
    return letters.write(fusion_id, moment)
