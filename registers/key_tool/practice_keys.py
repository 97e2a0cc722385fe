#!/usr/bin/env python3
# ruff: noqa: B905  (zip with strict= came with Python 3.10; practices have 3.8)
"""Makes keys for a practice's extracts, on the practice's own machine. Nothing is sent anywhere.

    python practice_keys.py secret                    makes the practice's secret, once
    python practice_keys.py check                     prints its key-check value
    python practice_keys.py keys export.csv           writes export-to-upload.csv and adds to key-map.csv
    python practice_keys.py name worklist.csv         writes worklist-named.csv and worklist-named.html

The key of a patient is HMAC-SHA256(secret, NHS number). Whoever has the secret can make it again from the number;
nobody can make the number from it without the secret.

NEVER UPLOAD OR SEND: practice-secret.txt, key-map.csv, a file with "named" in its name. Keep a copy of the secret in a
safe place of the practice: without it next month's keys are other keys.

Needs Python 3.8 or later and nothing else. The page practice_keys.html does the same in a browser.
"""

import argparse
import codecs
import csv
import hashlib
import hmac
import html
import io
import os
import re
import secrets
import sys
import unicodedata
from collections import namedtuple
from pathlib import Path

SECRET_FILE, MAP_FILE = "practice-secret.txt", "key-map.csv"
SHORTEST_SECRET = 64  # hexadecimal digits: 32 bytes
DELIMITERS = ",;\t|"
BLANKS = " \t\r\n\u00a0"
GAPS = re.compile("[ _\t\r\n\u00a0]+")
TEN_DIGITS = re.compile(r"(?:^|[^0-9])([0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4})(?![0-9])")
YEAR = re.compile(r"(?:^|[^0-9])((?:18|19|20)[0-9]{2})(?![0-9])")
ACTIVE = re.compile("[ \"']*[=+@\t\r\n-]")
HEADING_ROWS_LOOKED_AT = 30
BAD_ROWS_SHOWN = 50


def words(text):
    return frozenset(text.split("|"))


NUMBER = words("nhs number|nhs no|nhs no.|nhsnumber|nhs num|patient nhs number|nhs number (patient)")
BIRTH = words("date of birth|dob|d o b|d.o.b|d.o.b.|birth date|birthdate|patient dob")
WHOLE_NAME = words("name|full name|patient name|patient|patientname|name of patient")
NAME_PARTS = words(
    "title|forename|forenames|first name|firstname|given name|middle name|middle names|surname|last name|"
    "lastname|family name|patient surname|patient forename"
)
OTHER_NAMES = words("preferred name|known as|calling name|previous surname|maiden name|initials|next of kin")
PLACES = words(
    "address|address 1|address 2|address 3|address 4|address 5|address line 1|address line 2|address line 3|"
    "address line 4|address line 5|home address|patient address|house name|road|house number|"
    "house name / flat number|number and street|street|locality|town|county|postcode|post code|email|e-mail|"
    "email address|e-mail address|telephone|telephone number|home telephone|work telephone|phone|phone number|"
    "mobile|mobile number|mobile telephone|tel"
)
OTHER_NUMBERS = words(
    "chi number|emis number|patient number|patient id|hospital number|national insurance number|ni number|"
    "practice number|vision patient id|systmone patient id"
)
DROPPED = NUMBER | WHOLE_NAME | NAME_PARTS | OTHER_NAMES | PLACES | OTHER_NUMBERS
MAP_COLUMNS = ["patient_key", "nhs_number", "name", "date_of_birth"]

# The rows to upload, (row number, fault) of those that cannot be used, {key: row of the key map}, headings, blank rows
Prepared = namedtuple("Prepared", "rows bad people dropped kept blank")


class Refused(Exception):
    """What is wrong with a file, in words for the person who made it."""


# ---- the secret and what is made with it


def hexadecimal(secret, text):
    """HMAC-SHA256 in lower-case hexadecimal; `secret` is bytes."""
    return hmac.new(secret, text.encode("utf-8"), hashlib.sha256).hexdigest()


def key_check(secret):
    """Says that two files were made with the same secret, and does not say which secret."""
    return hexadecimal(secret, "kcv")[:8]


def secret_of(text):
    """The bytes of a secret file. Raises Refused unless it is at least 64 hexadecimal digits."""
    digits = GAPS.sub("", text).lower()
    if len(digits) < SHORTEST_SECRET or len(digits) % 2 or not re.fullmatch("[0-9a-f]+", digits):
        raise Refused("This is not a secret file: it must hold 64 or more characters 0-9 and a-f")
    return bytes.fromhex(digits)


def nhs_number(text):
    """Ten digits that pass modulus 11, or None. Spaces, hyphens, a leading apostrophe and .0 are what programs add."""
    digits = re.sub("[ \t\u00a0-]", "", unicodedata.normalize("NFKC", text)).strip("'")
    digits = digits[:-2] if digits.endswith(".0") else digits
    return digits if re.fullmatch("[0-9]{10}", digits) and passes_modulus_11(digits) else None


def passes_modulus_11(digits):
    check = 11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits)) % 11
    return check != 10 and check % 11 == int(digits[9])


# ---- reading and writing CSV, to the letter as the page does


def decoded(content):
    """UTF-16 by its mark, UTF-8, or else Windows text."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "as browsers do")


def undefined_byte(mistake):
    """The five bytes that Windows text leaves undefined become the control characters that browsers make of them."""
    return "".join(map(chr, mistake.object[mistake.start : mistake.end])), mistake.end


codecs.register_error("as browsers do", undefined_byte)


def delimiter_of(text):
    """The one that stands most often in the line of headings: the first that speaks of NHS numbers, or the first of all."""
    lines = re.split("\r\n|\r|\n", text, maxsplit=HEADING_ROWS_LOOKED_AT)[:HEADING_ROWS_LOOKED_AT]
    line = next((line for line in lines if "nhs" in line.lower()), lines[0])
    return max(DELIMITERS, key=lambda one: (line.count(one), -DELIMITERS.index(one)))


def rows_of(text):
    """All rows as lists of texts. Raises Refused where the quotation marks do not pair."""
    if "\0" in text:
        raise Refused("This is not a CSV file. Save the export as CSV")
    named = re.match('"?sep=(.)"?(?:\r\n|\r|\n)', text, re.IGNORECASE)
    text = text[named.end() :] if named else text
    delimiter = named[1] if named else delimiter_of(text)
    csv.field_size_limit(2**31 - 1)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append(row)
    except csv.Error:
        raise Refused(f"The quotation marks of row {len(rows) + 1} do not pair") from None
    return rows


def quoted(value):
    return '"' + value.replace('"', '""') + '"' if re.search('[",\r\n]', value) else value


def csv_text(rows):
    return "".join(",".join(map(quoted, row)) + "\r\n" for row in rows)


def safe(value):
    """A text that no spreadsheet program takes for a formula."""
    return "'" + value if ACTIVE.match(value) else value


def normalised(heading):
    text = GAPS.sub(" ", heading).strip(" :").lower()
    return re.sub("^patient details[.:]? (?=.)", "", text)


# ---- an export -> the file to upload


def prepare(rows, secret, number_column="", drop=()):
    """What an export becomes: the rows to upload, the rows that cannot be used, and those for the key map."""
    first, number = number_found(rows, normalised(number_column))
    headings = [normalised(heading) for heading in rows[first]]
    birth, kept = columns_kept(headings, number, {normalised(name) for name in drop})
    head = ["birth_year" if place == birth else rows[first][place].strip(BLANKS) for place in kept]
    made = Prepared([["patient_key", "key_check", *head]], [], {}, [], head, [])
    made.dropped.extend(rows[first][place] for place in range(len(headings)) if place not in kept)
    known, check = {}, key_check(secret)
    for line, row in enumerate(rows[first + 1 :], start=first + 2):
        if not any(value.strip(BLANKS) for value in row):
            made.blank.append(line)
            continue
        fault, values, person = row_made(row, headings, number, birth, kept)
        if fault:
            made.bad.append((line, fault))
            continue
        if person[0] not in known:
            known[person[0]] = hexadecimal(secret, person[0])
        key = known[person[0]]
        made.rows.append([key, check, *values])
        made.people[key] = filled([key, *person], made.people.get(key))
    return made


def number_found(rows, wanted):
    """(row of the headings, place of the NHS number): an export may begin with rows about itself, which are left out."""
    for first, row in enumerate(rows[:HEADING_ROWS_LOOKED_AT]):
        names = [normalised(heading) for heading in row]
        places = [place for place, name in enumerate(names) if (name == wanted if wanted else name in NUMBER)]
        if len(places) == 1:
            return first, places[0]
    raise Refused("One column must hold the NHS number, under a heading such as NHS number")


def columns_kept(headings, number, drop):
    """(place of the date of birth or None, places of the columns to upload)."""
    birth = next((place for place, name in enumerate(headings) if name in BIRTH), None)
    if "birth year" in headings:
        birth = None
    leave = drop | DROPPED | {headings[number], ""}
    kept = [place for place, name in enumerate(headings) if name not in leave and (name not in BIRTH or place == birth)]
    return birth, kept


def row_made(row, headings, number, birth, kept):
    """(what is wrong or "", the values kept, [NHS number, name, date of birth])."""
    if len(row) > len(headings):
        return "has more values than there are headings", [], []
    row = row + [""] * (len(headings) - len(row))
    found = nhs_number(row[number])
    if not found:
        return f"NHS number ‘{row[number]}’ does not pass its check", [], []
    values = [birth_year(row[place]) if place == birth else row[place] for place in kept]
    if None in values:
        return f"date of birth ‘{row[birth]}’ has no year of four digits", [], []
    if any(has_nhs_number(value) for value in values):
        return "another column holds an NHS number: leave that column out", [], []
    born = next((row[place].strip(BLANKS) for place, name in enumerate(headings) if name in BIRTH), "")
    return "", values, [found, name_in(row, headings), born]


def birth_year(text):
    """The year of a date, "" for a blank, None where no year of four digits can be told."""
    years = YEAR.findall(text)
    return "" if not text.strip(BLANKS) else (years[0] if len(years) == 1 else None)


def has_nhs_number(text):
    return len(text) > 9 and any(passes_modulus_11(re.sub("[ -]", "", found)) for found in TEN_DIGITS.findall(text))


def name_in(row, headings):
    whole = [row[place].strip(BLANKS) for place, name in enumerate(headings) if name in WHOLE_NAME]
    parts = [row[place].strip(BLANKS) for place, name in enumerate(headings) if name in NAME_PARTS]
    return next(filter(None, whole), "") or " ".join(filter(None, parts))


# ---- the key map, and names for a worklist


def map_of(text):
    """{key: [key, NHS number, name, date of birth]} of a key-map file; empty for no file."""
    rows = rows_of(text) if text else []
    if rows and rows[0] != MAP_COLUMNS:
        raise Refused("This is not a key map: its headings must be " + ",".join(MAP_COLUMNS))
    return {row[0]: row for row in rows[1:] if len(row) == len(MAP_COLUMNS)}


def filled(row, before):
    return [now or then for now, then in zip(row, before or row)]


def merged(old, new):
    """The whole key map as CSV: what was there, and what this export brings; a blank takes nothing away."""
    people = {**old, **{key: filled(row, old.get(key)) for key, row in new.items()}}
    return csv_text([MAP_COLUMNS, *(people[key] for key in sorted(people))])


def named(rows, people):
    """A worklist with names: the key goes, NHS number, name and date of birth come."""
    if not rows or "patient key" not in [normalised(name) for name in rows[0]]:
        raise Refused("This is not a worklist: it has no column patient_key")
    place = [normalised(name) for name in rows[0]].index("patient key")
    out = [["name", "nhs_number", "date_of_birth", *rows[0][:place], *rows[0][place + 1 :]]]
    for row in rows[1:]:
        if len(row) > place:
            person = people.get(row[place].strip(BLANKS).lower(), ["", "", "not in the key map", ""])
            out.append([*(safe(person[one]) for one in (2, 1, 3)), *row[:place], *row[place + 1 :]])
    return out


PRINTED = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Worklist with names</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body{font:16px arial,sans-serif;margin:16px}table{border-collapse:collapse;width:100%%}
th,td{border:1px solid #768692;padding:4px 8px;text-align:left;vertical-align:top}thead{display:table-header-group}
tr{break-inside:avoid}</style></head>
<body><h1>Worklist with names</h1><p><b>Holds names of patients. Keep it in the practice and never upload it.</b></p>
<table><thead><tr>%s</tr></thead><tbody>
%s
</tbody></table></body></html>
"""


def printed(rows):
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in rows[0])
    body = ("".join(f"<td>{html.escape(value)}</td>" for value in row) for row in rows[1:])
    return PRINTED % (head, "\n".join(f"<tr>{row}</tr>" for row in body))


# ---- the commands


def write(path, text):
    """The file is whole or not there at all, and for its owner alone."""
    unfinished = Path(str(path) + ".part")
    with os.fdopen(os.open(str(unfinished), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(text.encode("utf-8"))
    unfinished.replace(path)
    print(f"Written: {path}")


def read(path):
    return decoded(Path(path).read_bytes())


def beside(path, ending):
    return Path(path).with_name(Path(path).stem + ending)


def make_secret(given):
    if Path(given.secret).exists():
        raise Refused(f"{given.secret} is there already. A new secret would make other keys: keep the old one")
    write(given.secret, secrets.token_hex(32) + "\n")
    print("Keep a copy in a safe place of the practice. Never upload or send it.")
    show_check(given)


def show_check(given):
    print(f"Key-check value: {key_check(secret_of(read(given.secret)))} (write it on the page of register settings)")


def make_keys(given):
    made = prepare(rows_of(read(given.export)), secret_of(read(given.secret)), given.number_column, given.drop)
    for line, fault in made.bad[:BAD_ROWS_SHOWN]:
        print(f"Row {line}: {fault}")
    if made.bad and not given.skip_bad:
        raise Refused(f"{len(made.bad)} rows cannot be used. Mend them, or leave them out with --skip-bad")
    people = map_of(read(given.map) if Path(given.map).exists() else "")
    write(given.map, merged(people, made.people))
    write(given.out or beside(given.export, "-to-upload.csv"), csv_text(made.rows))
    print(f"{len(made.rows) - 1} rows, {len(made.people)} patients, {len(made.bad)} rows left out.")
    print("Columns left out:", ", ".join(made.dropped))
    print("Columns to upload:", ", ".join(made.rows[0]))
    print("Upload only the file to upload. The key map and the secret stay here.")


def name_worklist(given):
    rows = named(rows_of(read(given.worklist)), map_of(read(given.map)))
    write(beside(given.worklist, "-named.csv"), csv_text(rows))
    write(beside(given.worklist, "-named.html"), printed(rows))
    print("Both hold names: keep them in the practice, and never upload them.")


def parser():
    everything = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    everything.add_argument("--secret", default=SECRET_FILE, help="the secret file")
    everything.add_argument("--map", default=MAP_FILE, help="the key map")
    commands = everything.add_subparsers(dest="command", required=True)
    commands.add_parser("secret").set_defaults(run=make_secret)
    commands.add_parser("check").set_defaults(run=show_check)
    keys = commands.add_parser("keys")
    keys.add_argument("export")
    keys.add_argument("--out", default="")
    keys.add_argument("--number-column", default="", help="heading of the NHS number, where it has an unusual name")
    keys.add_argument("--drop", action="append", default=[], help="heading of a further column to leave out")
    keys.add_argument("--skip-bad", action="store_true", help="leave out rows that cannot be used")
    keys.set_defaults(run=make_keys)
    names = commands.add_parser("name")
    names.add_argument("worklist")
    names.set_defaults(run=name_worklist)
    return everything


def main(arguments=None):
    given = parser().parse_args(arguments)
    try:
        given.run(given)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except OSError as mistake:
        print(f"{mistake.filename}: {mistake.strerror}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
