"""The storyboard of a practice as contents of a report with one page: what its reader may see of the figures, the practice's words."""

from dataclasses import dataclass

from collaborative.actions.storyboards import PARTS
from collaborative.dashboards.gathering import Gathered
from collaborative.models import Storyboard
from collaborative.reports.assembling.charts import charts_of
from collaborative.reports.contents import Page, Report, Text
from measures.disclosure import Audience
from measures.models import Series
from practices import clock

NOTICES = {
    Audience.OWNER: "Own data: do not share; small numbers.",
    Audience.PARTNER: "Exact figures under the sharing agreement: do not pass on; small numbers.",
    Audience.OTHER: "Figures as released: counts of 0 to 7 are hidden, others rounded to the nearest 5.",
}
INVENTED = "Demonstration: everything here is invented."
NOT_WRITTEN = "Nothing is written here yet."


@dataclass(frozen=True)
class Figures:
    """What the charts of a report are drawn from."""

    gathered: Gathered


def charts(gathered: Gathered, practice) -> tuple:
    return charts_of(Figures(gathered), Series.Level.PRACTICE, practice)


def notice_of(gathered: Gathered, practice) -> str:
    """How carefully its reader has to treat the figures."""
    return NOTICES[gathered.audience(Series.Level.PRACTICE, practice)]


def report(storyboard: Storyboard, gathered: Gathered) -> Report:
    """The words are the practice's, one part a paragraph; charts as the reader of `gathered` may see them."""
    practice, wave = storyboard.practice, storyboard.wave
    found = charts(gathered, practice)
    words = tuple(f"{title}: {storyboard.words[part]}" for part, title in PARTS.items() if storyboard.words.get(part))
    page = Page("storyboard", f"Storyboard: {practice.name}", (Text(words or (NOT_WRITTEN,)), *found))
    notices = [INVENTED] if practice.is_invented else []
    return Report(
        title=f"Storyboard: {practice.name}",
        subtitle=wave.name,
        as_at=f"Data as at {clock.now():%-d %B %Y}",
        notice=" ".join([*notices, notice_of(gathered, practice)]),
        pages=(page,),
    )
