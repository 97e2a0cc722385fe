"""Shares of answers as SVG: one bar a group in three parts, told apart by shade, edge and words, not by colour alone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from practices.svg import Drawn, labelled
from workforce.pulses import CLASS_NAMES

WIDTH, ROW, BAR = 360, 42, 18
LEFT, RIGHT = 1, 359
LEGEND = 24
FILLS = ("#4c6272", "#ffffff", "#005eb8")
INKS = ("#ffffff", "#212b32", "#ffffff")
# Of the bar, below which a number does not fit into its part.
NARROWEST = 0.09


@dataclass(frozen=True)
class Bar:
    """`shares` of disagree, neither, agree add up to 1; () where `why` says why they are not shown."""

    label: str
    shares: tuple[float, ...] = ()
    why: str = ""


def drawing(identifier: str, title: str, description: str, bars: Sequence[Bar]) -> Drawn:
    """The drawing, with the words that screen readers get."""
    height = LEGEND + ROW * len(bars) + 4
    rows = "".join(row(bar, LEGEND + ROW * place) for place, bar in enumerate(bars))
    told = {"identifier": identifier, "title": title, "words": description}
    return labelled(legend() + rows, width=WIDTH, height=height, css_class="app-pulse-bars", **told)


def legend() -> str:
    return "".join(
        f'<rect x="{LEFT + place * 90}" y="4" width="12" height="12" fill="{fill}" stroke="#212b32"/>'
        f'<text x="{LEFT + place * 90 + 18}" y="14" font-size="11">{name}</text>'
        for place, (name, fill) in enumerate(zip(CLASS_NAMES, FILLS, strict=True))
    )


def row(bar: Bar, top: float) -> str:
    name = f'<text x="{LEFT}" y="{top + 13}" font-size="12">{escape(bar.label)}</text>'
    if not bar.shares:
        return f'{name}<text x="{LEFT}" y="{top + 29}" font-size="11" fill="#4c6272">{escape(bar.why)}</text>'
    return name + parts(bar.shares, top + 18)


def parts(shares: Sequence[float], top: float) -> str:
    drawn, left = [], float(LEFT)
    for share, fill, ink in zip(shares, FILLS, INKS, strict=True):
        width = share * (RIGHT - LEFT)
        if width:
            drawn.append(
                f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{BAR}" fill="{fill}" stroke="#212b32"/>'
            )
        if share >= NARROWEST:
            drawn.append(
                f'<text x="{left + width / 2:.1f}" y="{top + 13}" font-size="11" text-anchor="middle" fill="{ink}">{share * 100:.0f}%</text>'
            )
        left += width
    return "".join(drawn)
