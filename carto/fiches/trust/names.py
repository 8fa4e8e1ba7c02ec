"""Names of private persons, by the title before them: « M. Dupont », « Madame Le Goff ». Pure.

A street, a school or a statue bears a title too: a title after such a word names a place. So does an office:
« Madame la maire » is nobody's name.
"""

import re
from collections.abc import Iterator

_TITLE = (
    r"(?:M\.|Mr\.?|MM\.|Mme\.?|Mmes|Mlle\.?|Me|Dr\.?|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|[Dd]octeur|"
    r"MONSIEUR|MADAME|M(?= [A-Z]))"
)
_PARTICLE = r"(?:(?:de|du|des|d['’]|le|la|van|von|ben|el|De|Du|Des|D['’]|Le|La|L['’]|Van|Von|Ben|El) ?)"
_WORD = r"[A-ZÀ-ÖØ-Þ](?:[^\W\d_]|['’\-](?=[^\W\d_]))+(?![\w\-])"
_NAMED = re.compile(
    rf"(?<![\w.]){_TITLE}\s+(?P<name>(?:{_PARTICLE}){{0,2}}{_WORD}(?:\s+(?:{_PARTICLE}){{0,2}}{_WORD}){{0,2}})"
)
# What bears people's names, up to three small words before the title: « rue du Docteur », « école Mme de Sévigné ».
_PLACE = re.compile(
    r"\b(?:rues?|av(?:enue)?\.?|b(?:oule)?v(?:ar)?d\.?|places?|squares?|quais?|ponts?|all[ée]es?|impasses?|passages?|"
    r"chemins?|cours|mail|esplanade|promenade|route|rond-point|carrefour|venelle|parcs?|jardins?|arr[êe]t|station|gare|"
    r"[ée]coles?|coll[èe]ges?|lyc[ée]es?|cr[èe]che|maternelle|gymnase|stade|piscine|salle|h[ôo]pital|clinique|"
    r"r[ée]sidence|tour|cit[ée]|[ée]glise|statue|buste|fontaine|th[ée][âa]tre|m[ée]diath[èe]que|biblioth[èe]que|mus[ée]e|tram(?:way)?)"
    r"(?:[ \-](?:du|de|de la|des|d['’]|le|la|les|l['’]|à))*[ \-]*$",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"^(?:la |le |les |l['’] ?)?(?:Maire|Mairesse|Pr[ée]sidente?|Directeur|Directrice|Adjointe?|Pr[ée]fet|Ministre|"
    r"D[ée]put[ée]e?|S[ée]nat(?:eur|rice)|[ÉE]lue?|Conseill\w+|Commissaire|Juge|Responsable|Voirie|Propret[ée]|Bonjour|"
    r"Merci|Bricolage|Propre|Figaro|Je|Il|Elle|Nous|Vous|Un|Une|Les|Votre|Pourriez|Pouvez)\b",
    re.IGNORECASE,
)


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where somebody is named with a title, the title included: (start, end) in characters."""
    for found in _NAMED.finditer(text):
        before = max(found.start() - 60, 0), found.start()
        if not _PLACE.search(text, *before) and not _OFFICE.match(found["name"]):
            yield found.span()
