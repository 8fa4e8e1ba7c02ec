"""What the worker does for what is decided: the letters to those whose words have their answer."""

from collections.abc import Sequence

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from projets.opportunites.deciding.letters import write_to_author


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def tell_author(answer_id: int, others: Sequence[int] = ()) -> bool:
    """Write to one of them, of all that the same gesture answered to them; whether a letter left."""
    return write_to_author(answer_id, *others)
