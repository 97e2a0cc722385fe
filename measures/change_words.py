"""A change since a baseline in words: absolute difference first, its interval, then per cent, and of how many. Pure."""

from measures.computing.changes import CHANGE_REASONS
from measures.definitions import MeasureDefinition
from measures.disclosed_changes import Change
from measures.disclosure import WORDS
from measures.statistics.clustered_change import FEW_PRACTICES
from measures.statistics.comparisons import PICKED_AS_EXTREME, WINDOW_CHOSEN_AFTERWARDS

MINUS = "\N{MINUS SIGN}"
# Where a difference or an end of its interval is so large, one decimal says enough.
ONE_DECIMAL_FROM = 1

# Why a change must be expected although nothing was done; a page says it wherever one of these holds (trap 23).
BASELINE_HIGH, BASELINE_LOW = "baseline_high", "baseline_low"
BACK = "so part of the way back was to be expected although nothing was done"
REGRESSION_WORDS = {
    WINDOW_CHOSEN_AFTERWARDS: (
        "Regression to the mean: these months were chosen afterwards, when the list had become established, "
        "so part of the change may be chance."
    ),
    PICKED_AS_EXTREME: (
        "Regression to the mean: what stands out because it is high or low lies nearer the middle the next time, "
        "although nothing was done."
    ),
    BASELINE_HIGH: f"Regression to the mean: the baseline months were unusually high for this practice, {BACK}.",
    BASELINE_LOW: f"Regression to the mean: the baseline months were unusually low for this practice, {BACK}.",
}

CLUSTERED = "The interval is widened because practices differ from each other."
ROUNDED = "From rounded counts."
ROUNDED_OF_SEVERAL = (
    "From rounded counts. The interval does not allow for differences between practices, which exact figures alone tell, "
    "so it is too narrow."
)
SAME_PEOPLE = "The months count much the same people, so the interval rests on the mean of one month."
FEW = f"Fewer than {FEW_PRACTICES} practices: the interval is rough."


def difference_words(change: Change, definition: MeasureDefinition, unit: str, than: str) -> str:
    """12.3 fewer GP consultations per 100 people on the list a month than in the baseline."""
    size = amount(change.difference, largest_of(change))
    one, many = definition.counted
    if is_nought(size):
        return f"As many {many} {unit} {than.replace('than', 'as', 1)}, {precision(change)}"
    return f"{size} {way(change.difference)} {one if size == '1' else many} {unit} {than}"


def largest_of(change: Change) -> float:
    return largest(change.difference, change.difference_lower, change.difference_upper)


def largest(*values: float | None) -> float:
    return max(abs(value) for value in values if value is not None)


def amount(value: float, like: float) -> str:
    """Without its sign; the decimals follow from the size of `like`, so that a difference and its interval have the same."""
    if isinstance(value, int):
        return f"{abs(value):,}"
    return f"{abs(value):,.1f}" if abs(like) >= ONE_DECIMAL_FROM else f"{abs(value):,.2f}"


def way(difference: float) -> str:
    return "fewer" if difference < 0 else "more"


def is_nought(text: str) -> bool:
    return not text.strip("0.")


def precision(change: Change) -> str:
    if change.is_protected:
        return "to the nearest whole number"
    return "to one decimal" if largest_of(change) >= ONE_DECIMAL_FROM else "to two decimals"


def interval_words(change: Change) -> str:
    """95% interval 6.1 to 18.4 fewer; or why there is none."""
    if change.difference_lower is None:
        return "no interval: nothing was counted in the latest months"
    return f"95% interval {between(change.difference_lower, change.difference_upper, largest_of(change))}"


def between(lower: float, upper: float, like: float) -> str:
    """6.1 to 18.4 fewer, the smaller amount first; 2.0 fewer to 1.1 more where no difference lies in between."""
    low, high = amount(lower, like), amount(upper, like)
    if upper <= 0:
        return f"{high} to {low} fewer"
    return f"{low} to {high} more" if lower >= 0 else f"{low} fewer to {high} more"


def relative_words(change: Change) -> str:
    """A change of −21.3% (−31.0 to −10.5)."""
    return f"a change of {signed(change.percent)}%{relative_interval(change)}"


def relative_interval(change: Change) -> str:
    """Among very few practices it may be too wide to be a figure; without an event now there is none."""
    if change.lower is not None:
        return f" ({signed(change.lower)} to {signed(change.upper)})"
    return " (interval too wide to say)" if change.difference_lower is not None else ""


def signed(value: float) -> str:
    """With its sign, whole numbers whole: −21.3, +4.0, 0."""
    text = f"{abs(value):.0f}" if isinstance(value, int) else f"{abs(value):.1f}"
    return text if is_nought(text) else f"{MINUS if value < 0 else '+'}{text}"


def sample_words(change: Change, definition: MeasureDefinition, panel: str) -> str:
    """5,210 and 4,480 events in 86 practices with returns in both periods. `panel` is "" for a single practice."""
    kind = "people counted at the months' ends" if definition.counts_the_same_people else "events"
    counts = f"{change.baseline.numerator:,} and {change.current.numerator:,} {kind}"
    return f"{counts} in {panel}" if panel else counts


def sureness(change: Change, definition: MeasureDefinition, *, of_several: bool) -> list[str]:
    """What the interval allows for and what not."""
    rounded = (ROUNDED_OF_SEVERAL if of_several else ROUNDED) if change.is_protected else ""
    is_few = of_several and not change.is_protected and change.practices < FEW_PRACTICES
    found = [
        CLUSTERED if change.is_clustered else "",
        rounded,
        SAME_PEOPLE if definition.counts_the_same_people else "",
        FEW if is_few else "",
    ]
    return [words for words in found if words]


def reason_words(reason: str) -> str:
    words = CHANGE_REASONS.get(reason) or WORDS.get(reason) or "there is nothing to compare"
    return words[0].lower() + words[1:]
