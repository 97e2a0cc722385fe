"""The invented returns as files, pure: each version of a month stands in a real CSV file, in a line that can be looked up."""

import csv
import io
import uuid
from dataclasses import dataclass
from datetime import datetime

from collaborative.demonstration.plan import ORIENTATION_INDEX
from collaborative.demonstration.reporting import Sent
from measures.fields import COUNT_FIELDS
from measures.return_files.return_schema import VERSION, return_schema
from practices.months import period

COLUMNS = [column.name for column in return_schema().columns]
FIRST_LINE = 2  # below the header, as a spreadsheet numbers its rows
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "invented-first-wave")


@dataclass(frozen=True)
class ReturnFile:
    """One file that one practice sent: its bytes and the versions that its lines hold, in order."""

    id: uuid.UUID
    name: str
    content: bytes
    ods_code: str
    sent_at: datetime
    lines: list[Sent]

    def numbered_lines(self):
        """(row as a spreadsheet shows it, what stands there)."""
        return enumerate(self.lines, start=FIRST_LINE)


def files_of(wave_code, severity_tool, sent):
    """The files of one practice: one with the months before orientation, then one for each version."""
    groups = {}
    for version in sent:
        is_retrospective = version.figures.month_index < ORIENTATION_INDEX and version.version == 1
        key = "before-orientation" if is_retrospective else f"{period(version.month)}-{version.version}"
        groups.setdefault(key, []).append(version)
    return [return_file(wave_code, severity_tool, key, lines) for key, lines in groups.items()]


def return_file(wave_code, severity_tool, key, lines):
    ods_code = lines[0].figures.ods_code
    name = f"{ods_code}-{key.removesuffix('-1')}.csv"
    return ReturnFile(
        id=uuid.uuid5(NAMESPACE, f"{wave_code}/{name}"),
        name=name,
        content=csv_content(line_values(wave_code, severity_tool, line) for line in lines),
        ods_code=ods_code,
        sent_at=lines[0].submitted_at,
        lines=lines,
    )


def csv_content(rows):
    """Bytes of a CSV as the template writes it: comma, CRLF, UTF-8 with a byte order mark."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def line_values(wave_code, severity_tool, sent):
    """One line of the return: a number, or NA: and the reason why there is none."""
    figures = sent.figures
    numbers = [
        f"NA:{figures.not_available[name]}" if name in figures.not_available else figures.counts[name]
        for name in COUNT_FIELDS
    ]
    start = [VERSION, wave_code, figures.ods_code, period(sent.month)]
    nil = "Y" if figures.nil_return else "N"
    return [*start, *numbers, severity_tool, nil, sent.extract_date.isoformat(), figures.comment]
