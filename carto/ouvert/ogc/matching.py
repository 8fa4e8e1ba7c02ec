"""LIKE as the standard has it, over any expression: `%` any letters, `_` one, a backslash for themselves."""

from typing import Any

from django.db.models import BooleanField, Func, TextField
from django.db.models.functions import Cast


class Matches(Func):
    """Whether a text follows a pattern. Capitals count (`CASEI` folds them)."""

    template = "(%(expressions)s)"
    arg_joiner = " LIKE "
    output_field = BooleanField()
    conditional = True

    def __init__(self, text: Any, pattern: Any) -> None:
        super().__init__(Cast(text, TextField()), pattern)
