"""`python -m tiles.bench.whole_export gpkg`: the whole view in that format, on disk.

Prints rows, seconds, and megabytes: at the peak, before it began (Django, and what a first answer loads), of the file.
Run apart, so that the peak of memory is that of one file being made: the whole process, Django included.
"""

import os
import sys
import tempfile
from pathlib import Path
from time import monotonic

import django

from tiles.bench.memory import KILOBYTES, peak


def main() -> None:
    """Make one file of every public fiche, and let it go."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carto.settings")
    django.setup()
    from carto.fiches.filters import Filters
    from carto.ouvert.files.columns import view_of
    from carto.ouvert.files.formats import FORMATS, FRENCH

    asked = sys.argv[1]
    made = FRENCH if asked == "excel" else FORMATS[asked]
    view = view_of(Filters())
    rows = view.fiches.count()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"vue.{made.extension}"
        floor, begun = peak(), monotonic()
        made.save(view, path)
        took, size = monotonic() - begun, path.stat().st_size / KILOBYTES**2
    sys.stdout.write(f"{rows} {took:.2f} {peak():.1f} {floor:.1f} {size:.1f}\n")


if __name__ == "__main__":
    main()
