"""An invented report of 16 teams and 97 practices with 460 charts, the same every time. Nothing in it comes from a database."""

from functools import cache
from random import Random

from collaborative.reports.contents import Bullets, Chart, Facts, Mark, Page, Quote, Report, Table, Text, Trace
from measures import svg_charts
from measures.svg_charts import Band, Drawing, Level

MONTHS = tuple(f"{name} {year}" for year in (2005, 2006, 2007) for name in
               ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"))[5:35]  # fmt: skip
MEASURES = ("Long sickness absence", "Referrals to mental health services", "GP consultations", "Antidepressant starts")
PERIODS = (Mark("AP1", 8, 13.4), Mark("AP2", 14, 19.4), Mark("AP3", 20, 26.4))
PLACES = (
    "Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel",
    "Ivy", "Juniper", "Kale", "Larch", "Maple", "Oak", "Pine", "Rowan",
)  # fmt: skip
PRACTICES = 97
SENTENCE = (
    "What we see: the rate of {name} varies by chance around {centre} per 1,000 on the list. "
    "How sure: limits from 13 months; nothing is flagged. {cycles} cycles fall in this chart."
)
HEAD = ("Month", "Numerator", "Denominator", "Rate", "Mean", "Lower limit", "Upper limit", "What happened", "State")


def chart(name: str, measure: str, *, months: int = 30, gap: int | None = 17) -> Chart:
    """Thirty months of one measure, one of them without a value."""
    chance = Random(f"{name}/{measure}")
    lists = [chance.randint(180, 260) for _ in range(months)]
    counts = [None if month == gap else chance.randint(9, 60) for month in range(months)]
    return made_chart(name, measure, counts, lists)


def made_chart(name, measure, counts, lists) -> Chart:
    values = [
        None if above is None else round(1000 * above / below, 1) for above, below in zip(counts, lists, strict=True)
    ]
    known = [value for value in values if value is not None] or [0.0]
    centre = round(sum(known) / len(known), 1)
    lower, upper = max(0.0, round(centre * 0.6, 1)), round(centre * 1.4, 1)
    labels = MONTHS[: len(values)]
    title = f"{measure}, {name}"
    sentence = SENTENCE.format(name=measure.lower(), centre=f"{centre:g}", cycles=2)
    return Chart(
        identifier=f"{name}-{measure}".lower().replace(" ", "-"),
        title=title,
        sentence=sentence,
        unit="per 1,000 on the list",
        categories=labels,
        traces=(
            Trace("Rate", tuple(values)),
            Trace(f"Mean {centre:g}", (centre,) * len(values), "centre"),
            Trace("Lower limit", (lower,) * len(values), "limit"),
            Trace("Upper limit", (upper,) * len(values), "limit"),
        ),
        table=figures(title, labels, counts, lists, values, centre, lower, upper),
        svg=svg_charts.chart(drawing(title, sentence, values, lists, labels, centre, lower, upper), slug(title)),
        marks=(
            *PERIODS,
            Mark("1", 9, 11, "cycle"),
            Mark("2", 15, 18, "cycle"),
            Mark("Learning workshop 2", 14, None, "event"),
        ),
        notes=("1: letters to people on the list, one practice.", "2: guided self-help offered at the desk."),
    )


def figures(title, labels, counts, lists, values, centre, lower, upper) -> Table:
    rows = zip(labels, counts, lists, values, strict=True)
    table = tuple(
        (month, above, below, "no return" if rate is None else rate, centre, lower, upper, "", "accepted")
        for month, above, below, rate in rows
    )
    return Table(f"{title}, month by month", HEAD, table)


def drawing(title, sentence, values, lists, labels, centre, lower, upper) -> Drawing:
    last = len(values) - 1
    return Drawing(
        title=title,
        description=sentence,
        values=values,
        lists=lists,
        labels=[f"{label[:3]} {label[-2:]}" for label in labels],
        bands=[Band(mark.first, mark.last - 1, mark.label) for mark in PERIODS],
        levels=[Level(0, last, centre, (lower,) * len(values), (upper,) * len(values))],
        centre_label=f"mean {centre:g}",
        uprights=[(9, "1"), (15, "2")],
        is_grey=True,
    )


def slug(text: str) -> str:
    return text.lower().replace(" ", "-").replace(",", "")


def funnel(measure: str, number: int = PRACTICES) -> Chart:
    chance = Random(f"funnel/{measure}")
    sizes = sorted(chance.randint(80, 900) for _ in range(number))
    rates = [round(chance.gauss(40, 120 / size**0.5), 1) for size in sizes]
    along = tuple(range(80, 901, 82))
    return Chart(
        identifier=f"funnel-{slug(measure)}",
        title=f"{measure}: spread of practices",
        sentence=f"{number} practices around an average of 40 per 1,000; 2 lie outside the 99.8% limits, by chance 0.2 would.",
        unit="per 1,000 on the list",
        categories=(),
        form="funnel",
        across_title="On the list",
        traces=(
            Trace("Practices", tuple(rates), "points", tuple(sizes), tuple(f"Practice {n}" for n in range(1, number + 1))),
            Trace("Average 40", (40.0,) * len(along), "centre", along),
            Trace("Upper 99.8%", tuple(round(40 + 360 / size**0.5, 1) for size in along), "limit", along),
            Trace("Lower 99.8%", tuple(round(40 - 360 / size**0.5, 1) for size in along), "limit", along),
        ),
        table=Table(f"{measure} by practice", ("Practice", "On the list", "Rate"),
                    tuple((f"Practice {n}", size, rate) for n, (size, rate) in enumerate(zip(sizes, rates, strict=True), 1))),
    )  # fmt: skip


# ---- pages


def attendance() -> Page:
    rows = tuple((f"{place} PCT", 4 + n % 5, n % 3, 1, 0 if n % 4 else 2, n + 5) for n, place in enumerate(PLACES))
    head = ("Team", "General practice", "Mental health", "Managers", "Service users and carers", "All")
    gaps = Bullets("Missing voices", tuple(f"{place} PCT: nobody who uses the service" for place in PLACES[:5]))
    return Page("attendance", "Who came", (Table("Attendance by team and kind", head, rows), gaps))


def barriers() -> Page:
    rows = tuple((f"No room for groups in {place}, although everybody agreed on it in the spring", "premises", f"{place} PCT", 30 + 7 * n)
                 for n, place in enumerate(PLACES * 3))  # fmt: skip
    return Page(
        "barriers", "Barriers", (Table("Open barriers, oldest first", ("Barrier", "Kind", "Team", "Days open"), rows),)
    )


def team(place: str) -> Page:
    name = f"{place} PCT"
    blocks = (
        Facts((("Cycles", "7", "2 of them abandoned"), ("Progress score", "3.0", "2.5 at the workshop before"))),
        *(chart(name, measure) for measure in MEASURES),
        Table("Cycles by principle", ("Principle", "Planned", "Doing", "Closed"), (("Knowing who", 1, 2, 3), ("Care that steps", 0, 1, 0))),
        Quote("We stopped the letter after eleven people: nobody had read it.", "Story, abandoned idea"),
    )  # fmt: skip
    return Page(
        f"team-{place.lower()}", name, blocks, commentary=f"{name} tested most of its ideas in one practice first."
    )


def practice(number: int) -> Page:
    place = PLACES[number % len(PLACES)]
    name = f"{place} practice {1 + number // len(PLACES)}"
    return Page(f"practice-{number}", name, tuple(chart(name, measure) for measure in MEASURES), section=f"{place} PCT")


def own_pages() -> list[Page]:
    words = Text(
        ("Every figure is as it stood on the day named on the cover.", "A count of 0 to 7 is shown as a star.")
    )
    plan = Table(
        "Agreed until the next workshop",
        ("What", "Who", "By when", "Predicted effect"),
        (("Ring after two weeks", "Alder PCT", "1 June 2006", "5 fewer referrals"),),
    )
    return [
        Page("definitions", "Definitions and data quality", (words, Table("Returns", ("Month", "Received"), (("January 2007", 96),)))),
        Page("spread", "Spread of results", tuple(funnel(measure) for measure in MEASURES)),
        Page("plan", "Plan of the next action period", (plan, Table("What was agreed last time", ("What", "What came of it"), ()))),
        Page("reflections", "Reflections", (Quote("It is the first time anybody asked us.", "Service user"), Bullets("Themes", ()))),
    ]  # fmt: skip


@cache
def full_report(teams: int = len(PLACES), practices: int = PRACTICES) -> Report:
    """16 teams and 97 practices: 460 charts on 120 pages."""
    pages = [attendance(), Page("wave", "The wave", tuple(chart("All practices", measure) for measure in MEASURES))]
    for number, place in enumerate(PLACES[:teams]):
        pages += [team(place), *(practice(other) for other in range(number, practices, len(PLACES)))]
    return Report(
        title="Learning workshop 2, first wave",
        subtitle="Report of the wave",
        as_at="8 February 2007",
        notice="Invented data. Figures are protected.",
        pages=(*pages, barriers(), *own_pages()),
        about=(("Made by", "the facilitator"), ("Computation", "4711"), ("Rules", "Making Data Count")),
    )


def small_report(**changes) -> Report:
    """One of every kind of page and block."""
    fields = {field: getattr(full_report(1, 3), field) for field in Report.__dataclass_fields__}
    return Report(**fields | changes)
