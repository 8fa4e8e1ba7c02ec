"""Jobs of the tiles, run by the worker."""

from procrastinate.contrib.django import app

from tiles.pyramid.entries import drop_undone, fold_versions


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="fold_versions")
def fold_tile_versions(timestamp: int) -> None:
    """Add up the versions of the last minute: tiles are exact without it, and faster with it."""
    fold_versions()


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="drop_undone")
def drop_undone_entries(timestamp: int) -> None:
    """Mark the entries that undo one another, and delete those of yesterday."""
    drop_undone()
