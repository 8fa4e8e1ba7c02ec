"""Why a report came to somebody, in words that an agent reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from carto.comptes.models import Crew, Service
from carto.fiches.models import Temporality
from carto.territoires.models import Territoire
from signalements.models import Categorie, Question
from signalements.routing.lines import Facts, Line, given


@dataclass
class Words:
    """The names that explanations need, read when first asked for; one object per page or arrival."""

    _kept: dict[str, Mapping[Any, Any]] = field(default_factory=dict)

    def categorie(self, pk: int) -> str:
        """« Rue ou place sale »."""
        return self._of("categorie", lambda: dict(Categorie.objects.values_list("pk", "name"))).get(pk, "")

    def service(self, pk: int | None) -> str:
        """« Propreté »."""
        return self._services().get(pk, ("", ""))[1]

    def code(self, pk: int) -> str:
        """« proprete »: what the history names a service by."""
        return self._services()[pk][0]

    def named(self, code: str) -> str:
        """The name of the service of that code; the code itself once it is gone."""
        return next((name for known, name in self._services().values() if known == code), code)

    def crew(self, pk: int | None) -> str:
        """« Équipe du centre »."""
        return self._of("crew", lambda: dict(Crew.objects.values_list("pk", "name"))).get(pk, "")

    def territoire(self, pk: int) -> str:
        """« quartier Centre-Ville »."""
        known = self._of("territoire", lambda: Territoire.objects.defer("geom").in_bulk())
        return f"{known[pk].get_level_display()} {known[pk].name}" if pk in known else ""

    def answer(self, code: str, options: Any) -> str:
        """« Est-ce dangereux ? » : Oui, Un peu."""
        question = self._of("question", lambda: {each.code: each for each in Question.objects.all()}).get(code)
        if question is None:
            return f"{code} : {', '.join(sorted(options))}"
        labels = [option["label"] for option in question.options if option["code"] in options]
        return f"« {question.text} » {', '.join(labels)}"

    def target(self, service: int | None, crew: int | None) -> str:
        """« Propreté, équipe du centre »."""
        return ", ".join(part for part in (self.service(service), self.crew(crew)) if part)

    def _services(self) -> Mapping[int, tuple[str, str]]:
        rows = Service.objects.values_list("pk", "code", "name")
        return self._of("service", lambda: {pk: (code, name) for pk, code, name in rows})

    def _of(self, name: str, read: Any) -> Mapping[Any, Any]:
        if name not in self._kept:
            self._kept[name] = read()
        return self._kept[name]


def conditions(line: Line, words: Words) -> list[str]:
    """What a rule looks at, one condition each; empty when it holds for everything."""
    said = []
    if line.categories:
        said.append(_("catégorie : %(names)s") % {"names": _any_of(words.categorie(pk) for pk in line.categories)})
    if line.territoire:
        said.append(words.territoire(line.territoire))
    if line.temporalities:
        said.append(_("fréquence : %(names)s") % {"names": _any_of(_often(code) for code in line.temporalities)})
    said += [words.answer(code, codes) for code, codes in line.answers]
    return [*said, *_times(line)]


def _times(line: Line) -> list[str]:
    said = []
    if line.weekdays:
        said.append(", ".join(str(WEEKDAYS[day]) for day in sorted(line.weekdays)))
    if line.from_hour is not None and line.until_hour is not None:
        hours = {"start": time_format(line.from_hour, "H:i"), "end": time_format(line.until_hour, "H:i")}
        said.append(_("de %(start)s à %(end)s") % hours)
    if line.closed_days:
        said.append(_("week-ends et jours fériés"))
    return said


def held(line: Line, facts: Facts, words: Words) -> list[str]:
    """What a rule found in a report, condition by condition."""
    said = []
    if line.categories:
        said.append(_("catégorie « %(name)s »") % {"name": words.categorie(facts.categorie)})
    if line.territoire:
        said.append(words.territoire(line.territoire))
    if line.temporalities:
        said.append(_("fréquence : %(names)s") % {"names": _often(facts.temporality)})
    said += [words.answer(code, codes & set(given(facts.answers.get(code)))) for code, codes in line.answers]
    if line.weekdays or line.from_hour is not None or line.closed_days:
        said.append(_("signalé %(when)s") % {"when": date_format(facts.at, "l, H:i")})
    return said or [_("sans condition")]


def explanation(rank: int, line: Line, facts: Facts, words: Words) -> str:
    """« Règle 3 « Propreté du centre » : catégorie « Rue sale » ; quartier Centre-Ville. Pour : Propreté. »"""
    told = {
        "rank": rank, "name": line.name, "why": " ; ".join(held(line, facts, words)),
        "target": words.target(line.target.service, line.target.crew),
    }  # fmt: skip
    return _("Règle %(rank)d « %(name)s » : %(why)s. Pour : %(target)s.") % told


def missed(line: Line, facts: Facts, words: Words) -> str:
    """The only condition that kept a rule from holding, in words; empty when it is not one alone."""
    names = line.misses(facts)
    if len(names) != 1:
        return ""
    wanted = {
        "categories": lambda: _any_of(words.categorie(pk) for pk in line.categories),
        "territoire": lambda: words.territoire(line.territoire),
        "temporalities": lambda: _any_of(_often(code) for code in line.temporalities),
        "answers": lambda: " ; ".join(words.answer(code, codes) for code, codes in line.answers),
        "time": lambda: ", ".join(_times(line)),
    }
    return wanted[names[0]]()


def _often(code: str) -> str:
    return str(Temporality(code).label) if code in Temporality.values else _("non dite")


def _any_of(names: Any) -> str:
    return _(" ou ").join(sorted(map(str, names)))
