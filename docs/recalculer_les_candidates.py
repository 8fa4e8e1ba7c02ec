"""Recalcule le score de chaque candidate depuis le fichier /opportunites/candidates.csv, sans la plateforme.

    python3 docs/recalculer_les_candidates.py candidates.csv

Points d'un signal : sa valeur divisée par la valeur pleine, 1 au plus ; 0 sans donnée. Score sur 100 :
100 × somme (poids × points) / somme des poids.
"""

import csv
import sys
from pathlib import Path

SIGNAUX = ("people", "repeats", "cost", "uses", "contracts", "access", "neglect", "network")


def score(ligne: dict[str, str]) -> float:
    """Le score d'une ligne du fichier."""
    gagne = total = 0.0
    for nom in SIGNAUX:
        valeur, plein, poids = (float(ligne[f"{quoi}_{nom}"] or 0) for quoi in ("valeur", "plein", "poids"))
        gagne += poids * (max(0.0, min(1.0, valeur / plein)) if plein else 0.0)
        total += poids
    return 100 * gagne / total


with Path(sys.argv[1]).open(encoding="utf-8", newline="") as fichier:
    lignes = list(csv.DictReader(fichier))
fausses = [ligne for ligne in lignes if abs(score(ligne) - float(ligne["score"])) > 1e-9]
sys.stdout.write(f"{len(lignes)} candidates recalculées, {len(fausses)} en désaccord.\n")
sys.exit(1 if fausses else 0)
