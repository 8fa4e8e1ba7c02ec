"""The statements that count: one a signal, each exact over all places × themes, or over those asked for."""

from projets.opportunites.evidence.querysets.counting import count, count_into
from projets.opportunites.evidence.querysets.touched import touched

__all__ = ["count", "count_into", "touched"]
