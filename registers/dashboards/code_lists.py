"""What the pages of the code lists print."""

from django.urls import reverse

from registers.code_lists import CONCEPTS, SYSTEMS, UNVERIFIED, Code, CodeVersion

STATUS_TAGS = {
    "verified": {"text": "Verified", "colour": "green"},
    "unverified": {"text": "Not verified", "colour": "yellow"},
}
CSV_HEADINGS = ("version", "concept", "system", "code", "term", "status", "source")


def versions_table(versions: list[CodeVersion]) -> dict:
    return {
        "caption": "Versions, the latest first",
        "head": [
            "Version",
            "What it holds",
            "From",
            {"text": "Codes", "numeric": True},
            {"text": "Not verified", "numeric": True},
        ],
        "first_is_header": True,
        "rows": [version_row(version) for version in reversed(versions)],
        "empty": "There is no version.",
    }


def version_row(version: CodeVersion) -> list:
    unverified = sum(code.status == UNVERIFIED for code in version.codes)
    return [
        {"text": version.version, "href": reverse("code_list_detail", args=[version.version])},
        {"text": version.title, "hint": version.note},
        f"{version.published_on:%-d %B %Y}",
        {"text": len(version.codes), "numeric": True},
        {"text": unverified, "numeric": True},
    ]


def codes_table(codes: list[Code]) -> dict:
    return {
        "caption": f"{len(codes)} code{'' if len(codes) == 1 else 's'}",
        "head": ["Code", "System", "Concept", "Term", "Status", "Source"],
        "first_is_header": True,
        "rows": [
            [code.code, SYSTEMS[code.system], CONCEPTS[code.concept], code.term, tag_of(code), code.source]
            for code in codes
        ],
        "empty": "No code of this version is of that concept, system and status. Choose fewer.",
    }


def tag_of(code: Code) -> dict:
    return {"tag": STATUS_TAGS[code.status]}


def csv_rows(version: CodeVersion, codes: list[Code]) -> list[tuple]:
    return [(version.version, *(getattr(code, name) for name in CSV_HEADINGS[1:])) for code in codes]
