"""What the worker does for the open data, by itself."""

from procrastinate.contrib.django import app

from carto.ouvert.dumps.making import make_dump


@app.periodic(cron="13 2 * * *")
@app.task(queueing_lock="dump_layers")
def dump_layers(timestamp: int) -> str:
    """Every night: each layer as files, with checksums. Returns their day."""
    return make_dump().name


@app.task(queueing_lock="dump_again")
def dump_again() -> str:
    """The same in the middle of a day, where the last ones had to go. Returns their day."""
    return make_dump().name
