"""The points of the label that tell how it ended: decision, notices, answers, cost, milestones, « après »."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projets.opportunites.after.facts import Facts
from projets.opportunites.after.proofs import (
    Link,
    Proof,
    State,
    answers_page,
    day,
    decision_page,
    delivery_page,
    met,
    not_yet,
    owed,
    said,
    unmet,
)
from projets.opportunites.models import Reunion


def decision(facts: Facts) -> Proof:
    """It is taken and signed; each departure says why."""
    found = facts.decision
    if found is None or found["taken_at"] is None:
        return owed(facts, _("Aucune décision n’est signée."))
    signed = {"who": found["signatory"], "day": day(found["taken_at"])}
    if not found["signatory"].strip():
        return unmet(_("La décision n’est pas signée."), decision_page(facts))
    if not all(found["departures"]):
        return unmet(_("Un écart n’a pas sa raison."), decision_page(facts))
    told = _("Signée par %(who)s le %(day)s.") % signed
    if many := len(found["departures"]):
        told += " " + ngettext("%(n)d écart, avec sa raison.", "%(n)d écarts, chacun avec sa raison.", many) % {
            "n": many
        }
    return met(told, decision_page(facts))


def notices(facts: Facts) -> Proof:
    """Announced, then taken, then its consequences told."""
    found = facts.decision
    if found is None:
        return owed(facts, _("Aucune décision n’est annoncée."))
    before, taken, after = (found[name] for name in ("announced_at", "taken_at", "consequences_at"))
    told = _("Annoncée le %(before)s, prise le %(taken)s, conséquences dites le %(after)s.") % {
        "before": day(before) if before else "—", "taken": day(taken) if taken else "—",
        "after": day(after) if after else "—",
    }  # fmt: skip
    if taken and (before is None or before >= taken):
        return unmet(_("La décision n’a pas été annoncée avant d’être prise."), decision_page(facts))
    if after and (taken is None or taken >= after):
        return unmet(told, decision_page(facts))
    if after:
        return met(told, decision_page(facts))
    return unmet(told, decision_page(facts)) if facts.delivered else not_yet(told, decision_page(facts))


def answers(facts: Facts) -> Proof:
    """Each fiche that the topic grew from and each public word has its reasoned answer."""
    owing = [*facts.rows["roots"], *facts.contributions]
    if not owing:
        return not_yet(_("Personne n’a encore contribué."))
    given = sum(row["answered"] for row in owing)
    told = ngettext(
        "%(given)d réponse pour %(n)d contribution.", "%(given)d réponses pour %(n)d contributions.", len(owing)
    ) % {"given": given, "n": len(owing)}
    if given == len(owing):
        return met(told, answers_page(facts))
    if waiting := [row["number"] for row in facts.rows["roots"] if not row["answered"]]:
        told += " " + _("Sans réponse : %(numbers)s.") % {"numbers": ", ".join(waiting)}
    return owed(facts, told, answers_page(facts))


def questions(facts: Facts) -> Proof:
    """What was asked was answered before the day that was promised."""
    asked = [(row["due_at"], row["replied_at"]) for row in facts.rows["comments"] if row["due_at"]]
    asked += [(row["due_at"], row["answered_at"]) for row in facts.rows["challenges"] if row["due_at"]]
    links = [said(facts)] + ([decision_page(facts)] if facts.rows["challenges"] else [])
    late = [due for due, given in asked if (given or facts.now) > due]
    given = [due for due, given in asked if given and given <= due]
    if late:
        told = ngettext("%(n)d question sur %(all)d après le jour promis.",
                        "%(n)d questions sur %(all)d après le jour promis.", len(late))  # fmt: skip
        return unmet(told % {"n": len(late), "all": len(asked)}, *links)
    if given:
        told = ngettext("%(n)d question répondue à temps.", "%(n)d questions répondues à temps.", len(given))
        return met(told % {"n": len(given)}, *links)
    return not_yet(_("La réponse n’est pas encore due.") if asked else _("Personne n’a encore posé de question."))


def cost(facts: Facts) -> Proof:
    """Each of the works has what it really cost, or the delivery says what was spent."""
    if spent := facts.rows["spent"]:
        told = ngettext("%(n)d somme publiée à la réalisation.", "%(n)d sommes publiées à la réalisation.", len(spent))
        return met(told % {"n": len(spent)}, delivery_page(facts))
    works = facts.rows["works"]
    links = [Link(row["title"], reverse("equipements:page", args=[row["uuid"]])) for row in works]
    silent = [link for link, row in zip(links, works, strict=True) if not row["told"]]
    if works and not silent:
        return met(ngettext("Publié pour %(n)d ouvrage.", "Publié pour %(n)d ouvrages.", len(works))
                   % {"n": len(works)}, *links)  # fmt: skip
    told = _("Aucun équipement livré n’est relié au sujet.")
    if silent:
        told = ngettext("Pas encore publié pour %(n)d ouvrage.", "Pas encore publié pour %(n)d ouvrages.",
                        len(silent)) % {"n": len(silent)}  # fmt: skip
    return Proof(State.UNMET if facts.delivered else State.NOT_YET, told, tuple(silent))


def milestones(facts: Facts) -> Proof:
    """Each step whose day has passed is done on its day, or tells what happened."""
    steps, today = facts.rows["milestones"], localdate(facts.now)
    silent = [row["title"] for row in steps if (row["done_on"] or today) > row["due_on"] and not row["text"]]
    if silent:
        told = _("En retard, sans un mot : %(titles)s.") % {"titles": ", ".join(silent)}
        return unmet(told, delivery_page(facts))
    done = sum(row["done_on"] is not None for row in steps)
    told = ngettext("%(done)d étape faite sur %(n)d.", "%(done)d étapes faites sur %(n)d.", done) % {
        "done": done, "n": len(steps),
    }  # fmt: skip
    if done and (done == len(steps) or not facts.delivered):
        return met(told, delivery_page(facts))
    told = told if steps else _("Aucune étape n’est encore écrite.")
    return Proof(State.UNMET if facts.delivered else State.NOT_YET, told)


def after(facts: Facts) -> Proof:
    """People met once it was there, and what came out of it is written."""
    meetings = [row for row in facts.rows["reunions"] if row["kind"] == Reunion.Kind.AFTER]
    link = Link(_("l’après"), reverse("opportunites:experience", args=[facts.topic.uuid]))
    for row in meetings:
        if row["recorded_at"]:
            told = ngettext("Le %(day)s, %(place)s : %(n)d personne.", "Le %(day)s, %(place)s : %(n)d personnes.",
                            row["came"] or 0)  # fmt: skip
            return met(told % {"day": day(row["held_at"]), "place": row["place"], "n": row["came"] or 0}, link)
    if coming := [row for row in meetings if row["held_at"] > facts.now]:
        told = {"day": day(coming[0]["held_at"]), "place": coming[0]["place"]}
        return not_yet(_("Prévu le %(day)s, %(place)s.") % told, link)
    if meetings:
        return unmet(_("Le compte rendu n’est pas écrit."), link)
    return Proof(State.UNMET if facts.delivered else State.NOT_YET, _("Pas encore prévu."))
