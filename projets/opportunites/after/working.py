"""The points of the label that tell how people worked together: opening, scales, mass, gates."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projets.opportunites.after.facts import Facts, complete
from projets.opportunites.after.proofs import Link, Proof, day, gate_page, history, met, not_yet, owed, said, unmet
from projets.opportunites.models import STATUS_LABELS, Scale


def opening(facts: Facts) -> Proof:
    """The sheet was complete before the first contribution, and still was when it came."""
    first = facts.first_contribution
    kept = [row for row in facts.rows["versions"] if first is None or row["kept_at"] <= first]
    link = Link(_("les versions de la fiche"), reverse("opportunites:sheet_versions", args=[facts.topic.uuid]))
    if kept and complete(kept[-1]["told"]):
        told = {"day": day(kept[-1]["kept_at"])}
        if first is None:
            return met(_("Complète depuis le %(day)s ; personne n’a encore contribué.") % told, link)
        told["first"] = day(first)
        return met(_("Complète le %(day)s ; première contribution le %(first)s.") % told, link)
    if first is None:
        return owed(facts, _("La fiche n’est pas encore complète ; personne n’a encore contribué."))
    links = (link, said(facts)) if facts.rows["versions"] else (said(facts),)
    return unmet(_("Première contribution le %(day)s : la fiche n’était pas complète.") % {"day": day(first)}, *links)


def scales(facts: Facts) -> Proof:
    """People of two scales at least were told or asked."""
    names = [str(scale.label) for scale in Scale if scale.value in facts.scales]
    told = _("Associés : %(scales)s.") % {"scales": ", ".join(names)}
    if len(names) > 1:
        return met(told, history(facts))
    return owed(facts, _("Une seule échelle jusqu’ici : %(scales)s.") % {"scales": ", ".join(names)})


def mass(facts: Facts) -> Proof:
    """One consultation asked for a mass, and had it."""
    found = facts.masses()
    links = [
        Link(row["title"], reverse("opportunites:consultation_result", args=[row["slug"]])) for row, _mass in found
    ]
    for link, (row, each) in zip(links, found, strict=True):
        if each.reached:
            return met(_("Atteinte le %(day)s.") % {"day": day(row["counts_at"])}, link)
    if found:
        missing = sum(margin.missing for margin in found[-1][1].missing if margin.kind == "area")
        told = ngettext("Il a manqué %(n)d voix.", "Il a manqué %(n)d voix.", missing) % {"n": missing}
        if not missing:
            told = _("Il a manqué des voix à certains âges, ou l’on ne sait pas combien d’habitants sont concernés.")
        return unmet(told, *links)
    return owed(facts, _("Aucune consultation avec une masse demandée n’a encore son résultat."))


def gates(facts: Facts) -> Proof:
    """Each phase that is behind was closed by both sides, or left out with a signed reason."""
    behind = facts.phases_behind
    if not behind:
        return not_yet(_("Aucune phase n’est encore finie."))
    open_ones = [phase for phase in behind if not (facts.passed(phase) or facts.skipped(phase))]
    if open_ones:
        names = ", ".join(str(STATUS_LABELS[phase]) for phase in open_ones)
        return unmet(
            _("Sans passage à deux ni raison signée : %(names)s.") % {"names": names}, gate_page(facts), history(facts)
        )
    skipped = [str(STATUS_LABELS[phase]) for phase in behind if not facts.passed(phase)]
    told = ngettext("%(n)d phase achevée à deux.", "%(n)d phases achevées à deux.", len(behind) - len(skipped)) % {
        "n": len(behind) - len(skipped)
    }
    if skipped:
        told += " " + _("Sautées, avec une raison signée : %(names)s.") % {"names": ", ".join(skipped)}
    return met(told, gate_page(facts), history(facts))
