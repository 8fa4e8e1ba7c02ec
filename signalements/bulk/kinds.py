"""The bulk actions: what each is called, who may take it, what it makes of a signalement, and what is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carto.comptes.models import Crew, RoleName, Service, User
from carto.fiches.models import What
from signalements.cases import with_open_tasks
from signalements.desk.replies import blanks_in, filled
from signalements.models import CLOSING_LABELS, STATUS_LABELS, Priority, Signalement
from signalements.workflow import Closing, Status

Action = Mapping[str, Any]  # as Bulk.action keeps it: {"do": "state", "after": "planned", …}
OFFICE: Final = frozenset({RoleName.AGENT, RoleName.REGULATOR})
FIELD: Final = OFFICE | {RoleName.CREW}


@dataclass(frozen=True)
class Kind:
    """One sort of action; `roles` may take it."""

    code: str
    label: str | Promise
    about: str | Promise
    roles: frozenset[str]


KINDS: Final[Mapping[str, Kind]] = {
    one.code: one
    for one in (
        Kind("state", gettext_lazy("Changer l’état"), gettext_lazy("prendre en charge, planifier, clore…"), FIELD),
        Kind("assign", gettext_lazy("Confier"), gettext_lazy("à une équipe, à une personne"), OFFICE),
        Kind("priority", gettext_lazy("Priorité"), gettext_lazy("pressante, normale, peut attendre"), OFFICE),
        Kind("send", gettext_lazy("Envoyer à un autre service"), gettext_lazy("avec la raison"), OFFICE),
        Kind("join", gettext_lazy("Réunir en un seul"), gettext_lazy("le même problème, dit plusieurs fois"), OFFICE),
        Kind("note", gettext_lazy("Ajouter une note"), gettext_lazy("pour les services seuls"), FIELD),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """An action with the rows that it names, read once for all the signalements."""

    action: Action
    crew: Crew | None = None
    assignee: User | None = None
    assignee_services: frozenset[int] = frozenset()
    service: Service | None = None
    target: Signalement | None = None
    leads: frozenset[int] = frozenset()  # those that others are joined to, when that matters
    tasked: frozenset[int] = frozenset()  # those of which a part is still with somebody else, likewise

    @property
    def do(self) -> str:
        """The code of its kind."""
        return self.action["do"]

    @property
    def day(self) -> date | None:
        """The day that it plans."""
        planned = self.action.get("planned_on")
        return date.fromisoformat(planned) if planned else None

    @cached_property
    def blanks(self) -> frozenset[str]:
        """The blanks of its public words, which each signalement fills with what is its own."""
        return blanks_in(self.action.get("public_text", ""))

    @classmethod
    def of(cls, action: Action, pks: Sequence[int]) -> "Named":
        """The rows behind the ids of an action on the signalements `pks`; what is gone is None."""
        person = User.objects.filter(pk=action.get("assignee"), is_active=True).first()
        return cls(
            action,
            crew=Crew.objects.filter(pk=action.get("crew"), active=True).first(),
            assignee=person,
            assignee_services=frozenset(person.roles.values_list("service_id", flat=True) if person else ()),
            service=Service.objects.filter(pk=action.get("service")).first(),
            target=Signalement.objects.filter(pk=action.get("target")).first(),
            leads=Signalement.objects.leading(pks) if action["do"] == "join" else frozenset(),
            tasked=with_open_tasks(pks) if action["do"] == "state" else frozenset(),
        )


def effect(named: Named, signalement: Signalement) -> tuple[str, str]:
    """What it is, and what it becomes, in words; the first is empty where nothing is replaced."""
    if named.do == "state":
        return str(signalement.get_status_display()), str(STATUS_LABELS[Status(named.action["after"])])
    if named.do == "assign":
        return str(signalement.crew or ""), hands(named)
    if named.do == "priority":
        return str(signalement.get_priority_display()), str(Priority(named.action["priority"]).label)
    if named.do == "send":
        return str(signalement.service), str(named.service)
    if named.do == "join":
        return "", _("réuni à %(number)s") % {"number": named.target.number if named.target else ""}
    return "", named.action["text"]


def hands(named: Named) -> str:
    """To whom it is given: « Équipe nord, Bob »."""
    return ", ".join(str(one) for one in (named.crew, named.assignee) if one)


def told(named: Named, signalement: Signalement) -> tuple[str, str, str]:
    """The line of its history that everybody reads, as (what, after, words); nothing public: three empty strings.

    The blanks of a reply are filled with what is its own.
    """
    if named.do == "state":
        after = named.action["after"]
        what = What.ASKED if after == Status.WAITING else What.STATUS
        return what, after, filled(named.action.get("public_text", ""), signalement, named.day)
    if named.do == "send":
        return What.ROUTED, "", _("Reçu maintenant par : %(service)s.") % {"service": named.service}
    if named.do == "join":
        said = _("Réuni au signalement %(number)s.") % {"number": named.target.number if named.target else ""}
        return What.JOINED, "", said
    return "", "", ""


def naming(named: Named) -> str:
    """The names in an action, kept with it: a list of actions then reads no other row."""
    if named.do == "assign":
        return hands(named)
    if named.do == "send":
        return str(named.service or "")
    if named.do == "join":
        return named.target.number if named.target else ""
    return ""


def in_words(action: Action) -> str:
    """A stored action in one line: « Changer l’état : traité (réparé ou nettoyé) »."""
    said, closing = action.get("names") or action.get("text", ""), action.get("closing")
    if action["do"] == "state":
        said = str(STATUS_LABELS[Status(action["after"])])
        said += f" ({CLOSING_LABELS[Closing(closing)]})" if closing else ""
    elif action["do"] == "priority":
        said = str(Priority(action["priority"]).label)
    return _("%(what)s : %(said)s") % {"what": KINDS[action["do"]].label, "said": said[:120]}
