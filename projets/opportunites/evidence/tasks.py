"""What the worker counts by itself: what has changed, every few minutes; everything, every night."""

from procrastinate.contrib.django import app

from projets.opportunites.evidence import actions


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="refresh_candidates", lock="candidates")
def refresh_candidates(timestamp: int) -> bool:
    """Every two minutes: count again the places and themes that something has changed. Returns whether any."""
    return actions.refresh_changed() is not None


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="compute_all_candidates", lock="candidates")
def compute_all_candidates(timestamp: int) -> int:
    """Every night: all of them, since time alone changes what lies within twelve months. Returns how many are new."""
    return actions.compute_candidates().new
