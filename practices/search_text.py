"""How a name is written for searching, pure: no accents, no apostrophes, no capitals, single spaces."""

import re
import unicodedata


def folded(text: str) -> str:
    """`ST ANDREW'S  Tŷ-Glas` becomes `st andrews ty glas`: what a person types finds what was published."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = re.sub(r"['’`]", "", plain.casefold())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())
