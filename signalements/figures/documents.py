"""The same figures for programs."""

from collections.abc import Sequence
from typing import Any

from signalements.figures.caveats import CAVEATS
from signalements.figures.counting import Figures
from signalements.figures.report import Line, Report


def as_json(report: Report) -> dict[str, Any]:
    """The whole report; a share goes from 0 to 1, what is not known (or rests on too few) is null."""
    asked = report.asked
    return {
        "periode": {"du": asked.since.isoformat(), "au": asked.until.isoformat()},
        "categorie": asked.categorie.code if asked.categorie else None,
        "ou": asked.place.code if asked.place else None,
        "compte_le": report.at.isoformat(timespec="seconds"),
        "mises_en_garde": [str(one) for one in CAVEATS],
        "ensemble": _figures(report.whole),
        "categories": _lines(report.categories),
        "quartiers": _lines(report.quartiers.lines),
        "communes": _lines(report.communes.lines),
        "mois": [month.strftime("%Y-%m") for month in report.months],
        "series": [
            {"code": one.code, "nom": one.name, "signales": one.reported, "traites": one.treated}
            for one in report.series
        ],
    }


def _lines(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [{"code": one.code, "nom": one.name} | _figures(one.figures) for one in lines]


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "signales": figures.reported, "pour_1000_habitants": figures.per_thousand, "habitants": figures.people,
        "traites": figures.treated, "en_cours": figures.open, "non_retenus": figures.declined,
        "part_traitee": figures.treated_share, "traites_et_dates": figures.dated,
        "delai_median_jours": figures.median, "delai_9_sur_10_jours": figures.most,
        "clos_une_fois": figures.ended, "rouverts": figures.reopened, "part_rouverte": figures.reopened_share,
        "promesses": figures.promised, "promesses_tenues": figures.kept, "part_tenue": figures.kept_share,
        "avis": figures.judged, "part_contente": figures.satisfied_share,
    }  # fmt: skip
