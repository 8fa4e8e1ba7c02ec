"""Static files under names that change with their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites `import "./x.js";` in our modules (only lines that end with a semicolon).

    Vendored folders are copied untouched beside their hashed twins: MapLibre's own imports keep working because its
    three files stay next to each other under their plain names.
    """

    support_js_module_import_aggregation = True
