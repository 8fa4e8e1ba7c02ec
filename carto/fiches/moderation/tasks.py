"""What the worker does for the moderation, by itself."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from carto.fiches.moderation import actions, pictures


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="drop_originals")
def drop_originals(timestamp: int) -> int:
    """Every night: delete the originals of photos, and the words taken out of texts, that have served their time."""
    now = timezone.now()
    words = actions.forget_words(now - timedelta(days=settings.CARTO_ORIGINALS_DAYS))
    return pictures.drop_originals(now) + words
