"""A poll as a file: options, rule, voices sorted by what they say, and the order announced; JSON and CSV."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from projets.votes.polls.balance import weights
from projets.votes.polls.counting import count
from projets.votes.polls.poll import MOST_WEIGHT, Poll, Voice

VERSION: Final = 1


def as_told(poll: Poll, voices: Sequence[Voice], told: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that a stranger needs to count again; `told` (title, dates…) comes first and decides nothing."""
    return {
        **told,
        "version": VERSION,
        "method": poll.method.value,
        "options": list(poll.codes),
        "dots": poll.dots,
        "seed": poll.seed,
        "most_weight": MOST_WEIGHT,
        "people": dict(sorted(poll.people.items())),
        "announced": {
            "raw": [place.code for place in count(poll, voices)],
            "balanced": [place.code for place in count(poll, voices, weights(poll, voices))],
        },
        "voices": sorted((_voice(voice) for voice in voices), key=lambda voice: json.dumps(voice, sort_keys=True)),
    }


def _voice(voice: Voice) -> dict[str, Any]:
    choices = dict(sorted(voice.choices.items()))
    return {"choices": choices, "cell": voice.cell, "together": voice.together, "proof": voice.proof}


def write_json(poll: Poll, voices: Sequence[Voice], told: Mapping[str, Any]) -> str:
    """Indented, in UTF-8 without escapes; the same voices give the same bytes."""
    return json.dumps(as_told(poll, voices, told), ensure_ascii=False, indent=1) + "\n"


def write_csv(poll: Poll, voices: Sequence[Voice]) -> str:
    """One voice a row: cell, together, proof, then each option; empty where nothing was said."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["cell", "together", "proof", *poll.codes])
    rows.writerows(_sorted_rows(poll, voices))
    return out.getvalue()


def _sorted_rows(poll: Poll, voices: Sequence[Voice]) -> list[list[str]]:
    rows = [[v.cell, str(v.together), v.proof, *(str(v.choices.get(code, "")) for code in poll.codes)] for v in voices]
    return sorted(rows)
