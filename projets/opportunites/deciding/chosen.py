"""What was chosen together on a topic: the first option of each of its consultations whose mass was reached."""

from dataclasses import dataclass

from django.utils import timezone

from projets.opportunites.choosing.actions import settle
from projets.opportunites.choosing.masses import mass_of
from projets.opportunites.choosing.scrutins import first_of
from projets.opportunites.models import Consultation, Opportunite


@dataclass(frozen=True)
class Chosen:
    """One consultation that is over, and what came first in it."""

    consultation: Consultation
    name: str
    options: tuple[str, ...]

    @property
    def slug(self) -> str:
        """By which a decision names it."""
        return self.consultation.slug


def chosen(topic: Opportunite) -> list[Chosen]:
    """Those that are done, with voices and their mass reached, the oldest first; a cancelled one chose nothing."""
    over = topic.consultations.public().filter(cancelled_at=None, counts_at__lte=timezone.now())
    found = []
    for consultation in over.order_by("counts_at", "pk"):
        settle(consultation)
        if consultation.result.get("voices") and mass_of(consultation).reached:
            names = tuple(option.name for option in consultation.options.all())
            found.append(Chosen(consultation, first_of(consultation).name, names))
    return found
