"""The choice of what the map is coloured by: its options, in groups, and the one of the address."""

from dataclasses import dataclass
from typing import Self

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise

from carto.carte.panel import Choice
from carto.fiches.layers import layers
from carto.fiches.measuring import offered, owner, read_mesure
from carto.fiches.mesures import Mesure


@dataclass(frozen=True)
class MesureChoice:
    """What a page's « Colorer la carte par » shows; `mesure` is None as long as nothing is chosen."""

    mesure: Mesure | None = None
    errors: tuple[str, ...] = ()

    @classmethod
    def read(cls, params: QueryDict) -> Self:
        """From an address: a wrong mesure becomes a message, and the map stays plain."""
        try:
            return cls(read_mesure(params))
        except ValidationError as error:
            return cls(errors=tuple(error.message_dict["mesure"]))

    def groups(self) -> list[tuple[str | Promise, list[Choice]]]:
        """The mesures that hold for every fiche (under an empty name), then each layer's own under its label."""
        told = offered()
        if self.mesure and all(one.code != self.mesure.code for one in told):
            told.append(self.mesure)
        names = {None: "", **{layer.name: layer.label for layer in layers()}}
        grouped: dict[str | None, list[Choice]] = {name: [] for name in names}
        for one in told:
            layer = owner(one)
            chosen = self.mesure is not None and one.code == self.mesure.code
            grouped[layer.name if layer else None].append(Choice(one.code, one.label, chosen))
        return [(names[name], choices) for name, choices in grouped.items() if choices]
