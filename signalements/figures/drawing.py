"""Small multiples: one little chart a category, month by month, all on the same scale; drawn here, as SVG shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carto.fiches.mesures import written
from signalements.figures.report import Report, Series

WIDTH, HEIGHT = 120.0, 44.0  # of a chart, in its own units
GAP: Final = 0.2  # of a month's width


@dataclass(frozen=True)
class Bar:
    """One month: what is treated today stands on the ground, the rest on top of it; lengths from the top left."""

    x: str
    width: str
    treated_y: str
    treated_height: str
    rest_y: str
    rest_height: str


@dataclass(frozen=True)
class Chart:
    """One category, drawn, with what the drawing says in words."""

    series: Series
    bars: Sequence[Bar]
    said: str

    @property
    def total(self) -> int:
        """All months together."""
        return sum(self.series.reported)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Reported and treated, month by month."""
        return list(zip(self.series.reported, self.series.treated, strict=True))

    @property
    def treated(self) -> int:
        """How many of them are treated today."""
        return sum(self.series.treated)


def charts(report: Report) -> list[Chart]:
    """All of them on the scale of the highest month of any."""
    top = max((max(one.reported) for one in report.series), default=0) or 1
    return [Chart(one, _bars(one, top), _said(one)) for one in report.series]


def highest(report: Report) -> int:
    """The month that reaches the top of its chart."""
    return max((max(one.reported) for one in report.series), default=0)


def _bars(series: Series, top: int) -> list[Bar]:
    step = WIDTH / len(series.reported)
    found = []
    for rank, (reported, treated) in enumerate(zip(series.reported, series.treated, strict=True)):
        tall, low = HEIGHT * reported / top, HEIGHT * treated / top
        found.append(
            Bar(
                x=_number(rank * step + step * GAP / 2),
                width=_number(step * (1 - GAP)),
                treated_y=_number(HEIGHT - low),
                treated_height=_number(low),
                rest_y=_number(HEIGHT - tall),
                rest_height=_number(tall - low),
            )
        )
    return found


def _said(series: Series) -> str:
    total, treated = sum(series.reported), sum(series.treated)
    told = {"n": written(total), "treated": written(treated)}
    said = ngettext("%(n)s signalé, %(treated)s traité", "%(n)s signalés, %(treated)s traités", total) % told
    return f"{series.name} : {said}"


def _number(value: float) -> str:
    """As SVG reads it, whatever the language of the page."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def caption(report: Report) -> str:
    """What the height of the charts stands for."""
    n = highest(report)
    return _("Même échelle pour tous : le plus haut mois compte %(n)s.") % {"n": written(n)}
