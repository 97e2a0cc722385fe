"""A workbook's cell -> the text that a person sees in it. Pure, standard library only."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import BinaryIO

from practices.spreadsheets.sheet_xml import RawCell, elements
from practices.spreadsheets.tables import Cell

BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
BUILT_IN_PERCENT = {9, 10}
NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|;.*')
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LAST_SERIAL = 2_958_465  # 31 December 9999
FIFTEEN_DIGITS = 10**15  # Excel keeps no more


@dataclass
class Styles:
    """Which cell styles show a date and which a percentage, by the style's index."""

    dates: set[int] = field(default_factory=set)
    percents: set[int] = field(default_factory=set)


def read_styles(part: BinaryIO) -> Styles:
    """The meaning of each cell style from `styles.xml`. Only cellXfs count; cellStyleXfs look the same."""
    formats: dict[int, str] = {}
    styles = Styles()
    index, inside = -1, False
    for name, attributes in elements(part, {"numFmt", "cellXfs", "cellStyles", "dxfs", "xf"}):
        if name == "numFmt":
            formats[number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "xf" and inside:
            index += 1
            note_style(styles, index, number(attributes.get("numFmtId")), formats)
        elif name != "xf":
            inside = name == "cellXfs"
    return styles


def note_style(styles: Styles, index: int, format_id: int, formats: dict[int, str]) -> None:
    code = formats.get(format_id, "")
    bare = NOT_FORMAT.sub("", code)
    if "%" in bare or (not code and format_id in BUILT_IN_PERCENT):
        styles.percents.add(index)
    elif is_date_format(code, bare) or (not code and format_id in BUILT_IN_DATES):
        styles.dates.add(index)


def is_date_format(code: str, bare: str) -> bool:
    """Whether a custom format shows a date or a time: "dd/mm/yyyy", "[h]:mm"; not "0.0 \"days\"" nor "General"."""
    return bool(ELAPSED.search(code) or re.search(r"[dmyhs]", bare.replace("General", ""), re.IGNORECASE))


def number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def unescape(text: str) -> str:
    """Excel writes a control character as _x000D_."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def cell_text(raw: RawCell, strings: list[str], styles: Styles, *, uses_1904: bool) -> Cell:
    """What the cell shows. A number is written without exponent; a date as ISO, whatever its format."""
    value = raw.value
    if value is None:
        return Cell("")
    match raw.type:
        case "s":
            place = number(value.strip())
            return Cell(strings[place] if place < len(strings) else "")
        case "n":
            return number_cell(value.strip(), raw.style, styles, uses_1904)
        case "b":
            return Cell("TRUE" if value.strip() == "1" else "FALSE", "boolean")
        case "e":
            return Cell(value, "error")
        case "d":
            return Cell(value.removesuffix("T00:00:00"), "date")
    return Cell(unescape(value))


def number_cell(value: str, style: int, styles: Styles, uses_1904: bool) -> Cell:
    if style in styles.dates:
        return Cell(serial_date(value, uses_1904), "date")
    text = value if value.isascii() and value.isdigit() else shortest(value)
    if style in styles.percents:
        return Cell(shortest(str(float(text) * 100)) + "%" if is_number(text) else text, "percent")
    return Cell(text, "number")


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def shortest(value: str) -> str:
    """3.0 -> "3", 9.43E9 -> "9430000000", 38.000000000000007 -> "38": the fifteen digits that Excel shows."""
    if not is_number(value):
        return value
    amount = float(value)
    if amount == int(amount) if abs(amount) < FIFTEEN_DIGITS else False:
        return str(int(amount))
    text = f"{amount:.15g}"
    if "e" not in text and "." in text:
        return text.rstrip("0").rstrip(".")
    return text


def serial_date(value: str, uses_1904: bool) -> str:
    """A serial number as an ISO date, with the time where there is one; the text unchanged where it is no day.

    In the 1900 system day 60 is a 29 February that never was, so that days before it count from another start.
    """
    if not is_number(value):
        return value
    serial = float(value)
    if not 0 <= serial <= LAST_SERIAL:
        return value
    if serial < 1:
        return seconds_as_time(serial)
    if uses_1904:
        start = datetime(1904, 1, 1)
    elif serial < 60:
        start = datetime(1899, 12, 31)
    elif serial < 61:
        return "1900-02-29"
    else:
        start = datetime(1899, 12, 30)
    return iso(start + timedelta(seconds=round(serial * 86_400)))


def seconds_as_time(serial: float) -> str:
    return "1900-01-00" if serial == 0 else str(timedelta(seconds=round(serial * 86_400)))


def iso(moment: datetime) -> str:
    midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return date(moment.year, moment.month, moment.day).isoformat() if midnight else moment.isoformat()
