"""Inequalities of access: people on the list, referred and offered something, by ethnic group and deprivation. Of the wave only.

Protected for everybody, partners too: groups are small, and an agreement is about a practice's totals.
"""

from collections.abc import Mapping
from datetime import date

from collaborative.dashboards.register_places import Place
from measures import chart_words, disclosure
from measures.chart_tables import numeric
from measures.disclosure import Audience, protect
from practices import months
from registers.figures import NOT_STATED

TITLES = {"ethnic_group": "By ethnic group", "deprivation_band": "By deprivation, in fifths"}
COUNTED = ("list_close", "referrals_dedup", "people_offered")
NOT_SAID = "Not stated"
# The census groups of 2001, as the field's records code them.
ETHNIC_GROUPS = {
    "A": "White British",
    "B": "White Irish",
    "C": "Other White",
    "D": "White and Black Caribbean",
    "E": "White and Black African",
    "F": "White and Asian",
    "G": "Other mixed",
    "H": "Indian",
    "J": "Pakistani",
    "K": "Bangladeshi",
    "L": "Other Asian",
    "M": "Black Caribbean",
    "N": "Black African",
    "P": "Other Black",
    "R": "Chinese",
    "S": "Other",
    "Z": NOT_SAID,
}
BANDS = {"1": "1, most deprived", "5": "5, least deprived"}


def access_tables(whole: Place, month: date) -> list[dict]:
    """One table a breakdown; of a wave whose structure forbids it, the reason instead of rows."""
    return [access_table(breakdown, whole, month) for breakdown in TITLES]


def access_table(breakdown: str, whole: Place, month: date) -> dict:
    why = whole.hidden(whole.base) or whole.hidden_beside(whole.base, said_by(breakdown, whole))
    rows = [] if why else [group_row(breakdown, group, counts) for group, counts in groups_of(breakdown, whole).items()]
    return {
        "caption": f"{TITLES[breakdown]}, the wave, {months.label(month)}",
        "compact": True,
        "first_is_header": True,
        "empty": f"{TITLES[breakdown]}: {chart_words.reason_words(why)}."
        if why
        else f"{TITLES[breakdown]}: no practice has said.",
        "head": ["Group", *(numeric(text) for text in HEAD)],
        "rows": rows,
    }


HEAD = (
    "On the list",
    "Referred in 3 months",
    "Per 100 on the list",
    "Offered something in 3 months",
    "Per 100 on the list",
)


def said_by(breakdown: str, whole: Place) -> frozenset:
    """The practices that say of anybody which group is theirs: the column is optional, and the others stand as not stated."""
    return frozenset(
        practice
        for practice, rows in whole.breakdowns.items()
        if any(set(row.get(breakdown, {})) - {NOT_STATED} for row in rows)
    )


def groups_of(breakdown: str, whole: Place) -> dict[str, dict[str, int | None]]:
    """Group -> true sums over all registers of the month; of a count that not every practice knows there is none."""
    known = {
        name: all(row.get(name) is not None for rows in whole.rows.values() for row in rows) for name in COUNTED[1:]
    }
    found: dict[str, dict] = {}
    for rows in whole.breakdowns.values():
        add(found, (rows[-1] if rows else {}).get(breakdown, {}), "list_close")
        for row in rows:
            for name in COUNTED[1:]:
                add(found, row.get(breakdown, {}), name)
    for counts in found.values():
        counts.update({name: None for name, is_known in known.items() if not is_known})
    return dict(sorted(found.items(), key=lambda one: (one[0] == NOT_STATED, one[0])))


def add(found: dict[str, dict], groups: Mapping[str, Mapping[str, int]], name: str) -> None:
    for group, counts in groups.items():
        sums = found.setdefault(group, dict.fromkeys(COUNTED, 0))
        sums[name] += counts.get(name, 0)


def group_row(breakdown: str, group: str, counts: Mapping[str, int | None]) -> list:
    listed, *events = (protect(counts[name]) for name in COUNTED)
    cells = [group_name(breakdown, group), numeric(count_words(listed))]
    for count in events:
        value, why = disclosure.rate(count, listed, 100, Audience.OTHER)
        reason = {"text": "No value", "hint": chart_words.reason_words(why), "numeric": True}
        cells += [numeric(count_words(count)), reason if value is None else numeric(str(value))]
    return cells


def count_words(count) -> str:
    return "Not known" if count is None else count if isinstance(count, str) else f"{count:,}"


def group_name(breakdown: str, group: str) -> str:
    if group == NOT_STATED:
        return NOT_SAID
    return ETHNIC_GROUPS.get(group, group) if breakdown == "ethnic_group" else BANDS.get(group, group)
