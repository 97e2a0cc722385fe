"""Hand-outs of an event, with who opened them: how many for all, names for whoever runs events (W4)."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from collaborative.material_kinds import KINDS
from collaborative.models import Event, Material, MaterialOpening, MaterialVersion


def expected_people(event: Event) -> set[int]:
    """Those on the list of the event who have a sign-in, and so could open a hand-out."""
    rows = event.attendances.filter(member__person__isnull=False)
    return set(rows.values_list("member__person", flat=True))


def material_lines(event: Event, *, can_change: bool) -> list[dict]:
    """Each hand-out with its newest version; three queries for all of them."""
    materials = list(event.materials.prefetch_related("versions"))
    newest = {material.pk: next(iter(material.versions.all()), None) for material in materials}
    expected = expected_people(event)
    openings = MaterialOpening.objects.filter(version__in=[version for version in newest.values() if version])
    opened: dict[int, set[int]] = {}
    for version, person in openings.values_list("version", "person"):
        opened.setdefault(version, set()).add(person)
    return [
        material_line(material, newest[material.pk], opened, expected, can_change)
        for material in materials
        if newest[material.pk]
    ]


def material_line(material, version, opened, expected, can_change) -> dict:
    kind = KINDS[version.kind]
    return {
        "title": material.title,
        "about": f"{kind.words}, {filesizeformat(version.size)}, version {version.number}",
        "href": reverse("material_file", args=[version.pk]),
        "opened": opened_words(len(opened.get(version.pk, set()) & expected), len(expected)),
        "versions_href": reverse("material_detail", args=[material.pk]) if can_change else "",
    }


def opened_words(opened: int, expected: int) -> str:
    if not expected:
        return "Nobody on the list has a sign-in yet"
    return f"Opened by {opened} of {expected} people on the list who have a sign-in"


def versions_table(material: Material) -> dict:
    rows = material.versions.select_related("uploaded_by")
    return {
        "caption": "Versions",
        "head": ["Version", "File", "Size", "Added", "By"],
        "rows": [
            [
                {"text": f"Version {version.number}", "href": reverse("material_file", args=[version.pk])},
                version.original_name,
                filesizeformat(version.size),
                f"{version.uploaded_at:%-d %B %Y}",
                str(version.uploaded_by),
            ]
            for version in rows
        ],
    }


def openings_table(material: Material) -> dict:
    openings = MaterialOpening.objects.filter(version__material=material).select_related("person", "version")
    return {
        "caption": "Who opened it",
        "head": ["Name", "Version", "First opened"],
        "rows": [
            [str(opening.person), str(opening.version.number), f"{opening.opened_at:%-d %B %Y}"]
            for opening in openings.order_by("person__name", "-version__number")
        ],
        "empty": "Nobody has opened it yet.",
    }


def file_name(version: MaterialVersion) -> str:
    """A plain ASCII name with the ending that the bytes ask for."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "-_ ") else "-" for c in version.material.title)
    return f"{' '.join(kept.split()).strip('- ') or 'hand-out'} v{version.number}.{version.kind}"
