"""Amounts as people type them, read or refused in words. Pure; Decimal from end to end."""

import re
import unicodedata
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projets.equipements.decimals import bare, decimal_of

LARGEST: Final = Decimal("999999999999.99")  # euros: what a column holds
_THOUSANDS_OR_CENTS = re.compile(r"^\d{1,3}[.,]\d{3}$", re.ASCII)
_IN_FULL = re.compile(r"^[\d.,()]+$", re.ASCII)  # no power of ten, no other sign
CENTS: Final = 2


def read_amount(text: str) -> Decimal:
    """`1 234,50 €`, `1234.5`, `1.234.567,89` → euros. Raises ValidationError (French) for anything that is not sure."""
    said = bare(unicodedata.normalize("NFKC", text))
    amount = decimal_of(said)
    if said.startswith("-") or (amount is not None and amount <= 0):
        raise ValidationError(_("Un montant est plus grand que zéro."), code="negative")
    if _THOUSANDS_OR_CENTS.match(said):
        raise ValidationError(
            _("On ne sait pas si ce sont des milliers ou des centimes : écrivez « 1 234 » ou « 1,23 »."), code="unsure"
        )
    if amount is None or not _IN_FULL.match(said) or -int(amount.as_tuple().exponent) > CENTS:
        raise ValidationError(
            _("Ce montant ne se lit pas : écrivez-le en entier, en euros, comme « 1 234,50 »."), code="unreadable"
        )
    if amount > LARGEST:
        raise ValidationError(_("Ce montant est trop grand pour être celui d’un équipement."), code="large")
    return amount


class AmountField(forms.CharField):
    """Euros in a text field: a number field would lose what it does not understand."""

    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Decimal | None:
        """The amount, or None when nothing was typed."""
        text = super().clean(value)
        return self.read(text) if text else None

    def read(self, text: str) -> Decimal:
        """What those words say; raises ValidationError (French)."""
        return read_amount(text)


class CountField(AmountField):
    """How many of something in a month: zero is a count."""

    def read(self, text: str) -> Decimal:
        """The count; raises ValidationError (French)."""
        if set(text) == {"0"}:
            return Decimal(0)
        try:
            return read_amount(text)
        except ValidationError as error:
            raise ValidationError(WRONG_COUNTS.get(error.code, error.message), code=error.code) from error


WRONG_COUNTS: Final = {
    "negative": gettext_lazy("Un nombre est zéro ou plus."),
    "unreadable": gettext_lazy("Ce nombre ne se lit pas : écrivez « 1 234 »."),
    "large": gettext_lazy("Ce nombre est trop grand."),
}
