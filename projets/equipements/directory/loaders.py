"""The directory from two readable files: `organismes.csv` (who) and `competences.csv` (who answers for what)."""

from dataclasses import dataclass, field
from pathlib import Path

from carto.comptes.models import Service
from carto.fiches.models import Theme
from carto.readable import Row, read_rows
from carto.territoires.models import Territoire
from projets.equipements.models import Competence, Level, Organisme

WHO = ("slug", "name", "level", "siren", "website", "contact")
WHAT = ("theme", "organisme", "service", "territoire", "does", "contact", "days", "source")


@dataclass
class Loading:
    """What one reading of the files brought, and the codes that nothing here bears."""

    organismes: dict[str, Organisme] = field(default_factory=dict)
    competences: list[Competence] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)


def load_organismes(path: Path, loading: Loading) -> None:
    """Each once, known by its SIREN or its slug; how to reach it is kept where somebody has written it by hand."""
    known = {each.siren: each for each in Organisme.objects.exclude(siren="")}
    slugs = {each.slug: each for each in Organisme.objects.all()}
    for row in read_rows(path, WHO):
        if row["level"] not in Level.values:
            raise row.refused(f"niveau « {row['level']} » inconnu ; possibles : {', '.join(Level.values)}.")
        if row["siren"] and not (row["siren"].isdecimal() and len(row["siren"]) == 9):
            raise row.refused(f"SIREN « {row['siren']} » : neuf chiffres sont attendus.")
        loading.organismes[row["slug"]] = _kept(row, known.get(row["siren"]) or slugs.get(row["slug"]))


def _kept(row: Row, found: Organisme | None) -> Organisme:
    told = {name: row[name] for name in WHO}
    if found is None:
        return Organisme.objects.create(**told)
    for name in ("name", "level", "website"):
        setattr(found, name, told[name] or getattr(found, name))
    found.contact = found.contact or told["contact"]
    found.save(update_fields=["name", "level", "website", "contact"])
    return found


def load_competences(path: Path, loading: Loading) -> None:
    """Each line once; one gone from the file stays, since people may have entered it: the command says how many."""
    themes, services = Theme.objects.in_bulk(field_name="code"), Service.objects.in_bulk(field_name="code")
    for row in read_rows(path, WHAT):
        if row["days"] and not row["days"].isdecimal():
            raise row.refused("le délai est un nombre de jours ouvrés.")
        if row["organisme"] not in loading.organismes:
            raise row.refused(f"« {row['organisme']} » n’est pas dans organismes.csv.")
        if row["theme"] not in themes:
            loading.unknown.add(f"thème {row['theme']}")
            continue
        territoire = Territoire.objects.filter(code=row["territoire"], valid_to=None).first()
        if row["territoire"] and territoire is None:
            loading.unknown.add(f"territoire {row['territoire']}")
            continue
        if row["service"] and row["service"] not in services:
            loading.unknown.add(f"service {row['service']}")
        loading.competences.append(
            _competence(row, themes[row["theme"]], services.get(row["service"]), territoire, loading)
        )


def _competence(
    row: Row, theme: Theme, service: Service | None, territoire: Territoire | None, loading: Loading
) -> Competence:
    organisme = loading.organismes[row["organisme"]]
    told = {"theme": theme, "territoire": territoire, "organisme": organisme, "service": service, "does": row["does"]}
    days = int(row["days"]) if row["days"] else None
    said = {"contact": row["contact"], "days": days, "source": row["source"]}
    return Competence.objects.update_or_create(**told, defaults=said)[0]
