"""Words and cells that several pages of a report have in common."""

from datetime import date

from collaborative.forms.shared import readable_text


def day(value: date | None) -> str:
    return f"{value:%-d %B %Y}" if value else ""


def per_cent(part: int, whole: int) -> str:
    """A share alone, for large type beside which stands what it is of."""
    return f"{100 * part / whole:.0f}%" if whole else "none to count"


def share_words(part: int, whole: int) -> str:
    """A share with what it is of; of nothing there is none."""
    return f"{100 * part / whole:.0f}% ({part} of {whole})" if whole else "none to count"


def read(row, field: str, level) -> str:
    """A text as far as the copy's readers may read it."""
    return readable_text(row, field, level) or ""


def paragraph(*sentences: str) -> str:
    return " ".join(sentence.strip() for sentence in sentences if sentence and sentence.strip())
