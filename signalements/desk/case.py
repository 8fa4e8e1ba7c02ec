"""What the page of a case tells: the report, its place, its people, its history in full."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from unicodedata import combining, normalize

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.alertes.models import Abonnement
from carto.comptes.models import RoleName
from carto.fiches.asides import words_of
from carto.fiches.lineage import joined_to, kept_of
from carto.fiches.models import Evenement, Fiche, PhotoState, Visibility, What
from carto.fiches.moderation.rights import photos_for, roles_at_the_desk
from carto.fiches.querysets import INTERNAL
from signalements.desk.rights import scope
from signalements.joining import may_join
from signalements.layers import DUE, SIGNALEMENTS, facts
from signalements.models import STATUS_LABELS, Signalement
from signalements.promises import promised
from signalements.workflow import Status

NEAR: Final = 50  # metres
MOST_NEAR: Final = 8
MOST_OTHERS: Final = 6
ASIDES: Final = (What.CONTESTED, What.REPLIED)  # lines whose private text names pictures below the words
SAID: Final = (DUE, gettext_lazy("État"), gettext_lazy("Service"), gettext_lazy("Signalé le"))  # elsewhere on the page
SEEN: Final = (Visibility.PUBLIC, Visibility.JOINED)


@dataclass(frozen=True)
class Line:
    """One line of the history: who acted as what, what everybody reads, what the services alone read."""

    at: datetime
    what: str
    state: str
    role: str
    person: str  # on internal lines: colleagues sign what they write for one another
    public: str
    private: str
    internal: bool

    @property
    def said(self) -> str:
        """All its words."""
        return " ".join((self.what, self.state, self.role, self.person, self.public, self.private))


def history(lines: Iterable[Evenement], sought: str = "") -> list[Line]:
    """In full, the latest first, or what holds these words; a comment is read on the public page."""
    told = [_line(line) for line in lines if line.what != What.COMMENT]
    words = plain(sought).split()
    return [line for line in reversed(told) if all(word in plain(line.said) for word in words)]


def plain(text: str) -> str:
    """Without capitals or accents, as one looks for words."""
    return "".join(sign for sign in normalize("NFD", text.casefold()) if not combining(sign))


def _line(line: Evenement) -> Line:
    private = words_of(line) if line.what in ASIDES else line.private_text
    internal = line.what in INTERNAL and not line.public_text
    return Line(
        at=line.at,
        what=line.get_what_display(),
        state=str(STATUS_LABELS.get(line.after, "")),
        role=role_label(line.actor_role),
        person=str(line.person) if internal and line.person else "",
        public=line.public_text,
        private=private,
        internal=internal,
    )


def role_label(role: str) -> str:
    """« habitant », « agent »…, as the history writes them."""
    said = {"resident": _("habitant"), "system": _("automatique"), "partner": _("organisme extérieur")}
    return said.get(role) or (str(RoleName(role).label) if role in RoleName.values else role)


def told(request: HttpRequest, signalement: Signalement, sought: str = "") -> dict[str, Any]:
    """Everything but the forms; of the history, what holds the words that are sought."""
    lines = list(signalement.evenements.select_related("person"))
    return {
        "fiche": signalement,
        "layer": SIGNALEMENTS,
        "state": STATUS_LABELS[Status(signalement.status)],
        "facts": [fact for fact in facts(signalement) if fact.label not in SAID],
        "promised": promised(signalement, lines, timezone.now()),
        "history": history(lines, sought),
        "photos": _photos(request, signalement),
        "centre": signalement.geom.point_on_surface,
        "extent": "" if signalement.geom.geom_type == "Point" else ",".join(map(str, signalement.geom.extent)),
        "may_join": may_join(request.user, signalement),
        "informed": Abonnement.objects.confirmed().filter(fiche=signalement, is_reporter=True).exists(),
        **_around(request, signalement),
    }


def _photos(request: HttpRequest, signalement: Signalement) -> list[dict[str, Any]]:
    """All of them with their state; those that this person may look at and blur have the address of that tool."""
    photos = list(signalement.photos.all())
    reviewed = set()
    if photos:
        mine = photos_for(request.user, roles_at_the_desk(request.user))
        reviewed = set(mine.filter(fiche=signalement).values_list("pk", flat=True))
    return [
        {"photo": photo, "shown": photo.state == PhotoState.SHOWN, "review": photo.pk in reviewed} for photo in photos
    ]


def _around(request: HttpRequest, signalement: Signalement) -> dict[str, Any]:
    """The same case, what lies near, and what else the person reported when they signed: an anonymous one is nobody."""
    kept = kept_of(signalement)
    joined = list(joined_to(signalement))
    apart = {signalement.pk, kept.pk, *(each.pk for each in joined)}
    point = signalement.geom.point_on_surface
    seen = Signalement.objects.filter(visibility__in=SEEN).select_related("categorie")
    near = list(seen.near(point, NEAR).exclude(pk__in=apart)[:MOST_NEAR])
    others: list[Signalement] = []
    if signalement.author_id:
        others = list(seen.filter(author=signalement.author_id).exclude(pk=signalement.pk)[:MOST_OTHERS])
    shown: list[Fiche] = [*joined, *near, *others, *([kept] if kept.pk != signalement.pk else [])]
    inside = set(
        scope(request.user, request.desk_roles).filter(pk__in=[each.pk for each in shown]).values_list("pk", flat=True)
    )
    return {
        "kept": kept if kept.pk != signalement.pk else None,
        "joined": joined,
        "near": near,
        "others": others,
        "inside": inside,
    }
