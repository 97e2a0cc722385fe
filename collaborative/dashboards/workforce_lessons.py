"""Lessons of introducing a role that everybody in the programme may read; the collaborative files them as learning (row 66)."""

from dataclasses import dataclass
from datetime import date

from workforce.catalogue import role_name
from workforce.models import Lesson


@dataclass(frozen=True)
class SharedLesson:
    """One lesson without who wrote it."""

    pk: int
    on: date
    role: str
    result: str
    tried: str
    learning: str
    place: str

    @property
    def words(self) -> str:
        return f"{self.role}: {self.result[:1].lower()}{self.result[1:]}"


def shared_lessons(wave) -> list[SharedLesson]:
    """Those of the wave's programme, the latest first. Whoever reads the wave's learning may read them: one query."""
    return [
        SharedLesson(
            row.pk,
            row.on,
            role_name(row.plan.role),
            row.get_result_display(),
            row.tried,
            row.learning,
            row.commissioner.name if row.commissioner else "The programme",
        )
        for row in Lesson.objects.shared_in([wave.programme_id])
    ]
