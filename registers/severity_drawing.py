"""The course of one person's totals of one severity tool as SVG: a line by days, with the threshold of a case. Pure."""

from datetime import date

from practices.svg import Drawn, labelled
from registers.severity import Course

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 612, 16, 172
LINES = 4


def drawing(course: Course, words: str) -> Drawn:
    """`words` say the same for whoever cannot see it."""
    parts = [grid(course.tool.highest), threshold(course), line(course), days(course)]
    told = {"identifier": course.tool.code.lower(), "title": course.tool.name, "words": words}
    return labelled("".join(parts), width=WIDTH, height=HEIGHT, **told)


def across(course: Course, day: date) -> float:
    """Days are drawn as far apart as they are; a single one stands in the middle."""
    first, last = course.scores[0].day, course.scores[-1].day
    if first == last:
        return (LEFT + RIGHT) / 2
    return LEFT + 16 + (day - first).days / (last - first).days * (RIGHT - LEFT - 32)


def upward(total: float, highest: int) -> float:
    return BOTTOM - total / highest * (BOTTOM - TOP)


def grid(highest: int) -> str:
    parts = []
    for number in range(LINES + 1):
        total = round(highest * number / LINES)
        y = upward(total, highest)
        parts.append(f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d8dde0"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" font-size="12">{total}</text>')
    return "".join(parts)


def threshold(course: Course) -> str:
    if course.tool.case_from is None:
        return ""
    y = upward(course.tool.case_from, course.tool.highest)
    return (
        f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#212b32" stroke-dasharray="6 4"/>'
        f'<text x="{RIGHT}" y="{y - 4:.1f}" text-anchor="end" font-size="12">Case from {course.tool.case_from}</text>'
    )


def line(course: Course) -> str:
    points = [(across(course, score.day), upward(score.total, course.tool.highest)) for score in course.scores]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#005eb8"/>'
        f'<text x="{x:.1f}" y="{y - 9:.1f}" text-anchor="middle" font-size="13">{score.total}</text>'
        for (x, y), score in zip(points, course.scores, strict=True)
    )
    return f'<polyline points="{path}" fill="none" stroke="#005eb8" stroke-width="2"/>{dots}'


def days(course: Course) -> str:
    """The first and the last day; those between stand in the table."""
    ends = {course.scores[0].day, course.scores[-1].day}
    return "".join(
        f'<text x="{across(course, day):.1f}" y="{BOTTOM + 24}" text-anchor="middle" font-size="12">{day:%-d %b %Y}</text>'
        for day in sorted(ends)
    )
