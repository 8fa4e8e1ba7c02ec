"""One voice per person and proof. While the secret is there the same person is recognised; then never again."""

import secrets
import unicodedata
from typing import Final

from projets.opportunites.models import Consultation, ConsultationKey, Emargement, Jeton, Objection, Voix
from projets.votes.polls.poll import Proof
from projets.votes.secrecy import digest, drawn_rank, new_key, written_anew

SIGNS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that reads like another
LENGTH: Final = 12  # characters of a code, in groups of four
CODES: Final = (Proof.POSTED, Proof.COUNTER)


def draw_key(consultation: Consultation) -> None:
    """Give it its secret; it has but one."""
    ConsultationKey.objects.get_or_create(consultation=consultation, defaults={"key": new_key()})


def _digest(consultation: Consultation, proof: str, who: str) -> str:
    key = ConsultationKey.objects.filter(consultation=consultation).values_list("key", flat=True).first()
    return digest(key, proof, who) if key and who else ""


def has_spoken(consultation: Consultation, proof: str, who: str) -> bool:
    """Whether this person has, by this proof; false for everybody once it is over."""
    known = _digest(consultation, proof, who)
    return bool(known) and Emargement.objects.filter(consultation=consultation, digest=known).exists()


def sign(consultation: Consultation, proof: str, who: str) -> bool:
    """Note that they speak; false when they had already, or when there is no secret (any more)."""
    known = _digest(consultation, proof, who)
    if not known:
        return False
    line = Emargement(pk=drawn_rank(), consultation=consultation, digest=known)
    Emargement.objects.bulk_create([line], ignore_conflicts=True)
    return Emargement.objects.filter(pk=line.pk, digest=known).exists()


def mates(consultation: Consultation, groupe: int | None) -> str:
    """What the voices of one declared group have in common while it is open; empty without a group."""
    return _digest(consultation, "groupe", str(groupe)) if groupe else ""


def named(name: str, born: str) -> str:
    """Somebody by their name and birthday: accents, case, hyphens and blanks do not make two people of one."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = " ".join(
        "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign)).split()
    )
    return f"{letters}|{born}" if letters and born else ""


def as_code(text: str) -> str:
    """A code as it is compared: capitals, without what separates its groups."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[:40]


def make_codes(consultation: Consultation, proof: Proof, area: str, many: int) -> list[str]:
    """So many new codes for an area, `ABCD-EFGH-JKMN`; only their digests are kept: they are read now or never."""
    codes = ["".join(secrets.choice(SIGNS) for _rank in range(LENGTH)) for _each in range(many)]
    Jeton.objects.bulk_create(
        Jeton(
            pk=drawn_rank(), consultation=consultation, proof=proof, area=area,
            digest=_digest(consultation, "code", code),
        )
        for code in codes
    )  # fmt: skip
    return ["-".join(code[start : start + 4] for start in range(0, LENGTH, 4)) for code in codes]


def jeton_of(consultation: Consultation, code: str) -> Jeton | None:
    """The proof and area that a code stands for."""
    known = _digest(consultation, "code", as_code(code))
    return Jeton.objects.filter(consultation=consultation, digest=known).first() if known else None


def destroy(consultation: Consultation) -> None:
    """Erase the secret, the roll and the codes; say of each voice how many its group has; write voices and objections
    anew in an order that is drawn.
    """
    ConsultationKey.objects.filter(consultation=consultation).delete()
    Emargement.objects.filter(consultation=consultation).delete()
    Jeton.objects.filter(consultation=consultation).delete()
    voices = written_anew(Voix.objects.filter(consultation=consultation))
    groups: dict[str, list[Voix]] = {}
    for voice in voices:
        if voice.mates:
            groups.setdefault(voice.mates, []).append(voice)
    for group in groups.values():
        for voice in group:
            voice.mates, voice.together = "", len(group)
    Voix.objects.bulk_update([each for group in groups.values() for each in group], ["mates", "together"], 2000)
    written_anew(Objection.objects.filter(option__consultation=consultation))
