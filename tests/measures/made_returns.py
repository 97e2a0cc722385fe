"""Return files for tests: a good line, changed as the test says."""

import csv
import io

from measures.fields import COUNT_FIELDS
from measures.return_files.return_schema import return_schema

COLUMNS = [column.name for column in return_schema().columns]
GOOD = {
    "schema_version": 1,
    "wave_code": "W1",
    "practice_ods": "A99001",
    "period": "2006-11",
    "registered_all": 8200,
    "registered_16_64": 5330,
    "list_open": 180,
    "list_added": 24,
    "list_removed": 6,
    "list_close": 198,
    "gp_consultations": 142,
    "other_staff_consultations": 61,
    "attached_mh_contacts": 18,
    "referrals_cmht": 2,
    "referrals_psychiatrist": 1,
    "referrals_dedup": 3,
    "people_13w": 11,
    "people_13w_new": 2,
    "severity_tool": "PHQ9",
    "nil_return": "N",
    "extract_date": "2007-02-05",
    "comment": "",
}


def line(**changes):
    """One row of a file, by column."""
    return {**GOOD, **changes}


def quiet(**changes):
    """A nil return: a list, and nothing happened."""
    activity = dict.fromkeys(COUNT_FIELDS[6:], 0)
    return line(**activity, nil_return="Y", list_added=0, list_removed=0, list_close=180, **changes)


def return_file(*lines, columns=COLUMNS):
    """The bytes of a CSV file of these lines; a good one when none is given."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in lines or (line(),))
    return stream.getvalue().encode()
