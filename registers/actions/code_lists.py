"""Versions of the code list: loaded once and never changed, and chosen by a practice from a month on."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from registers.actions.settings import register_of
from registers.code_lists import CodeVersion
from registers.models import CodeList, CodeListChoice, CodeListEntry

FIELDS = ("concept", "system", "code", "term", "status", "source")


class PublishedVersionChanged(Exception):
    """A version that was loaded before says something else now: a correction must be a new version."""


@transaction.atomic
def load_versions(versions: list[CodeVersion]) -> list[CodeList]:
    """Store the versions that are new; returns them. Raises PublishedVersionChanged, and then stores none."""
    stored = {row.version: row for row in CodeList.objects.prefetch_related("entries")}
    for version in versions:
        if version.version in stored and content_of(stored[version.version]) != content_of_file(version):
            raise PublishedVersionChanged(version.version)
    return [load_version(version) for version in versions if version.version not in stored]


def load_version(version: CodeVersion) -> CodeList:
    row = CodeList.objects.create(
        version=version.version, title=version.title, published_on=version.published_on, note=version.note
    )
    CodeListEntry.objects.bulk_create(
        CodeListEntry(code_list=row, **{field: getattr(code, field) for field in FIELDS}) for code in version.codes
    )
    audit.record("code_list.loaded", about=row, version=version.version, codes=len(version.codes))
    return row


def content_of(row: CodeList) -> set[tuple]:
    return {tuple(getattr(entry, field) for field in FIELDS) for entry in row.entries.all()}


def content_of_file(version: CodeVersion) -> set[tuple]:
    return {tuple(getattr(code, field) for field in FIELDS) for code in version.codes}


@transaction.atomic
def choose_code_list(*, practice, code_list: CodeList, since: date, by) -> CodeListChoice:
    """From this month the practice finds people by this version: a break in its series.

    Raises ValidationError for a month that has a choice already, or where the version would not change.
    """
    register_of(practice)
    choices = CodeListChoice.objects.filter(practice=practice)
    if choices.filter(since=since).exists():
        raise ValidationError({"since": "A code list was chosen for this month already. Choose another month"})
    before = choices.filter(since__lt=since).order_by("-since").first()
    if before and before.code_list_id == code_list.pk:
        raise ValidationError({"code_list": f"The practice uses {code_list} in this month already"})
    choice = CodeListChoice.objects.create(practice=practice, code_list=code_list, since=since, chosen_by=by)
    details = {"version": code_list.version, "since": since.isoformat()}
    audit.record("register.code_list_chosen", by=by, about=choice, organisation=practice, **details)
    return choice
