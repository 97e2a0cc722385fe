"""The workforce page: posts, who came and went, throughput and supervision, and what was learnt of introducing roles.

Protected in both copies: a facilitator does not see staff exactly either. Nobody is named and no PCT is.
"""

from collaborative.dashboards import workforce_wave
from collaborative.dashboards.workforce_engagement import EMPTY as NO_ENGAGEMENT
from collaborative.dashboards.workforce_engagement import engagement_page
from collaborative.dashboards.workforce_figures import WaveWorkforce, wave_workforce
from collaborative.dashboards.workforce_lessons import shared_lessons
from collaborative.reports.assembling.charts import numbers
from collaborative.reports.assembling.source import Source
from collaborative.reports.contents import Bullets, Chart, Page, Table, Text, Trace
from measures.disclosure import RULE
from operations.first_use import when_first_used
from practices import months
from workforce.models import Pulse

# Loaded when a report is first made: they need pandas.
retention = when_first_used("workforce.dashboards.retention")
reading = when_first_used("workforce.dashboards.retention_reading")
pulses = when_first_used("workforce.dashboards.pulses")

KEY, TITLE = "workforce", "Workforce"
PROTECTED = (
    f"Figures about staff follow {RULE} for staff: counts of 0 to 7 are shown as *, others to the nearest 5; supervision and "
    "leavers only of 8 people and 3 employers or more; PCTs as bands without their names."
)
BESIDE = "That figures stand side by side does not show that one caused the other."
NO_TREND = "Satisfaction: two rounds of the pulse have not been closed yet, so nothing can be compared."
NO_PAY = (
    "How pay and terms differ between PCTs is not in this report, because who prepares it may not see pay: commissioners and "
    "the programme's administrators find it on the page of variation, PCTs as dots without a name."
)
NO_LESSONS = "No lesson has been shared yet."
NOTHING_YET = "Nothing has been computed of the roster yet."


def workforce(source: Source) -> list[Page]:
    """One page where the wave's PCTs have posts; a workforce wave always has it."""
    found = wave_workforce(None, source.wave)
    if found.month is None:
        return [] if source.has_measures else [Page(KEY, TITLE, (Text((NOTHING_YET,)),))]
    blocks = (
        Text((f"At the end of {months.label(found.month)}. {PROTECTED}",)),
        plain_table(
            workforce_wave.figures_table(workforce_wave.figures(found, workforce_wave.benchmark_of(source.wave)), found)
        ),
        *(chart(one) for one in workforce_wave.charts(found)),
        *bands(found),
        *([] if source.has_measures else of_programme(source)),
    )
    return [Page(KEY, TITLE, blocks)]


def bands(found: WaveWorkforce) -> list:
    if found.why_no_figure:
        return [Text((f"How far PCTs lie apart: no value, {found.why_no_figure}.",))]
    return [Text((workforce_wave.BANDS_WORDS,)), plain_table(workforce_wave.bands_table(found))]


def of_programme(source: Source) -> list:
    """What is known of the whole programme, in the report of its own wave."""
    return [*stayed(source), *satisfaction(source), *engagement(source), Text((NO_PAY,)), lessons(source)]


def stayed(source: Source) -> list:
    """Who is still in the role after 6, 12, 18 and 24 months, as whoever does not lead the roster may see it."""
    found = retention.found_for(source.wave.programme, reading.Sight(reading.WHOLE, "", is_exact=False), reading.COHORT)
    return [
        Text((f"Retention. {retention.sentence(found)}",)),
        plain_table(retention.table(found)),
        plain_table(retention.counts_table(found)),
    ]


def satisfaction(source: Source) -> list:
    """Round by round; a round of fewer than ten answers gives no mean."""
    found = pulses.trend_of(Pulse.objects.filter(programme=source.wave.programme))
    return [Text((NO_TREND,))] if found is None else [plain_table(found["table"]), Text((found["sentence"],))]


def engagement(source: Source) -> list:
    """Managers and commissioners beside retention and throughput: of the whole programme."""
    page = engagement_page(None, source.wave.programme)
    if page.empty == NO_ENGAGEMENT:
        return []
    table = plain_table(page.whole)
    return [
        Text((BESIDE,)),
        Table("Managers and commissioners, beside retention and throughput", table.head, table.rows),
    ]


def lessons(source: Source) -> Bullets:
    """What failed too: it is learning."""
    items = tuple(f"{one.words}. {sentence(one.tried)} {sentence(one.learning)}" for one in shared_lessons(source.wave))
    return Bullets("What was learnt of introducing roles", items, NO_LESSONS)


def sentence(text: str) -> str:
    """As somebody typed it, with a full stop where they left it out."""
    plain = " ".join(text.split())
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."


# ---- from the pages' tables to the report's


def plain_table(table: dict) -> Table:
    head = tuple(text_of(cell) for cell in table["head"])
    return Table(table["caption"], head, tuple(tuple(text_of(cell) for cell in row) for row in table["rows"]))


def text_of(cell) -> str:
    """With the reason where there is no value."""
    if not isinstance(cell, dict):
        return cell
    hint = cell.get("hint", "")
    return f"{cell['text']} ({hint})" if hint else cell["text"]


def chart(one: workforce_wave.Chart) -> Chart:
    return Chart(
        identifier=f"workforce-{one.identifier}",
        title=one.title,
        sentence=one.sentence,
        unit=one.unit,
        categories=one.categories,
        traces=(Trace(one.title, numbers(one.numbers)),),
        table=plain_table(one.table),
        svg=str(one.drawing),
    )
