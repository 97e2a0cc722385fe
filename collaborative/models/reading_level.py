"""Who may read what a team writes. Chosen for each record, shown beside each field before it is saved (G9)."""

from django.db import models


class ReadingLevel(models.IntegerChoices):
    """The widest circle that may read a record; each circle holds those before it."""

    TEAM = 1, "The team alone"
    FACILITATOR = 2, "The team and its facilitator"
    COMMISSIONER = 3, "The team, its facilitator and its commissioner"
    WAVE = 4, "Everybody in the wave"


def readers_words(level: int, ceiling: int = ReadingLevel.WAVE) -> str:
    """The sentence beside a field: who can read it once it is saved at `level`, when it never goes beyond `ceiling`."""
    return f"Can be read by: {ReadingLevel(min(level, ceiling)).label.lower()}"
