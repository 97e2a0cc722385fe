"""What the pages that compare have in common: their way back, their switches, their marks, the trace of a file."""

from django.urls import reverse

from accounts.permissions import Permission
from measures.definitions import all_definitions
from measures.views.standing import query_of
from operations import audit
from practices.exports import XLSX
from practices.models import Organisation
from practices.views.downloads import CSV, download

CONTENT_TYPES = {"csv": CSV, "xlsx": XLSX}
# More marks than this in one drawing tell nothing apart.
MOST_MARKS = 10


def breadcrumbs_to(wave, *more):
    return [("Home", reverse("home")), (wave.name, reverse("wave_dashboard", args=[wave.code])), *more]


def switch_of(name, choices, options, anchor=""):
    """The choices of one switch as links that keep the others; `options` are those chosen now."""
    return [
        {"text": text, "current": options[name] == value, "href": f"?{query(options | {name: value})}{anchor}"}
        for value, text in choices
    ]


def query(options):
    """As in an address: what is not chosen is left out, several values stand one after the other."""
    pairs = [
        (name, one) for name, value in options.items() for one in (value if isinstance(value, tuple) else (value,))
    ]
    return "&".join(f"{name}={value}" for name, value in pairs if value)


def marks(request, wave):
    """(codes, whether all were known) of the practices to mark, sorted; one query, none without marks.

    A code outside the person's scope is left out exactly as one that nobody has.
    """
    asked = {code[:20] for code in request.GET.getlist("mark")[:MOST_MARKS] if code}
    if not asked:
        return (), True
    allowed = Organisation.objects.visible_to(request.user, Permission.VIEW_PRACTICE_FIGURES).practices()
    known = set(allowed.filter(memberships__wave=wave, ods_code__in=asked).values_list("ods_code", flat=True))
    return tuple(sorted(known)), known == asked


def sent_file(user, gathered, content, name, *, is_exact):
    """A file for the person, written down before it is sent."""
    audit.record(
        "figures.exported",
        by=user,
        about=gathered.wave,
        file=name,
        audience="exact" if is_exact else "protected",
        computation=gathered.pointer.pk,
        **query_of(gathered.standing),
    )
    return download(content, CONTENT_TYPES[name.rsplit(".", 1)[1]], name)


def practice_choices(gathered, marked):
    """The practices of this person's scope for a select, those marked chosen."""
    return [
        {"code": one.practice.ods_code, "name": one.practice.name, "is_chosen": one.practice.ods_code in marked}
        for one in gathered.visible_memberships
    ]


def other_measures(route, wave, definition):
    """Links to the same page of the other measures."""
    return [
        {"text": one.short_title, "href": reverse(route, args=[wave.code, one.code])}
        for one in all_definitions().values()
        if one.code != definition.code
    ]
