"""Jobs of the tiles, run by the worker."""

from procrastinate.contrib.django import app

from tiles.pyramid import fold


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="fold_pyramid")
def fold_pyramid(timestamp: int) -> None:
    """Add up what was written in the last minute: tiles are exact without it, and faster with it."""
    fold()
