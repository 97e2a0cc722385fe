"""The published organisation files -> rows, pure, standard library only.

Everything is read as text: 5E1 is a code and no number, NA is a name and no gap. Codes are taken as published; the
pattern of a letter and five digits is for returns. A row that cannot be used is refused with its number in the file,
counted from 1 with the header.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from practices.spreadsheets.csv_text import decode

CODE = re.compile(r"[A-Z0-9]{2,12}")
NO_ORGANISATION = {"Q99": "unknown", "X98": "not applicable"}
LONGEST_NAME = 200
LIST_SIZE_PUBLISHED = date(2013, 4, 1)
LIST_SIZE_SOURCE = "Published list sizes, April to June 2013"

# https://digital.nhs.uk/services/organisation-data-service, "epraccur", column 26.
PRESCRIBING_SETTINGS = {
    "0": "Other",
    "1": "Walk-in centre",
    "2": "Out-of-hours",
    "3": "Walk-in centre and out-of-hours",
    "4": "GP practice",
    "8": "Public health service",
    "9": "Community health service",
    "10": "Hospital service",
    "11": "Optometry service",
    "12": "Urgent and emergency care",
    "13": "Hospice",
    "14": "Care home or nursing home",
    "15": "Border force",
    "16": "Young offender institution",
    "17": "Secure training centre",
    "18": "Secure children's home",
    "19": "Immigration removal centre",
    "20": "Court",
    "21": "Police custody",
    "22": "Sexual assault referral centre",
    "24": "Other, justice estate",
    "25": "Prison",
}


class OdsError(Exception):
    """The file is not the one it was said to be; nothing of it was read."""


class RowRefused(Exception):
    """Why a row cannot be used, in words."""


@dataclass(frozen=True)
class OrganisationRow:
    """What a row says of an organisation; `stated` holds only the fields that this kind of file has."""

    row: int
    ods_code: str
    kind: str
    stated: dict


@dataclass(frozen=True)
class ParentRow:
    """Under whom an organisation stands; no start is since before the records, no end is until further notice."""

    row: int
    child: str
    parent: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class ListSizeRow:
    row: int
    practice: str
    on: date
    registered: int
    source: str


@dataclass(frozen=True)
class EventRow:
    """What happened to an organisation: open, close (`on` its last day), merge, split or rename (`on` the first day after)."""

    row: int
    what: str
    ods_code: str
    new: str
    on: date


@dataclass(frozen=True)
class Refusal:
    row: int
    ods_code: str
    reason: str


@dataclass
class Extract:
    """All that a file says, in its order."""

    rows: int = 0
    organisations: list[OrganisationRow] = field(default_factory=list)
    parents: list[ParentRow] = field(default_factory=list)
    list_sizes: list[ListSizeRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


# ------------------------------------------------------------------ values


def code(text: str) -> str:
    value = text.strip()
    if not CODE.fullmatch(value):
        raise RowRefused(f"{value!r} is no organisation code")
    if value in NO_ORGANISATION:
        raise RowRefused(f"{value} stands for {NO_ORGANISATION[value]}, not for an organisation")
    return value


def name(text: str) -> str:
    value = " ".join(text.split())
    if not value or len(value) > LONGEST_NAME:
        raise RowRefused(f"a name has 1 to {LONGEST_NAME} characters, this one has {len(value)}")
    return value


def day(text: str) -> date | None:
    """The date written yyyymmdd; None for blank."""
    value = text.strip()
    if not value:
        return None
    try:
        if re.fullmatch(r"[0-9]{8}", value):
            return datetime.strptime(value, "%Y%m%d").date()
    except ValueError:
        pass
    raise RowRefused(f"{value!r} is no date written yyyymmdd")


def iso_day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RowRefused(f"{text.strip()!r} is no date written 2006-10-01") from None


def count(text: str) -> int:
    value = text.strip()
    if not re.fullmatch(r"[0-9]{1,7}", value):
        raise RowRefused(f"{value!r} is no list size")
    return int(value)


def address(parts: list[str]) -> str:
    return ", ".join(part.strip() for part in parts if part.strip())


def in_order(first: date | None, last: date | None, what: str) -> None:
    if first and last and last < first:
        raise RowRefused(f"{what} ends on {last} before it begins on {first}")


# ------------------------------------------------------------------ rows of each kind of file


def practice_row(number: int, cells: list[str], extract: Extract) -> None:
    """One row of epraccur: 27 columns without a header, status in column 13, prescribing setting in column 26."""
    ods_code, opened, closed = code(cells[0]), day(cells[10]), day(cells[11])
    in_order(opened, closed, "the practice")
    stated = {
        "name": name(cells[1]),
        "address": address(cells[4:10]),
        "opened": opened,
        "closed": closed,
        "status": one_of("ACDP", cells[12], "status"),
        "prescribing_setting": one_of(PRESCRIBING_SETTINGS, cells[25], "prescribing setting"),
    }
    parent = parent_of_practice(number, ods_code, cells)
    extract.organisations.append(OrganisationRow(number, ods_code, "practice", stated))
    if parent:
        extract.parents.append(parent)


def parent_of_practice(number: int, ods_code: str, cells: list[str]) -> ParentRow | None:
    if not cells[14].strip():
        return None
    start, end = day(cells[15]), day(cells[16])
    in_order(start, end, "the time under its commissioner")
    return ParentRow(number, ods_code, code(cells[14]), start, end)


def one_of(allowed, text: str, what: str) -> str:
    value = text.strip()
    if value and value not in allowed:
        raise RowRefused(f"{value!r} is no published {what}")
    return value


def practice_2013_row(number: int, cells: list[str], extract: Extract) -> None:
    """One row of the practices of April 2013 with their PCT, SHA and list size; 40 have no list size."""
    ods_code = code(cells[0])
    stated = {"name": name(cells[1]), "address": address(cells[2:8]), "opened": day(cells[9])}
    list_size = count(cells[15]) if cells[15].strip() else None
    parent = code(cells[11]) if cells[11].strip() else None
    extract.organisations.append(OrganisationRow(number, ods_code, "practice", stated))
    if parent:
        extract.parents.append(ParentRow(number, ods_code, parent))
    if list_size is not None:
        extract.list_sizes.append(ListSizeRow(number, ods_code, LIST_SIZE_PUBLISHED, list_size, LIST_SIZE_SOURCE))


def pct_row(number: int, cells: list[str], extract: Extract) -> None:
    extract.organisations.append(OrganisationRow(number, code(cells[1]), "commissioner", {"name": name(cells[2])}))


def sha_row(number: int, cells: list[str], extract: Extract) -> None:
    extract.organisations.append(OrganisationRow(number, code(cells[1]), "region", {"name": name(cells[2])}))


def pct_to_sha_row(number: int, cells: list[str], extract: Extract) -> None:
    extract.parents.append(ParentRow(number, code(cells[1]), code(cells[4])))


def history_row(number: int, cells: list[str], extract: Extract) -> None:
    """One row of our own file of what happened: what, ods_code, new_ods_code, on."""
    what = cells[0].strip()
    if what not in {"open", "close", "merge", "split", "rename"}:
        raise RowRefused(f"{what!r} is none of open, close, merge, split, rename")
    new = "" if what in {"open", "close"} else code(cells[2])
    extract.events.append(EventRow(number, what, code(cells[1]), new, iso_day(cells[3])))


@dataclass(frozen=True)
class Layout:
    """How a published file looks: its columns (their names, or only how many), and who reads a row."""

    title: str
    columns: tuple[str, ...] | int
    read_row: Callable[[int, list[str], Extract], None]
    code_column: int = 0

    @property
    def width(self) -> int:
        return self.columns if isinstance(self.columns, int) else len(self.columns)


LAYOUTS = {
    "epraccur": Layout("practices and other prescribing sites", 27, practice_row),
    "pcts": Layout("primary care trusts", ("PCO12CD", "PCO12CDO", "PCO12NM"), pct_row, 1),
    "shas": Layout("strategic health authorities", ("SHA12CD", "SHA12CDO", "SHA12NM"), sha_row, 1),
    "pct_to_sha": Layout(
        "trusts and their authorities",
        ("PCO12CD", "PCO12CDO", "PCO12NM", "SHA12CD", "SHA12CDO", "SHA12NM"),
        pct_to_sha_row,
        1,
    ),
    "practices_2013": Layout(
        "practices of 2013 with trust, authority and list size",
        (
            *("practice_code", "name", "address1", "address2", "address3", "address4", "address5", "postcode"),
            *("telephone", "open_date", "ccg_code", "pct_code", "pct_name", "sha_code", "sha_name"),
            *("list_size_2013_apr_jun", "list_size_15plus"),
        ),
        practice_2013_row,
    ),
    "history": Layout("what happened to organisations", ("what", "ods_code", "new_ods_code", "on"), history_row, 1),
}


def read(kind: str, content: bytes) -> Extract:
    """All rows of a file of this kind. Raises OdsError for another file, SpreadsheetError for bytes that are no text."""
    layout, extract = LAYOUTS[kind], Extract()
    text, _ = decode(content)
    for number, cells in numbered_rows(text, layout):
        extract.rows += 1
        try:
            if len(cells) != layout.width:
                raise RowRefused(f"it has {len(cells)} columns instead of {layout.width}")
            layout.read_row(number, cells, extract)
        except RowRefused as refused:
            ods_code = cells[layout.code_column].strip()[:20] if len(cells) > layout.code_column else ""
            extract.refused.append(Refusal(number, ods_code, str(refused)))
    refuse_repeated(extract)
    refuse_two_parents(extract)
    return extract


def numbered_rows(text: str, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header with their numbers, blank ones left out."""
    rows = enumerate(csv.reader(io.StringIO(text, newline="")), start=1)
    if not isinstance(layout.columns, int):
        _, header = next(rows, (1, []))
        if tuple(cell.strip() for cell in header) != layout.columns:
            raise OdsError(f"This is not the file of {layout.title}: its columns must be {', '.join(layout.columns)}")
    yield from ((number, cells) for number, cells in rows if any(cell.strip() for cell in cells))


def refuse_repeated(extract: Extract) -> None:
    """An organisation that stands twice is refused in every row: which one is right, nobody here can know."""
    rows = defaultdict(list)
    for organisation in extract.organisations:
        rows[organisation.ods_code].append(organisation.row)
    repeated = {ods_code for ods_code, numbers in rows.items() if len(numbers) > 1}
    refuse(extract, repeated, lambda ods_code: f"the code stands in rows {listed(rows[ods_code])}", rows)
    extract.organisations = [row for row in extract.organisations if row.ods_code not in repeated]
    extract.parents = [row for row in extract.parents if row.child not in repeated]
    extract.list_sizes = [row for row in extract.list_sizes if row.practice not in repeated]


def refuse_two_parents(extract: Extract) -> None:
    """A child that stands under two parents from the same day loses both: 5K3, 5LH, 5N9 and 5QG do so in the look-up."""
    links = defaultdict(list)
    for link in extract.parents:
        links[link.child].append(link)
    doubtful = {child for child, found in links.items() if len(found) > 1}
    rows = {child: [link.row for link in links[child]] for child in doubtful}
    parents = {child: listed([link.parent for link in links[child]]) for child in doubtful}
    refuse(extract, doubtful, lambda child: f"rows {listed(rows[child])} put it under {parents[child]}", rows)
    extract.parents = [link for link in extract.parents if link.child not in doubtful]


def refuse(extract: Extract, codes: set[str], reason: Callable[[str], str], rows: dict[str, list[int]]) -> None:
    extract.refused += [Refusal(row, ods_code, reason(ods_code)) for ods_code in codes for row in rows[ods_code]]
    extract.refused.sort(key=lambda refusal: refusal.row)


def listed(values: list) -> str:
    return " and ".join(str(value) for value in values)
