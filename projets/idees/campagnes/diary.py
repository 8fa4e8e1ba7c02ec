"""The open journal of a campaign: its steps and rules, what arrived, what was answered, workshops and moderation."""

from collections.abc import Iterator

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.comptes.models import RoleName
from carto.demarches.journal.lines import RESIDENT, Journal, Line, Sort, dated
from carto.demarches.journal.shared import MOST, acts, answers, proposed
from carto.fiches.models import Acte, Evenement, What
from projets.idees.models import Campagne, CampagneChange, Idee, Restitution


def journal(key: str) -> Journal | None:
    """Of a published campaign; None otherwise. Eight queries."""
    campagne = Campagne.objects.filter(slug=key, published_at__isnull=False).first()
    if campagne is None:
        return None
    ideas = Idee.objects.public().filter(campagne=campagne).order_by()
    keys = ideas.values("pk")
    lines = [
        *_steps(campagne),
        *(_change(each) for each in campagne.changes.all()[:MOST]),
        *_arrived(ideas),
        *answers(Evenement.objects.filter(fiche__in=keys, what=What.ANSWER)),
        *_met(campagne),
        *acts(Acte.objects.filter(fiche__in=Idee.objects.filter(campagne=campagne).order_by().values("pk"))),
        *proposed("campagne", key),
    ]
    return Journal(campagne.title, campagne.get_absolute_url(), lines)


def _steps(campagne: Campagne) -> Iterator[Line]:
    yield from dated("ouvre", campagne.opens_at, _("La campagne ouvre"))
    yield from dated("ferme", campagne.closes_at, _("La campagne ferme"))
    sealed = _("La clé et la liste de qui a répondu sont détruites : plus rien ne relie une idée à son auteur")
    yield from dated("scelle", campagne.sealed_at, sealed)


def _change(each: CampagneChange) -> Line:
    by = RoleName.FACILITATOR.value  # nobody else changes them
    what = _("Règle changée : %(rule)s") % {"rule": each.label}
    if each.what == "published_at":
        return Line(f"regle-{each.pk}", each.at, Sort.STEP, _("La campagne est publiée"), by)
    text = "\n".join(filter(None, (f"« {each.before} » → « {each.after} »", each.why)))
    return Line(f"regle-{each.pk}", each.at, Sort.RULES, what, by, text)


def _arrived(ideas: object) -> Iterator[Line]:
    """How many arrived each day: neither hours nor names."""
    days = ideas.annotate(day=TruncDate("created_at")).values("day").annotate(n=Count("pk")).order_by("-day")
    for each in days:
        what = ngettext("%(n)d idée arrivée", "%(n)d idées arrivées", each["n"]) % {"n": each["n"]}
        yield Line(f"recu-{each['day']}", each["day"], Sort.SAID, what, RESIDENT)


def _met(campagne: Campagne) -> Iterator[Line]:
    for each in campagne.ateliers.all():
        if each.day <= localdate():
            what = _("Atelier : %(title)s") % {"title": each.title}
            yield Line(f"atelier-{each.slug}", each.day, Sort.MET, what, "", each.text, each.get_absolute_url())
    for each in Restitution.objects.public().filter(campagne=campagne):
        what = _("Restitution publiée : %(title)s") % {"title": each.title}
        role = RoleName.FACILITATOR.value if each.official else RESIDENT
        day = localdate(each.created_at)
        yield Line(f"restitution-{each.uuid}", day, Sort.SAID, what, role, "", each.get_absolute_url())
