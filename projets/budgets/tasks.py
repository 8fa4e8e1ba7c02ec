"""What the worker does for participatory budgets, by itself."""

from procrastinate.contrib.django import app

from projets.budgets.actions import settle_due


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="settle_budgets")
def settle_budgets(timestamp: int) -> int:
    """Every minute: seal the votes that are over, count those whose day has come. Returns how many."""
    return settle_due()
