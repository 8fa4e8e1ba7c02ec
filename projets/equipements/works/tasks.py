"""What the worker does for planned works."""

from django.utils import timezone
from procrastinate.contrib.django import app

from projets.equipements.works.calendar import follow_days


@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="follow_works")
def follow_works(timestamp: int) -> int:
    """Every hour, so soon after midnight wherever the city is: works begin and end on their days. Returns how many."""
    return follow_days(timezone.localdate())
