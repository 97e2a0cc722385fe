#!/usr/bin/env python3
"""Makes the five files of a register from a Synthea CSV export: invented patients, for trying the whole way.

    python synthea_files.py FOLDER TO                      FOLDER holds patients.csv, conditions.csv, encounters.csv ...
    python synthea_files.py FOLDER TO --years-back 17      every date is moved back by whole years
    python synthea_files.py FOLDER TO --codes 73595000     these SNOMED codes put a person on the list as well

The key of a patient is made from Synthea's own identifier, which is no NHS number. Synthea keeps no certificates, so the file
of sick notes has headings only. Upload the files with the import profiles of Synthea. Needs practice_keys.py beside it.
"""

import argparse
import csv
import sys
from pathlib import Path

from practice_keys import SECRET_FILE, Refused, csv_text, hexadecimal, key_check, read, secret_of, write

# Depressive and anxiety disorders among the codes that Synthea's modules use.
LISTED_CODES = {
    "35489007", "370143000", "36923009", "66344007", "87414006", "197480006", "80583007", "21897009", "371631005",
    "48694002",
}  # fmt: skip
CONTACTS = {"ambulatory", "outpatient", "wellness", "urgentcare", "virtual", "home"}
TOOLS = {"44261-6", "70274-6"}  # LOINC: totals of PHQ-9 and of GAD-7
REFERRALS = {"183524004"}  # referral to a psychiatry service
FIRST_DAY = "1990-01-01"  # the application takes no earlier date
REGISTER_HEAD = ["BIRTH_YEAR", "GENDER", "START", "validated_on", "active_from", "STOP", "end_reason", "CODE"]
SICK_NOTE_HEAD = ["issued_on", "form", "start", "end", "duration_n", "duration_unit", "closed_return_date"]


class Export:
    """The rows of a Synthea folder, with every date moved."""

    def __init__(self, folder, years_back):
        self.folder, self.years_back = folder, years_back

    def rows(self, name, needed=True):
        """Dictionaries by heading in capitals. Raises Refused where a file is missing that must be there."""
        path = self.folder / f"{name}.csv"
        if not path.exists():
            if needed:
                raise Refused(f"{path} is not there")
            return []
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = [{key.upper(): value for key, value in row.items() if key} for row in csv.DictReader(stream)]
        # Older exports call the beginning of a procedure its date.
        return [{"START": row.get("DATE", ""), **row} for row in rows]

    def day(self, text):
        """2023-01-27T16:17:47Z -> 2006-01-27; the 29th of February becomes the 28th where there is none."""
        if not text:
            return ""
        year, rest = int(text[:4]) - self.years_back, text[4:10]
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return f"{year:04d}{'-02-28' if rest == '-02-29' and not is_leap else rest}"


def episodes(spans):
    """[(start, stop or "", code)] -> the same without overlaps, each with all its codes."""
    found = []
    for start, stop, code in sorted(spans):
        if found and (not found[-1][1] or start <= found[-1][1]):
            last = found[-1]
            last[1] = "" if not stop or not last[1] else max(last[1], stop)
            last[2].add(code)
        else:
            found.append([start, stop, {code}])
    return found


def spans_by_patient(export, codes):
    found = {}
    for row in export.rows("conditions"):
        if row["CODE"] in LISTED_CODES | codes:
            span = (max(export.day(row["START"]), FIRST_DAY), export.day(row["STOP"]), row["CODE"])
            if not span[1] or span[0] <= span[1]:
                found.setdefault(row["PATIENT"], []).append(span)
    return found


def register_rows(export, codes, keyed):
    """{Synthea's identifier: a row for each episode}. Who has died leaves the list on that day."""
    spans, found = spans_by_patient(export, codes), {}
    for person in export.rows("patients"):
        died = export.day(person["DEATHDATE"])
        birth_year = str(int(person["BIRTHDATE"][:4]) - export.years_back)
        for start, stop, listed in episodes(spans.get(person["ID"], [])):
            if not died or start <= died:
                end = ended(stop, died)
                row = [birth_year, person["GENDER"], start, start, start, *end, " ".join(sorted(listed))]
                found.setdefault(person["ID"], []).append([*keyed(person["ID"]), *row])
    return found


def ended(stop, died):
    """(last day on the list or "", reason)."""
    if died and (not stop or died <= stop):
        return died, "died"
    return (stop, "clinician") if stop else ("", "")


def event_rows(export, name, people, keyed, columns, is_wanted):
    """Rows of the people on the register; the first column is the date."""
    for row in export.rows(name, needed=False):
        if row["PATIENT"] in people and is_wanted(row):
            values = [export.day(row[columns[0]]), *(row[column] for column in columns[1:])]
            if values[0] >= FIRST_DAY:
                yield [*keyed(row["PATIENT"]), *values]


def whole(rows):
    """Synthea writes totals as 7.0."""
    for row in rows:
        yield [*row[:-1], str(round(float(row[-1])))]


def five_files(folder, secret, codes=frozenset(), years_back=0):
    """Kind of file -> its rows, the headings first."""
    export, check = Export(Path(folder), years_back), key_check(secret)

    def keyed(patient):
        return hexadecimal(secret, patient.lower()), check

    people = register_rows(export, codes, keyed)
    consulted = ["START", "ENCOUNTERCLASS"]
    referred, assessed = ["START", "CODE"], ["DATE", "CODE", "VALUE"]
    files = {
        "register": (REGISTER_HEAD, [row for rows in people.values() for row in rows]),
        "consultations": (
            consulted,
            event_rows(export, "encounters", people, keyed, consulted, lambda row: row["ENCOUNTERCLASS"] in CONTACTS),
        ),
        "referrals": (
            referred,
            event_rows(export, "procedures", people, keyed, referred, lambda row: row["CODE"] in REFERRALS),
        ),
        "sick_notes": (SICK_NOTE_HEAD, ()),
        "assessments": (
            assessed,
            whole(event_rows(export, "observations", people, keyed, assessed, lambda row: row["CODE"] in TOOLS)),
        ),
    }
    return {kind: [["patient_key", "key_check", *head], *rows] for kind, (head, rows) in files.items()}


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("to")
    parser.add_argument("--secret", default=SECRET_FILE)
    parser.add_argument("--codes", nargs="*", default=[])
    parser.add_argument("--years-back", type=int, default=0)
    given = parser.parse_args(arguments)
    try:
        files = five_files(given.folder, secret_of(read(given.secret)), frozenset(given.codes), given.years_back)
    except (Refused, OSError) as refusal:
        print(refusal, file=sys.stderr)
        return 2
    Path(given.to).mkdir(parents=True, exist_ok=True)
    for kind, rows in files.items():
        write(Path(given.to) / f"{kind}.csv", csv_text(rows))
        print(f"{len(rows) - 1} rows of {kind}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
