"""What may name a patient: NHS numbers, names, postcodes, addresses of mail, telephones. Pure, standard library only.

A hit says what kind of thing was seen and never what it was: the value must reach no message, log or table (D22).
"""

import re
import unicodedata
from enum import StrEnum

from practices.spreadsheets.tables import Cell
from practices.uploads.problems import INVISIBLE

SEPARATORS = " \u00a0\u2007\u2009\u202f.\\-\u2010\u2011\u2012\u2013\u2014\u2212_/"
GAP = f"[{SEPARATORS}]{{1,3}}"
PLAIN_TEN = re.compile(rf"(?<!\d)(\d{{3}})(?:{GAP})?(\d{{3}})(?:{GAP})?(\d{{4}})(?!\d)")
# Any other grouping counts only when the ten digits stand alone: not part of a telephone number.
SPACED_TEN = re.compile(rf"(?<![\d])(?<!\d[{SEPARATORS}])\d(?:[{SEPARATORS}]{{0,2}}\d){{9}}(?![{SEPARATORS}]?\d)")
FRACTION = re.compile(r"(?<![\w.])[-+]?\d{1,3}\.(?=\d{0,20}[1-9]\d{0,20}(?![\w.]))\d{7,20}")
DATE_WITH_HOUR = re.compile(r"(?:(?:19|20)\d\d-\d\d-\d\d|\d\d[-/.]\d\d[-/.](?:19|20)\d\d)\s+\d\d\Z")
ROUNDED_TEN = re.compile(r"(?<![\w.])\d(?:\.\d{1,8})?E\+?0?9(?!\w)", re.IGNORECASE)
PSEUDONYM = re.compile(r"\b[0-9A-Fa-f]{32,64}\b")  # a keyed hash has ten digits in a row by chance
PATIENT_KEY = re.compile(r"\s*[0-9A-Fa-f]{64}\s*\Z")
POSTCODE_AREA_LIST = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY "
    "G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR "
    "NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA "
    "WC WD WF WN WR WS WV YO ZE"
)
POSTCODE_AREAS = frozenset(POSTCODE_AREA_LIST.split())
POSTCODE = re.compile(r"\b([A-Za-z]{1,2})\d[A-Za-z\d]?[ \u00a0]{0,2}(\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})\b")
ORDINAL = re.compile(r"(?:1st|2nd|3rd|\dth)\Z")  # "w1 1st" in a comment is no postcode
HAS_DIGITS = re.compile(r"\d")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
URL = re.compile(r"\b(?:https?://|www\.)\S", re.IGNORECASE)
TELEPHONE = re.compile(r"(?<![\d.])(?:\+44|0044|0)[ ()-]{0,2}[1-37-9](?:[ ()-]{0,2}\d){8,9}(?!\d)")
# "Dr" is left out: half the practices are named so.
TITLED_NAME = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Master)\.?\s+(?:[A-Z]\.?\s+){0,2}[A-Z][a-z'’-]+[A-Za-z'’-]*")

NAME_HEADINGS = {
    "forename", "forenames", "first name", "firstname", "given name", "surname", "last name", "lastname", "family name",
    "patient", "patient name", "patientname", "full name", "name of patient", "patient surname", "patient forename",
}  # fmt: skip
BIRTH_HEADINGS = {"dob", "d o b", "d.o.b", "d.o.b.", "date of birth", "birth date", "birthdate", "patient dob"}
PLACE_HEADINGS = {"postcode", "post code", "address", "address 1", "address line 1", "patient address", "home address"}
CONTACT_HEADINGS = {"email", "e-mail", "email address", "telephone", "phone", "phone number", "mobile", "tel"}
NUMBER_HEADINGS = {"nhs number", "nhs no", "nhs no.", "nhsnumber", "nhs num", "patient nhs number", "chi number"}


class Sign(StrEnum):
    """What a text seems to hold. The value is the words for a message: "contains what looks like …"."""

    NHS_NUMBER = "an NHS number"
    ROUNDED_NUMBER = "an NHS number that Excel has shortened"
    POSTCODE = "a full postcode"
    EMAIL = "an e-mail address"
    TELEPHONE = "a telephone number"
    URL = "a web address"
    NAME = "a person's name"
    PATIENT_KEY = "a patient key"
    """Asked for apart (`has_patient_key`): the files of a register are full of them, and nothing else may hold one."""


def plain(text: str) -> str:
    """The text as one reads it: full-width digits made plain, what cannot be seen taken out."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if c not in INVISIBLE and unicodedata.category(c) != "Cf")


def passes_modulus_11(digits: str) -> bool:
    """The check of an NHS number: weights 10 to 2 on nine digits, 11 less the remainder is the tenth."""
    values = [int(unicodedata.decimal(digit)) for digit in digits]
    check = 11 - sum(weight * value for weight, value in zip(range(10, 1, -1), values, strict=False)) % 11
    return check % 11 == values[9] and check != 10


def has_nhs_number(text: str) -> bool:
    """Any ten digits, with or without separators, that pass modulus 11 (B86)."""
    text = FRACTION.sub(" ", PSEUDONYM.sub(" ", plain(text)))
    for groups in PLAIN_TEN.finditer(text):
        if passes_modulus_11("".join(groups.groups())):
            return True
    for run in SPACED_TEN.finditer(text):
        digits = "".join(c for c in run.group() if c.isdecimal())
        if not DATE_WITH_HOUR.match(run.group()) and passes_modulus_11(digits):
            return True
    return False


def has_patient_key(text: str) -> bool:
    """A key, or another hash of its kind, in text that people read: what is in the register stays there (D37)."""
    return bool(PSEUDONYM.search(plain(text)))


def is_fraction(cell: Cell) -> bool:
    """A number with a fraction is no identifier, however many digits stand after its point."""
    return cell.kind in {"number", "percent"} and "." in cell.text


def has_postcode(text: str) -> bool:
    return any(m[1].upper() in POSTCODE_AREAS and not ORDINAL.match(m[2]) for m in POSTCODE.finditer(text))


def worth_searching(text: str) -> bool:
    """Most cells are short numbers, in which nothing can hide; in a patient key anything would be there by chance."""
    return len(text) > 4 and not (len(text) < 10 and text.isdigit()) and not PATIENT_KEY.match(text)


def signs_in(text: str) -> list[Sign]:
    """Everything personal that the text seems to hold, the worst first."""
    text = plain(text)
    found = signs_in_digits(text) if HAS_DIGITS.search(text) else []
    if "@" in text and EMAIL.search(text):
        found.append(Sign.EMAIL)
    if URL.search(text):
        found.append(Sign.URL)
    if TITLED_NAME.search(text):
        found.append(Sign.NAME)
    return found


def signs_in_digits(text: str) -> list[Sign]:
    found = []
    if has_nhs_number(text):
        found.append(Sign.NHS_NUMBER)
    if ROUNDED_TEN.search(text):
        found.append(Sign.ROUNDED_NUMBER)
    if has_postcode(text):
        found.append(Sign.POSTCODE)
    if TELEPHONE.search(text) and Sign.NHS_NUMBER not in found:
        found.append(Sign.TELEPHONE)
    return found


def sign_of_heading(heading: str) -> str:
    """What to do about a column whose normalised name promises identifiers; empty for any other."""
    if heading in BIRTH_HEADINGS:
        return "Send the year of birth only"
    if heading in NAME_HEADINGS | PLACE_HEADINGS | CONTACT_HEADINGS | NUMBER_HEADINGS:
        return "Remove the column"
    return ""
