"""`python -m tiles.bench.whole_view`: writes every row of the desk as CSV to nowhere; prints rows, seconds, megabytes.

Run apart, so that the peak of memory is that of the table alone, beyond what a web process holds anyway.
"""

import os
import sys
from time import monotonic

import django

from tiles.bench.memory import peak


def main() -> None:
    """Stream the whole table, as a regulator would have it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carto.settings")
    django.setup()
    from carto.wsgi import application  # noqa: F401  (what a web process has loaded)
    from signalements.desk.exports import as_csv
    from signalements.desk.filters import ORDERS
    from signalements.models import Signalement

    held = peak()
    begun, lines = monotonic(), -1
    for part in as_csv(ORDERS["recents"].sorted(Signalement.objects.all())):
        lines += part.count(b"\n")
    sys.stdout.write(f"{lines} {monotonic() - begun:.2f} {peak() - held:.1f}\n")


if __name__ == "__main__":
    main()
