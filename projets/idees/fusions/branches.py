"""Branches: an idea that changes another, or answers the same need otherwise; taken up or not, never removed."""

from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from carto.fiches.actions import record
from carto.fiches.models import Lien, LienKind, Visibility, What
from projets.idees.fusions.rights import Hand
from projets.idees.models import Amendement, Idee, Settled

SEEN: Final = (Visibility.PUBLIC, Visibility.JOINED)
NAMES: Final = ("amende", "alternative")


def find(asked: str) -> Idee | None:
    """The idea that a link or a form names, when everybody may read it; anything else is left out."""
    try:
        uuid = UUID(asked or "")
    except ValueError:
        return None
    return Idee.objects.for_cards().select_related("autocollant").filter(uuid=uuid, visibility__in=SEEN).first()


def follow(idee: Idee, form: Any) -> None:
    """The idea just sent is a branch of another: the link between them, and a line in both histories (FOLLOWERS)."""
    for name in NAMES:
        target = find(form.cleaned_data.get(name, ""))
        if target is not None and target.pk != idee.pk:
            branch(idee, target, alternative=name == "alternative")
            return


def branch(idee: Idee, target: Idee, *, alternative: bool) -> Amendement:
    """Make `idee` a change of `target`, or another answer to the same need."""
    with transaction.atomic():
        made = Amendement.objects.create(idee=idee, target=target, alternative=alternative)
        kind = LienKind.ALTERNATIVE if alternative else LienKind.AMENDS
        Lien.objects.create(source_id=idee.pk, target_id=target.pk, kind=kind, by=idee.author, role="resident")
        for fiche, said in zip((idee, target), branched(made), strict=True):
            record(fiche, What.AMENDED, role="resident", person=idee.author, public_text=said)
    return made


def branched(made: Amendement) -> tuple[str, str]:
    """What the history of the branch says of it, and that of the idea that it hangs under."""
    own, other = (
        (
            _("C’est une autre réponse au même besoin que %(number)s."),
            _("%(number)s répond autrement au même besoin."),
        )
        if made.alternative
        else (_("C’est un changement proposé à %(number)s."), _("%(number)s propose d’y changer quelque chose."))
    )
    return own % {"number": made.target.number}, other % {"number": made.idee.number}


def settle(amendement: Amendement, *, taken: bool, reason: str, as_seen: str, hand: Hand) -> None:
    """Take a change up, or not and say why; both histories tell it, and the branch stays as it is.

    Raises ValidationError (French): for an alternative, which stands beside; without a reason for « no »; when somebody
    else has decided meanwhile.
    """
    if amendement.alternative:
        raise ValidationError(_("Une autre réponse reste à côté : il n’y a rien à reprendre."), code="alternative")
    if not taken and not reason:
        raise ValidationError(_("Dites pourquoi, en quelques mots que tout le monde pourra lire."), code="reason")
    with transaction.atomic():
        locked = Amendement.objects.select_for_update(of=("self",)).get(pk=amendement.pk)
        if locked.settled != as_seen:
            raise ValidationError(_("Quelqu’un vient d’en décider : relisez, puis décidez à votre tour."), code="late")
        locked.settled = Settled.TAKEN if taken else Settled.NOT_TAKEN
        locked.reason, locked.settled_at = reason, timezone.now()
        locked.save(update_fields=["settled", "reason", "settled_at"])
        for fiche in (locked.idee, locked.target):
            record(fiche, What.AMENDED, role=hand.role, person=hand.person, public_text=decided(locked))


def decided(made: Amendement) -> str:
    """What both histories say once a change is taken up, or not."""
    said = (
        _("Le changement proposé par %(own)s est repris dans %(number)s.")
        if made.settled == Settled.TAKEN
        else _("Le changement proposé par %(own)s n’est pas repris dans %(number)s : il reste à lire.")
    ) % {"own": made.idee.number, "number": made.target.number}
    return f"{said} {made.reason}".strip()


class Branching:
    """For the page that proposes: opened from an idea, it starts from that idea's words and says so."""

    request: HttpRequest

    def get_initial(self) -> dict[str, Any]:
        """What the link names; a change starts from the words that it changes."""
        asked = self.request.GET
        named = {name: asked.get(name, "")[:50] for name in NAMES}
        target = find(named["amende"])
        words = {"title": target.title, "text": target.text} if target else {}
        return super().get_initial() | named | words

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The idea that this one would be a branch of, if any."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        for name in NAMES:
            if target := find(str(form[name].value() or "")):
                return context | {"branch_of": target, "alternative": name == "alternative"}
        return context
