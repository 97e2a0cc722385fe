"""What waits for somebody about releases of workforce figures, and where a researcher begins: the first page."""

from django.db.models import Q

from accounts.permissions import Permission, has_permission
from practices.models import Programme
from practices.wording import counted
from workforce.dashboards.links import href
from workforce.dashboards.releases import name_of
from workforce.models import WorkforceRelease
from workforce.models.scope import programmes_of


def next_steps(user) -> list[dict]:
    """A fixed number of queries; none for whoever neither approves releases nor lives by them."""
    return [*deciding(user), *reading(user)]


def deciding(user) -> list[dict]:
    """Releases that somebody else has prepared."""
    if not has_permission(user, Permission.APPROVE_RELEASE):
        return []
    waiting = WorkforceRelease.objects.visible_to(user).filter(state=WorkforceRelease.State.WAITING)
    found = waiting.exclude(prepared_by=user).select_related("programme").defer("contents", "counted")
    return [
        step(f"{name_of(one)}, waits for a second person", one.programme.name, href("release_detail", one.pk), "Look at it")
        for one in found
    ]  # fmt: skip


def reading(user) -> list[dict]:
    """For whoever reads releases and nothing live: the releases of each programme, the methods, the dictionary."""
    if not has_permission(user, Permission.VIEW_RELEASES) or has_permission(user, Permission.VIEW_WORKFORCE_FIGURES):
        return []
    if has_permission(user, Permission.VIEW_WHOLE_AUDIT_TRAIL):
        return []
    return [*of_programmes(user), *about_figures()]


def of_programmes(user) -> list[dict]:
    out = list(WorkforceRelease.objects.visible_to(user).let_out().values_list("programme", flat=True))
    programmes = programmes_of(user, Permission.VIEW_RELEASES).filter(kept_a_roster()).order_by("name")
    return [
        step(counted(out.count(one.pk), "release"), one.name, href("release_list", one.slug), "Open the releases")
        for one in programmes
    ]


def kept_a_roster() -> Q:
    """Programmes about the workforce, and those of another kind that keep a roster too."""
    return Q(kind=Programme.Kind.WORKFORCE) | Q(workforce__isnull=False)


def about_figures() -> list[dict]:
    return [
        step(
            "How figures are worked out",
            "Each method with its source, its assumptions and what it cannot say.",
            href("method_list"),
            "Read the methods",
        ),
        step(
            "What is counted",
            "The data dictionary: each measure's definition, unit and rule; a release holds those of its own figures.",
            href("measure_list"),
            "Read the definitions",
        ),
    ]


def step(heading: str, text: str, address: str, action: str) -> dict:
    return {"heading": heading, "text": text, "href": address, "action": action}
