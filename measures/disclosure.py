"""What a reader may see of a count: the only door for figures, pure. Release rule v1, steps 2 to 6, on live figures.

The practice itself ("owner") and its partners under a sharing agreement ("partner") see true figures. Everyone else sees
counts of 0 to 7 as `*` and the others to the nearest 5, and only such rates as follow from those; changes are worked out from
them in measures.disclosed_changes. A published denominator (registered people) needs no protection; the list of the measures
is not published, so it does.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

RULE = "release rule v1"
SUPPRESSED = "*"
LARGEST_SUPPRESSED = 7
BASE = 5
MINIMUM_PRACTICES = 5
MINIMUM_COMMISSIONERS = 3
MINIMUM_REGISTERED = 100
MINIMUM_DENOMINATOR = 20
MINIMUM_COUNT_OF_CHANGE = 20
MINIMUM_PRACTICES_OF_DISTRIBUTION = 10
# Per registered people; for others a whole number, which per 1,000 would nearly always be 0 for the rarer events.
REGISTERED_PER = {True: 1_000, False: 100_000}


class Audience(StrEnum):
    OWNER = "owner"
    PARTNER = "partner"
    OTHER = "other"

    @property
    def is_exact(self):
        return self is not Audience.OTHER


class Withheld(StrEnum):
    """Why a protected figure is not shown; the words that people read are in `WORDS`."""

    FEW = "few"
    TOO_FEW_PRACTICES = "too_few_practices"
    TOO_FEW_COMMISSIONERS = "too_few_commissioners"
    SMALL_PRACTICE = "small_practice"
    SMALL_DENOMINATOR = "small_denominator"
    WHOLE_GROUP = "whole_group"
    SMALL_COUNTS = "small_counts"
    NEARLY_ALL = "nearly_all"


WORDS = {
    Withheld.FEW: "0 to 7, shown as *",
    Withheld.TOO_FEW_PRACTICES: "withheld: fewer than 5 practices contribute",
    Withheld.TOO_FEW_COMMISSIONERS: "withheld: fewer than 3 PCTs contribute",
    Withheld.SMALL_PRACTICE: "withheld: fewer than 100 registered people",
    Withheld.SMALL_DENOMINATOR: "withheld: fewer than 20 to divide by",
    Withheld.WHOLE_GROUP: "withheld: it would describe everybody on the list",
    Withheld.SMALL_COUNTS: "withheld: too few events to compare",
    Withheld.NEARLY_ALL: "withheld: it would tell the few practices that are left out apart",
}

# Reasons of a computation that say that a true count is zero, which is for the practice and its partners alone.
TOO_FEW_PEOPLE = "too_few"
ZEROES = {"denominator_zero"}

# True counts are whole numbers, except person-months, which may end in a half.
Count = int | float | None
Published = int | float | str | None


@dataclass(frozen=True)
class Counts:
    """True counts of one series, month by month, all lists of one length; None where there is none, with its reason.

    `practices` and `commissioners` say how many contributed in each month; for a practice they are not asked.
    """

    level: str
    months: tuple = ()
    numerators: tuple = ()
    denominators: tuple = ()
    lists: tuple = ()
    registered: tuple = ()
    practices: tuple = ()
    commissioners: tuple = ()
    reasons: tuple = ()
    # The numerators of those who also said how many people are registered; the numerators themselves when left out.
    registered_numerators: tuple = ()
    # Why nothing of the whole series may be shown to others; "" when it may.
    withheld: str = ""


@dataclass(frozen=True)
class Release:
    """The same series as one audience may see it; every chart, table, file and sentence is made from this alone."""

    audience: Audience
    months: tuple
    numerators: tuple
    denominators: tuple
    lists: tuple
    registered: tuple
    rates: tuple
    registered_rates: tuple
    reasons: tuple
    registered_per: int

    @property
    def is_protected(self):
        return not self.audience.is_exact


@dataclass(frozen=True)
class Pool:
    """Months put together: events, what they are divided by, over how many months, by how many practices."""

    numerator: Count
    denominator: Count
    months: int = 3
    practices: int | None = None
    commissioners: int | None = None
    # The fewest registered people of a practice in any of the months.
    registered: int | None = None


def protect(count: Published) -> Published:
    """A count as others see it: `*` for 0 to 7, else to the nearest 5. What is protected already stays as it is.

    A half (of person-months) is dropped first; a whole count never moves by more than 2.
    """
    if count is None or count == SUPPRESSED:
        return count
    whole = int(count)
    return SUPPRESSED if whole <= LARGEST_SUPPRESSED else (whole + 2) // BASE * BASE


def is_number(count: Published) -> bool:
    return count is not None and count != SUPPRESSED


def rate(numerator: Published, denominator: Published, per: int, audience: Audience) -> tuple[Published, str]:
    """(rate, "") or (None, why not). True for an exact audience; else a whole number, from published counts only."""
    if numerator is None or denominator is None:
        return None, ""
    if audience.is_exact:
        return (numerator / denominator * per, "") if denominator else (None, Withheld.SMALL_DENOMINATOR)
    if not is_number(numerator) or not is_number(denominator):
        return None, Withheld.FEW
    if denominator < MINIMUM_DENOMINATOR:
        return None, Withheld.SMALL_DENOMINATOR
    if numerator == denominator:
        return None, Withheld.WHOLE_GROUP
    return rounded_ratio(int(numerator) * per, int(denominator)), ""


def rounded_ratio(numerator: int, denominator: int) -> int:
    """The nearest whole number, halves upward, in whole numbers throughout: the same on every machine."""
    return (2 * numerator + denominator) // (2 * denominator)


def structure(counts: Counts, position: int) -> str:
    """Why nothing of a month may be shown, whatever the figures are; "" when it may. Step 2."""
    if counts.withheld:
        return counts.withheld
    match counts.level:
        case "practice":
            return too_small(at(counts.registered, position))
        case "commissioner":
            return too_few(at(counts.practices, position), MINIMUM_PRACTICES, Withheld.TOO_FEW_PRACTICES)
        case _:
            return too_few(at(counts.commissioners, position), MINIMUM_COMMISSIONERS, Withheld.TOO_FEW_COMMISSIONERS)


def too_small(registered: int | None) -> str:
    return Withheld.SMALL_PRACTICE if registered is not None and registered < MINIMUM_REGISTERED else ""


def too_few(number: int | None, minimum: int, reason: str) -> str:
    """Not knowing how many contribute is the same as too few."""
    return reason if number is None or number < minimum else ""


def at(values, position):
    return values[position] if position < len(values) else None


def release(counts: Counts, audience: Audience, *, per: int) -> Release:
    """The series as `audience` may see it. `per` is the unit of the rate: 100 or 1,000."""
    if audience.is_exact:
        return true_release(counts, audience, per)
    registered_per = REGISTERED_PER[False]
    rows = [released_row(counts, position, audience, per, registered_per) for position in range(len(counts.months))]
    columns = zip(*rows, strict=True) if rows else [()] * 7
    return Release(audience, tuple(counts.months), *map(tuple, columns), registered_per)


def true_release(counts: Counts, audience: Audience, per: int) -> Release:
    """The series as it is; a list page asks this hundreds of times, so it goes by columns."""
    columns = counts.numerators, counts.denominators, counts.reasons or ("",) * len(counts.months)
    rates, reasons = [], []
    for numerator, denominator, reason in zip(*columns, strict=True):
        is_rate = not reason and denominator and numerator is not None
        rates.append(numerator / denominator * per if is_rate else None)
        is_unexplained = not reason and denominator == 0
        reasons.append(Withheld.SMALL_DENOMINATOR if is_unexplained else reason)
    of_registered = zip(counts.registered_numerators or counts.numerators, counts.registered, strict=False)
    registered_per = REGISTERED_PER[True]
    registered_rates = tuple(
        count / people * registered_per if people and count is not None else None for count, people in of_registered
    )
    return Release(
        audience=audience,
        months=tuple(counts.months),
        numerators=tuple(counts.numerators),
        denominators=tuple(counts.denominators),
        lists=tuple(counts.lists),
        registered=tuple(counts.registered),
        rates=tuple(rates),
        registered_rates=registered_rates,
        reasons=tuple(reasons),
        registered_per=registered_per,
    )


def released_row(counts: Counts, position: int, audience: Audience, per: int, registered_per: int) -> tuple:
    """(numerator, denominator, list, registered, rate, rate per registered, reason) of one month, protected."""
    reason = at(counts.reasons, position) or ""
    registered = at(counts.registered, position)
    if (hidden := structure(counts, position)) and not is_silent(counts, position):
        # Whose registered people were added up would say who reported.
        return None, None, None, None, None, None, hidden
    true = counts.numerators[position], counts.denominators[position], at(counts.lists, position)
    numerator, denominator, listed = map(protect, true)
    if reason:
        return numerator, denominator, listed, registered, None, None, said_to_others(reason)
    of_registered = protect(at(counts.registered_numerators or counts.numerators, position))
    value, why = rate(numerator, denominator, per, audience)
    per_registered = registered_rate(of_registered, registered, registered_per, audience)
    return numerator, denominator, listed, registered, value, per_registered, why


def said_to_others(reason: str) -> str:
    """Nobody on the list is one of the counts from 0 to 7, so others are told what those are told of any small list."""
    return TOO_FEW_PEOPLE if reason in ZEROES else reason


def is_silent(counts: Counts, position: int) -> bool:
    """A month for which nobody returned anything: its reason may be said, since there is no figure to protect."""
    return (
        counts.numerators[position] is None
        and counts.denominators[position] is None
        and bool(at(counts.reasons, position))
    )


def registered_rate(numerator: Published, registered: Count, per: int, audience: Audience) -> Published:
    """Per `per` registered people, or None; registered people are published, so they are divided by as they are."""
    if not is_number(numerator) or not registered:
        return None
    if audience.is_exact:
        return numerator / registered * per
    return rounded_ratio(int(numerator) * per, int(registered))


def protected_pool(pool: Pool, level: str) -> tuple[Pool, str]:
    """The pooled counts as others see them, and why not when their structure forbids it."""
    hidden = too_small(pool.registered) if level == "practice" else ""
    if level == "commissioner":
        hidden = too_few(pool.practices, MINIMUM_PRACTICES, Withheld.TOO_FEW_PRACTICES)
    elif level == "wave":
        hidden = too_few(pool.commissioners, MINIMUM_COMMISSIONERS, Withheld.TOO_FEW_COMMISSIONERS)
    if hidden:
        return replace(pool, numerator=None, denominator=None), hidden
    return replace(pool, numerator=protect(pool.numerator), denominator=protect(pool.denominator)), ""


def pooled_rate(pool: Pool | None, audience: Audience, *, per: int, level: str) -> tuple[Published, str]:
    """The rate of several months together: sum of numerators over sum of denominators, never a mean of rates."""
    if pool is None:
        return None, ""
    if audience.is_exact:
        return rate(pool.numerator, pool.denominator, per, audience)
    protected, hidden = protected_pool(pool, level)
    return (None, hidden) if hidden else rate(protected.numerator, protected.denominator, per, audience)


def may_publish_both(everybody: int, panel: int) -> bool:
    """Two published groups may not differ by a few practices: the difference would be theirs alone."""
    return everybody == panel or abs(everybody - panel) >= MINIMUM_PRACTICES


@dataclass(frozen=True)
class Reader:
    """For whom figures are asked: what this person owns, and of whom a partner under agreements in force.

    `partner_level` says which totals may be exact for them when every contributing practice has agreed: a commissioner's
    own PCT, a facilitator's PCTs and wave. Codes, so that this module knows no rows.
    """

    owned: frozenset = field(default_factory=frozenset)
    agreed: frozenset = field(default_factory=frozenset)
    partner_commissioners: frozenset = field(default_factory=frozenset)
    is_wave_partner: bool = False


STRANGER = Reader()


def audience_of(reader: Reader, level: str, code: str, contributors=()) -> Audience:
    """Who this reader is to an organisation's figures. `contributors` are the practices that a total is made of."""
    if level == "practice":
        if code in reader.owned:
            return Audience.OWNER
        return Audience.PARTNER if code in reader.agreed else Audience.OTHER
    is_partner = reader.is_wave_partner or (level == "commissioner" and code in reader.partner_commissioners)
    everyone_agreed = bool(contributors) and reader.agreed.issuperset(contributors)
    return Audience.PARTNER if is_partner and everyone_agreed else Audience.OTHER


def quantile(values, share: float) -> float | None:
    """A quantile of published practice rates, or None of fewer than ten practices (step 6)."""
    known = sorted(value for value in values if is_number(value))
    if len(known) < MINIMUM_PRACTICES_OF_DISTRIBUTION:
        return None
    place = share * (len(known) - 1)
    low = int(place)
    high = min(low + 1, len(known) - 1)
    return known[low] + (known[high] - known[low]) * (place - low)
