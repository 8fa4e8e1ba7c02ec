"""A voice comes in: on the web, by phone, on paper. Once for each person and proof, for good, while it is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.comptes.models import Adhesion, User
from carto.text import tidy
from projets.opportunites.choosing.roll import as_code, jeton_of, mates, named, sign
from projets.opportunites.choosing.scrutins import poll_of
from projets.opportunites.models import Consultation, Liasse, Moment, Objection, Option, Voix
from projets.votes.polls.poll import OBJECT, Method, Proof
from projets.votes.polls.validity import check
from projets.votes.secrecy import drawn_rank

BY_HAND: Final = (Moment.EARLY, Moment.OPEN)  # when a facilitator may enter what is said to them
PAPER: Final = (*BY_HAND, Moment.COUNTING)
ASSISTED: Final = (Proof.PHONE, Proof.PAPER)


@dataclass(frozen=True)
class Said:
    """What one person says: choices, and for each objection its reason; where they live, how old they are (or not)."""

    choices: Mapping[str, int]
    reasons: Mapping[str, str] = field(default_factory=dict)
    area: str = ""
    age: str = ""


@dataclass(frozen=True)
class Who:
    """By what one is recognised: a proof, and what goes under the secret (an account, a code, a name and birthday)."""

    proof: Proof
    known: str = ""
    groupe: int | None = None

    @classmethod
    def of_person(cls, person: User, *, verified: bool) -> "Who":
        """Somebody signed in; `verified` by an identity provider. They speak with the group that they joined first."""
        of = Adhesion.objects.filter(person=person, consented_at__isnull=False, left_at=None, groupe__dissolved_at=None)
        groupe = of.order_by("consented_at", "pk").values_list("groupe", flat=True).first()
        return cls(Proof.OIDC if verified else Proof.ACCOUNT, str(person.pk), groupe)

    @classmethod
    def of_name(cls, proof: Proof, name: str, born: str) -> "Who":
        """Somebody by their name and birthday, of which only a digest is kept, until closing."""
        return cls(proof, named(name, born))

    @classmethod
    def of_code(cls, consultation: Consultation, code: str) -> tuple["Who", str]:
        """Whoever holds that code, and the area that it is for. ValidationError (French) for one that is not there."""
        jeton = jeton_of(consultation, code)
        if jeton is None:
            raise ValidationError(_("Nous ne reconnaissons pas ce code. Vérifiez chaque signe."), code="code")
        return cls(Proof(jeton.proof), as_code(code)), jeton.area


def cast(consultation: Consultation, said: Said, who: Who) -> None:
    """Count one voice. Raises ValidationError (French): against the method, without its reason, from elsewhere; `voted`
    the second time by the same proof; `closed` when one does not speak (any more), were it for a second.
    """
    examine(consultation, said)
    if who.proof not in consultation.proofs and who.proof != Proof.PHONE:
        raise ValidationError(_("Cette preuve n’est pas demandée ici."), code="proof")
    with transaction.atomic():
        held = _held(consultation)
        if held.moment not in (BY_HAND if who.proof == Proof.PHONE else (Moment.OPEN,)):
            raise ValidationError(_("C’est fermé : cette voix arrive trop tard, ou trop tôt."), code="closed")
        _check_early(held, said.area)
        if not sign(held, who.proof, who.known):
            raise ValidationError(_("Vous avez déjà donné votre voix : une par personne et par preuve."), code="voted")
        _store(held, [said], who.proof, mates=mates(held, who.groupe))


def examine(consultation: Consultation, said: Said) -> None:
    """Raises ValidationError (French) for what could not be counted."""
    check(poll_of(consultation), said.choices)
    if said.area not in {area["code"] for area in consultation.electorate}:
        raise ValidationError(_("Dites où vous habitez, parmi les secteurs de cette consultation."), code="area")
    if said.age and said.age not in consultation.people.get("ages", []):
        raise ValidationError(_("Cette tranche d’âge n’existe pas."), code="age")
    if consultation.method == Method.CONSENT:
        owed = [
            code for code, value in said.choices.items() if value == OBJECT and not tidy(said.reasons.get(code, ""))
        ]
        if owed:
            told = {"codes": ", ".join(sorted(owed))}
            raise ValidationError(_("Une objection dit sa raison : %(codes)s.") % told, code="reason")


def enter_paper(
    consultation: Consultation, number: str, place: str, papers: Sequence[Said], *, person: User, role: str
) -> Liasse:
    """Join a bundle of one area. ValidationError (French) for a number already entered (`entered`), when it is not the
    time (`closed`), and naming the line of the first ballot against the rule.
    """
    for line, said in enumerate(papers, start=1):
        try:
            examine(consultation, said)
        except ValidationError as error:
            told = {"line": line, "why": error.messages[0]}
            raise ValidationError(_("Ligne %(line)d : %(why)s") % told, code="line") from None
    if not papers:
        raise ValidationError(_("Il n’y a aucun bulletin."), code="empty")
    with transaction.atomic():
        held = _held(consultation)
        if held.moment not in PAPER:
            raise ValidationError(_("On ne joint plus de bulletins papier, ou pas encore."), code="closed")
        _check_early(held, papers[0].area)
        told = {"place": place, "area": papers[0].area, "voices": len(papers), "entered_by": person, "role": role}
        liasse, new = Liasse.objects.get_or_create(consultation=held, number=number, defaults=told)
        if not new:
            raise ValidationError(_("Cette liasse est déjà saisie."), code="entered")
        _store(held, papers, Proof.PAPER, liasse=liasse)
    return liasse


def take_back(liasse: Liasse) -> None:
    """Undo a bundle entered wrongly, before the count. ValidationError (French) afterwards."""
    with transaction.atomic():
        if _held(liasse.consultation).moment not in PAPER:
            raise ValidationError(_("C’est compté : cette liasse reste."), code="closed")
        liasse.delete()


def _held(consultation: Consultation) -> Consultation:
    """Hold it until the transaction ends, so that no voice falls between the last look at the clock and the seal."""
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def _check_early(held: Consultation, area: str) -> None:
    """Before it opens to all, only those who are heard least are asked."""
    first = {each["code"] for each in held.electorate if each["early"]}
    if held.moment == Moment.EARLY and area not in first:
        raise ValidationError(_("Ce secteur vient à l’ouverture à tous."), code="early")


def _store(
    held: Consultation, heard: Sequence[Said], proof: Proof, *, mates: str = "", liasse: Liasse | None = None
) -> None:
    Voix.objects.bulk_create(
        Voix(
            pk=drawn_rank(), consultation=held, choices=dict(said.choices), proof=proof, area=said.area, age=said.age,
            mates=mates, liasse=liasse,
        )
        for said in heard
    )  # fmt: skip
    options = {option.code: option for option in Option.objects.filter(consultation=held)}
    Objection.objects.bulk_create(
        Objection(pk=drawn_rank(), option=options[code], text=tidy(said.reasons[code])[:600], liasse=liasse)
        for said in heard
        for code, value in said.choices.items()
        if held.method == Method.CONSENT and value == OBJECT
    )
    if proof not in ASSISTED:  # those come when a facilitator has time to type
        hour = timezone.localtime().strftime("%Y-%m-%d %H")
        held.arrivals[hour] = held.arrivals.get(hour, 0) + len(heard)
        held.save(update_fields=["arrivals"])
