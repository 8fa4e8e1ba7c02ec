"""What the worker does for paper."""

from procrastinate.contrib.django import app

from projets.idees.models import Releve, ReleveState
from projets.idees.papers import actions


@app.task
def read_releve(releve_id: int) -> None:
    """Read one of many photos; done already, nothing happens."""
    releve = Releve.objects.filter(pk=releve_id, state=ReleveState.WAITING).first()
    if releve is not None:
        actions.read_kept(releve)


@app.periodic(cron="51 3 * * *")
@app.task(queueing_lock="forget_sheets")
def forget_sheets(timestamp: int) -> int:
    """Every night: the photos of sheets that have served their time. Returns how many readings."""
    return actions.forget_pictures()
