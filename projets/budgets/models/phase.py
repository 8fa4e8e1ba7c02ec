"""Where a participatory budget stands: worked out from the clock, never from a job."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """In the order in which they come."""

    DRAFT = "draft", _("brouillon")
    COMING = "coming", _("à venir")
    PROPOSING = "proposing", _("on propose")
    STUDYING = "studying", _("on étudie et on chiffre")
    VOTING = "voting", _("on vote")
    COUNTING = "counting", _("on joint les bulletins papier")
    DONE = "done", _("résultats publiés")
