"""What the letter that confirms a return says: the values as they are stored, without what people typed."""

from measures.contacts import contacts_of
from measures.models import MonthlyReturn
from measures.return_files.knowledge import values_of
from measures.return_files.wording import TITLES, VALUE_FIELDS, as_written, in_words
from practices import months
from practices.models import Organisation, Upload
from practices.uploads.receipts import Part

# A letter lies where others may read it: the comment, which anybody wrote freely, stays here.
SAID = tuple(name for name in VALUE_FIELDS if name != "comment")


def parts_of(upload: Upload) -> list[Part]:
    """One for each version that the file made, or a sentence that it made none. One query."""
    versions = MonthlyReturn.objects.filter(upload=upload).select_related("practice")
    found = [part_of(version) for version in versions.order_by("practice__name", "practice__ods_code", "month")]
    return found or [Part("The file said what was there already: no new version was made.", [])]


def part_of(version: MonthlyReturn) -> Part:
    written = as_written(values_of(version))
    title = (
        f"{version.practice} ({version.practice.ods_code}), {months.label(version.month)}, version {version.version}"
    )
    return Part(title, [(TITLES[name], in_words(written[name])) for name in SAID], version.practice_id)


def copies_of(upload: Upload) -> dict[Organisation, object]:
    """The person who is asked for each practice's return has a copy of that practice's part. Three queries."""
    practices = list(Organisation.objects.filter(returns__upload=upload).distinct())
    found = contacts_of(practices)
    return {practice: found[practice.pk].responsible for practice in practices if found[practice.pk].responsible}
