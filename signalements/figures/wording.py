"""The figures told in sentences, and their numbers as people write them."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.mesures import NO_BREAK_SPACE, written
from signalements.figures.counting import ENOUGH, Figures
from signalements.figures.report import Report


def percent(share: float | None) -> str:
    """« 79 % »; empty when it is not known."""
    return "" if share is None else f"{written(round(100 * share))}{NO_BREAK_SPACE}%"


def days(value: float | None) -> str:
    """« 4 », « 4,5 »; empty when it is not known."""
    return "" if value is None else written(round(value, 1), 0 if value == int(value) else 1)


def told(report: Report) -> list[str]:
    """The whole in a few sentences."""
    whole = report.whole
    if not whole.reported:
        return [_("%(period)s, rien n’a été signalé ici.") % {"period": report.asked.period_said.capitalize()}]
    return [_reported(report), _standing(whole), *filter(None, [_delay(whole), _reopened(whole), _promises(whole)]),
            *([_opinion(whole)] if whole.satisfied_share is not None else [])]  # fmt: skip


def counted_at(report: Report) -> str:
    """« Comptés le 3 mars 2026 à 14:05 »."""
    return _("Comptés le %(at)s.") % {"at": date_format(localtime(report.at), "j F Y à H:i")}


def _reported(report: Report) -> str:
    asked, n = report.asked, report.whole.reported
    said = ngettext("%(n)s signalement", "%(n)s signalements", n) % {"n": written(n)}
    if asked.categorie:
        said = _("%(said)s « %(what)s »") % {"said": said, "what": asked.categorie.name}
    if asked.place:
        said = _("%(said)s à %(where)s") % {"said": said, "where": asked.place.name}
    per = report.whole.per_thousand
    if per is not None:
        people = {"said": said, "n": written(round(per, 1), 1), "year": report.whole.year}
        said = _("%(said)s, soit %(n)s pour 1 000 habitants (recensement %(year)s)") % people
    return _("%(period)s : %(said)s.") % {"period": asked.period_said.capitalize(), "said": said}


def _standing(whole: Figures) -> str:
    told = {
        "treated": written(whole.treated), "share": percent(whole.treated_share),
        "open": written(whole.open), "declined": written(whole.declined),
    }  # fmt: skip
    return _("Traités : %(treated)s (%(share)s) ; en cours : %(open)s ; non retenus : %(declined)s.") % told


def _delay(whole: Figures) -> str:
    if whole.median is None:
        return _("Moins de %(n)d sont traités et datés : c’est trop peu pour dire un délai.") % {"n": ENOUGH}
    if whole.most == 0:
        return _("Neuf sur dix ont été traités le jour même.")
    told = {"median": days(whole.median), "most": days(whole.most)}
    if whole.median == 0:
        return _("La moitié ont été traités le jour même, neuf sur dix en %(most)s jours ou moins.") % told
    return _("La moitié ont été traités en %(median)s jours ou moins, neuf sur dix en %(most)s jours ou moins.") % told


def _reopened(whole: Figures) -> str:
    if whole.reopened_share is None:
        return ""
    told = {"share": percent(whole.reopened_share), "n": written(whole.ended)}
    return _("Rouverts : %(share)s de ceux qui ont été clos (%(n)s).") % told


def _promises(whole: Figures) -> str:
    if whole.kept_share is None:
        return ""
    told = {"kept": written(whole.kept), "promised": written(whole.promised), "share": percent(whole.kept_share)}
    return _("La réponse promise est venue à temps pour %(kept)s sur %(promised)s (%(share)s).") % told


def _opinion(whole: Figures) -> str:
    told = {"n": written(whole.satisfied), "of": written(whole.judged), "share": percent(whole.satisfied_share)}
    return _("%(n)s personnes sur %(of)s sont contentes de la suite donnée (%(share)s).") % told
