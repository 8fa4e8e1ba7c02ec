"""A promised day in words: how long it still is, or how many days it has passed. Nobody is blamed, nothing hidden."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.timezone import now as current
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.working_days import working_days_between


@dataclass(frozen=True)
class Promised:
    """An answer promised for a moment, given or not."""

    due_at: datetime
    given_at: datetime | None = None

    @property
    def late(self) -> bool:
        """Whether its day has passed without an answer."""
        return self.given_at is None and self.due_at < current()

    @property
    def day(self) -> str:
        """« 12 février 2027 »."""
        return date_format(localtime(self.due_at), "j F Y")

    @property
    def days_late(self) -> int:
        """Calendar days since, one at least once the hour has passed; 0 when nothing is late."""
        return max((localdate() - localtime(self.due_at).date()).days, 1) if self.late else 0

    @property
    def days_left(self) -> int:
        """Working days that are left, today apart."""
        return max(working_days_between(localdate(), localtime(self.due_at).date()), 0)

    @property
    def said_late(self) -> str:
        """« réponse en retard de 4 jours »; empty when nothing is late."""
        n = self.days_late
        return (
            ngettext("réponse en retard de %(n)d jour", "réponse en retard de %(n)d jours", n) % {"n": n} if n else ""
        )

    @property
    def countdown(self) -> str:
        """« encore 12 jours ouvrés », « aujourd’hui », « en retard de 4 jours »; empty once it is given."""
        if self.given_at is not None:
            return ""
        if n := self.days_late:
            return ngettext("en retard de %(n)d jour", "en retard de %(n)d jours", n) % {"n": n}
        if not (n := self.days_left):
            return _("aujourd’hui")
        return ngettext("encore %(n)d jour ouvré", "encore %(n)d jours ouvrés", n) % {"n": n}
