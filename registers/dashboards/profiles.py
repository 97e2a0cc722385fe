"""What the pages of the import profiles print."""

from django.urls import reverse

from registers.code_lists import SYSTEMS
from registers.files.schemas import KINDS, extract_schema, title_of
from registers.forms.profiles import DATES, mapped_columns
from registers.models import ImportProfile

OWN = {"text": "Your own", "colour": "blue"}
CONFIRMED = {"text": "Confirmed by your practice", "colour": "green"}
UNVERIFIED = {"text": "Not verified", "colour": "yellow"}


def list_page(practice, profiles: list[ImportProfile], confirmed: set[int]) -> dict:
    """A table for each kind of file; `confirmed` are ids of shipped profiles that this practice found right."""
    return {
        "kinds": [
            {
                "title": title_of(kind),
                "name": title_of(kind).lower(),
                "create_href": reverse("profile_create", args=[practice.ods_code, kind]),
                "table": kind_table(practice, kind, [one for one in profiles if one.kind == kind], confirmed),
            }
            for kind in KINDS
        ]
    }


def kind_table(practice, kind, profiles, confirmed) -> dict:
    return {
        "caption": f"Profiles for {title_of(kind).lower()}",
        "caption_hidden": True,
        "head": ["Profile", "System", "Status"],
        "first_is_header": True,
        "rows": [
            [
                {"text": one.name, "href": reverse("profile_detail", args=[practice.ods_code, one.pk])},
                one.system,
                {"tag": tag_of(one, one.pk in confirmed)},
            ]
            for one in profiles
        ],
        "empty": "There is no profile for this kind of file yet.",
    }


def tag_of(profile: ImportProfile, is_confirmed: bool) -> dict:
    if not profile.is_shipped:
        return OWN
    return CONFIRMED if is_confirmed else UNVERIFIED


def summary(profile: ImportProfile, confirmation) -> list[dict]:
    rows = [
        ("Kind of file", title_of(profile.kind)),
        ("Clinical system", profile.system),
        ("Dates", dict(DATES)[profile.dates]),
        ("System of its codes", SYSTEMS.get(profile.code_system, "Each code says its own")),
        ("Note", profile.note or "None"),
    ]
    status = {"key": "Status", "value": status_words(profile, confirmation), "tag": tag_of(profile, bool(confirmation))}
    return [status, *({"key": key, "value": value} for key, value in rows)]


def status_words(profile, confirmation) -> str:
    if confirmation:
        return f"{confirmation.confirmed_by} compared it with an export on {confirmation.confirmed_at:%-d %B %Y}"
    return "No practice’s own export was compared with it here" if profile.is_shipped else ""


def columns_table(profile: ImportProfile) -> dict:
    return {
        "caption": "Our columns and theirs",
        "head": ["Our column", "Their heading", "Their values → ours", "Every row"],
        "first_is_header": True,
        "rows": [
            [
                {"text": column.title, "hint": column.name},
                profile.columns.get(column.name, column.name if column.name not in profile.fixed else "–"),
                words_of(profile.values.get(column.name, {})),
                profile.fixed.get(column.name, "–"),
            ]
            for column in mapped_columns(extract_schema(profile.kind))
        ],
        "empty": "",
    }


def words_of(words: dict[str, str]) -> str:
    return "; ".join(f"{theirs} → {ours}" for theirs, ours in words.items()) or "As they are"
