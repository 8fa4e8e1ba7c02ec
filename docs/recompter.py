"""Recompte une consultation : python3 recompter.py voix.json (bibliothèque standard seulement)."""

import hashlib
import json
import sys
from fractions import Fraction
from pathlib import Path

told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
codes, people, voices, method = told["options"], told["people"], told["voices"], told["method"]
heard: dict[str, Fraction] = {}  # voix de chaque part de la population ; un groupe déclaré n'en fait qu'une
for voice in (voice for voice in voices if people.get(voice["cell"])):
    heard[voice["cell"]] = heard.get(voice["cell"], Fraction(0)) + Fraction(1, voice["together"])
living, spoken = sum(people[cell] for cell in heard), sum(heard.values())
most = Fraction(told["most_weight"])
weight = {cell: min(most, Fraction(people[cell], living) * spoken / many) for cell, many in heard.items()}
drawn = sorted(codes, key=lambda code: (hashlib.sha256(f"{told['seed']}:{code}".encode()).hexdigest(), code))
for name in ("raw", "balanced"):
    total = {code: [Fraction(0), Fraction(0)] for code in codes}  # le premier nombre ordonne, le second départage
    for voice in voices:
        one = Fraction(1) if name == "raw" else weight.get(voice["cell"], Fraction(1)) / voice["together"]
        for code, value in voice["choices"].items():
            ways = {"consent": (min(value, 0), max(value, 0)), "dates": (min(value, 1), max(value - 1, 0))}
            ways["ranking"] = (len(codes) + 1 - value, 0)
            total[code] = [total[code][rank] + one * ways.get(method, (value, 0))[rank] for rank in (0, 1)]
    order = sorted(drawn, key=lambda code: total[code], reverse=True)
    sys.stdout.write(f"{name} : " + ", ".join(f"{code} {float(total[code][0]):g}" for code in order) + "\n")
    if order != told["announced"][name]:
        sys.exit("Ce n'est pas l'ordre annoncé.")
