"""What the worker does for the voices of forms."""

from procrastinate.contrib.django import app

from projets.idees.spoken import keeping


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="idees.drop_forgotten_voices")
def drop_forgotten_voices(timestamp: int) -> int:
    """Every hour: erase the voices of forms never sent; returns how many."""
    return keeping.drop_forgotten()
