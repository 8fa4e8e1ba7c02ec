"""Static files under names that change with their content, so that browsers may keep them for ever."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites `import "./x.js";` in our modules (only lines that end with a semicolon).

    Vendored folders are copied untouched beside their hashed twins: MapLibre's own imports keep working because its
    three files stay next to each other under their plain names.
    """

    support_js_module_import_aggregation = True


class StaticFiles(StaticFilesConfig):
    """Leaves out what no page loads: MapLibre's source maps, development builds, type declarations, and terra-draw for
    those who bundle.

    They are 60 MB, and a minute of compression.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "maplibre-gl*.map",
        "*-dev.mjs",
        "*.d.ts",
        "terra-draw*.umd.js*",
        "terra-draw*.module.js*",
        "terra-draw*.cjs*",
    ]
