"""Static files under hashed names, compressed once at collection."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedFiles(StaticFilesConfig):
    # htmx's extensions and its next version come in the same wheel, are not used here, and name modules that are not there.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "htmx-4*", "htmax-4*"]


class HashedStorage(CompressedManifestStaticFilesStorage):
    # Without this a module would import its neighbours by their unhashed names, past the cache.
    support_js_module_import_aggregation = True
