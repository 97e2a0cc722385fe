"""A file in the words of a practice's clinical system -> the same file in ours, by an import profile. Pure."""

from dataclasses import replace

import numpy as np

from practices.uploads.columns import Columns, TextColumn
from practices.uploads.schema import FileSchema
from registers.profiles import Profile, translator


def in_our_words(columns: Columns, schema: FileSchema, profile: Profile) -> Columns:
    """Each different text translated once; a column that the export has not, but the profile fixes, is the same in all rows."""
    found = {
        name: TextColumn(column.codes, list(map(translator(schema.column(name), profile), column.texts)))
        for name, column in columns.columns.items()
    }
    everywhere = np.zeros(len(columns), dtype=np.uint8)
    for name, word in profile.fixed.items():
        if name in schema.by_name:
            found.setdefault(name, TextColumn(everywhere, [word]))
    return replace(columns, columns=found)
