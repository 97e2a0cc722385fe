"""What the pages of a sent return print: what it will change, and the receipt. Ready answers for templates."""

from dataclasses import dataclass

from django.urls import reverse

from measures.models import MonthlyReturn
from measures.pages.altered_figures import altered_words, will_alter
from measures.return_files.knowledge import line_from_dict, values_of
from measures.return_files.wording import TITLES, VALUE_FIELDS, as_written, in_words
from practices import months
from practices.models import Upload
from practices.uploads.differences import Difference, counts, differences
from practices.wording import moment

KIND_TAGS = {
    "added": {"text": "New", "colour": "green"},
    "changed": {"text": "Changed", "colour": "orange"},
    "unchanged": {"text": "Unchanged", "colour": "grey"},
}


def ready_page(request, upload: Upload) -> dict:
    found = differences_of(upload)
    before = received_before(upload) if not found.changes_anything else None
    return {"differences": found, "received_before": before, "alters": will_alter(replaced_by(upload))}


def replaced_by(upload: Upload) -> list[tuple[MonthlyReturn, dict]]:
    """The versions that the file replaces, each with the values that it puts in their place. One query."""
    values = {row["replaces"]: line_from_dict(row).values() for row in upload.rows if row["replaces"]}
    found = MonthlyReturn.objects.filter(pk__in=values).select_related("practice", "wave").order_by("month", "practice")
    return [(version, values[version.pk]) for version in found]


def receipt_page(request, upload: Upload) -> dict:
    versions = list(
        MonthlyReturn.objects.visible_to(request.user)
        .filter(upload=upload)
        .select_related("practice", "wave", "submitted_by")
        .order_by("practice__name", "month")
    )
    return {"receipt": receipt_of(upload, versions), "values": receipt_table(versions)}


@dataclass(frozen=True)
class LineDifference:
    """One practice-month of the file beside what is there now."""

    title: str
    row: int
    tag: dict
    table: dict | None
    """What changes, or all that is new; None when nothing does."""


@dataclass(frozen=True)
class Differences:
    lines: list[LineDifference]
    summary: str
    changes_anything: bool


def differences_of(upload: Upload) -> Differences:
    """What submitting will do, against the versions that were current when the file was checked. One query."""
    lines = [line_from_dict(values) for values in upload.rows]
    replaced = MonthlyReturn.objects.in_bulk([values["replaces"] for values in upload.rows if values["replaces"]])
    before = {
        line.place: as_written(values_of(replaced[values["replaces"]]))
        for line, values in zip(lines, upload.rows, strict=True)
        if values["replaces"] in replaced
    }
    found = differences(before, {line.place: as_written(line.values()) for line in lines}, fields=VALUE_FIELDS)
    shown = [line_difference(line, difference) for line, difference in zip(lines, found, strict=True)]
    number = counts(found)
    summary = f"{number['added']} new, {number['changed']} changed, {number['unchanged']} unchanged"
    return Differences(shown, summary, bool(number["added"] or number["changed"]))


def line_difference(line, difference: Difference) -> LineDifference:
    title = f"{line.practice_code}, {months.label(line.month)}"
    return LineDifference(title, line.row, KIND_TAGS[difference.kind], difference_table(title, difference))


def difference_table(title: str, difference: Difference) -> dict | None:
    if difference.kind == "unchanged":
        return None
    is_new = difference.kind == "added"
    rows = [
        [TITLES[change.field], *([] if is_new else [in_words(change.old)]), in_words(change.new)]
        for change in difference.changes
    ]
    return {
        "caption": f"{title}: {'all values' if is_new else 'what changes'}",
        "compact": True,
        "first_is_header": True,
        "head": ["Figure", "New value"] if is_new else ["Figure", "Now", "New value"],
        "rows": rows,
    }


def receipt_table(versions: list[MonthlyReturn]) -> dict:
    """Proof of what was sent (S6): every value of every line, as it stands."""
    return {
        "caption": "What was sent",
        "compact": True,
        "first_is_header": True,
        "empty": "The file said what was there already: no new version was made.",
        "head": ["Practice and month", "Version", "Row", "State", "Values"],
        "rows": [
            [
                {
                    "text": f"{version.practice.ods_code}, {months.label(version.month)}",
                    "href": reverse("return_detail", args=[version.pk]),
                },
                version.version,
                version.row_number,
                version.get_state_display(),
                values_line(version),
            ]
            for version in versions
        ],
    }


def values_line(version: MonthlyReturn) -> str:
    written = as_written(values_of(version))
    return "; ".join(f"{name} {written[name]}" for name in VALUE_FIELDS if written[name] != "")


def received_before(upload: Upload) -> dict:
    """For a file that changes nothing: when and from whom these figures came, and a link to them (B20, D26)."""
    replaced = [values["replaces"] for values in upload.rows]
    version = (
        MonthlyReturn.objects.filter(pk__in=replaced).select_related("submitted_by").order_by("-submitted_at").first()
    )
    if version is None:
        return {"text": "These figures were already received."}
    text = f"These figures were already received on {moment(version.submitted_at)} from {version.submitted_by}. Nothing was changed."
    return {"text": text, "href": reverse("return_detail", args=[version.pk])}


def receipt_of(upload: Upload, versions: list[MonthlyReturn]) -> dict:
    """Reference, hash, who and when; links to the practices' own charts."""
    first = versions[0] if versions else None
    sent_at = first.submitted_at if first else upload.state_since
    rows = [
        {"key": "Reference", "value": upload.reference},
        {"key": "File", "value": upload.original_name},
        {"key": "SHA-256 of the file", "value": upload.sha256},
        {"key": "Sent by", "value": str(first.submitted_by if first else upload.uploaded_by)},
        {"key": "Sent at", "value": f"{sent_at.astimezone(months.LONDON):%-d %B %Y at %H:%M}"},
        {"key": "Returns", "value": len(versions)},
    ]
    if changed := altered_words(versions):
        rows.append({"key": "Published figures", "value": changed})
    return {"rows": rows, "charts": chart_links(versions)}


def chart_links(versions: list[MonthlyReturn]) -> list[dict]:
    places = {(version.wave, version.practice) for version in versions}
    return [
        {
            "text": f"See the charts of {practice} with the new month",
            "href": reverse("practice_dashboard", args=[wave.code, practice.ods_code]),
        }
        for wave, practice in sorted(places, key=lambda place: place[1].name)
    ]
