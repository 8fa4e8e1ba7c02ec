"""What a page tells of a question: its clock, its answer and who gave it, wherever they are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from carto.comptes.models import User
from carto.fiches.models import Fiche
from carto.fiches.trust.holding import READABLE
from carto.promised import Promised
from carto.working_days import due_after
from projets.equipements.models import Demande, Transmission
from projets.equipements.questions.about import Figure, charts_named, figure_of


@dataclass(frozen=True)
class Told:
    """One question as everybody reads it (its row was read with `told()`)."""

    demande: Demande
    charts: Mapping[str, Figure] | None = None

    @cached_property
    def figure(self) -> Figure:
        """What it is about."""
        return figure_of(self.demande, self.charts)

    @property
    def debate(self) -> Fiche | None:
        """The debate that it opened, once everybody may read it."""
        debate = self.demande.debate
        return debate if debate and debate.visibility in READABLE else None

    @property
    def text(self) -> str:
        """Its words, as the moderation left them."""
        return self.demande.commentaire.text if self.demande.commentaire else self.demande.text

    @property
    def author(self) -> User | None:
        """Whoever signed it."""
        return self.demande.commentaire.author if self.demande.commentaire else self.demande.author

    @property
    def answer(self) -> str:
        """The words that answer it; empty while nobody has."""
        return self._reply.text if self._reply else self.demande.answer

    @property
    def answered_at(self) -> datetime | None:
        """When."""
        return self._reply.created_at if self._reply else self.demande.answered_at

    @property
    def answered_as(self) -> str:
        """As what: an agent of the city, the ward's lead, whoever publishes the figure."""
        role = self._reply.role if self._reply else self.demande.answered_role
        named = {"agent": _("un agent de la ville"), "referent": _("référent de quartier")}
        return named.get(role, _("qui publie ce chiffre"))

    @property
    def promised(self) -> Promised:
        """Until when, and how late it is."""
        return Promised(self.demande.due_at, self.answered_at)

    @property
    def by(self) -> str:
        """Who answers."""
        return str(self.figure.owner or _("la ville"))

    @property
    def _reply(self) -> object | None:
        said = self.demande.commentaire
        return said.given[0] if said and said.given else None


def all_told(demandes: Iterable[Demande]) -> list[Told]:
    """Several of them, their charts named together."""
    demandes = list(demandes)
    charts = charts_named(demande.chart for demande in demandes if demande.chart)
    return [Told(demande, charts) for demande in demandes]


@dataclass(frozen=True)
class Handed:
    """One hand-over, with the days by which they are asked for an answer and then reminded."""

    transmission: Transmission

    @property
    def promised(self) -> Promised:
        """They have as many working days as we do, from the last time that they were asked."""
        asked = localtime(self.transmission.reminded_at or self.transmission.at)
        return Promised(due_after(asked, settings.CARTO_QUESTION_DAYS), self.transmission.answered_at)

    @property
    def to_remind(self) -> bool:
        """Whether it is time to write to them again."""
        return self.promised.late
