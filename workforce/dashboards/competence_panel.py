"""What competences bring to the page of a worker: counts by framework, the self-rating, accreditation."""

from accounts.permissions import Permission
from practices import clock
from workforce.competence_matrix import WORDS, Standing
from workforce.dashboards import self_ratings
from workforce.dashboards.accreditations import TAGS, state_of
from workforce.dashboards.links import href
from workforce.dashboards.panels import Panel, worker_panel
from workforce.dashboards.worker_competences import counts, day, frameworks_for
from workforce.dashboards.worker_reading import accreditations_of
from workforce.views.scope import may


@worker_panel
def competences(user, worker) -> Panel | None:
    """How far the worker is with each framework in use."""
    if not may(user, Permission.VIEW_STAFF_RECORD, worker):
        return None
    used = frameworks_for(worker)
    context = {
        "table": competence_table(worker, used),
        "links": [{"text": "Competences and evidence", "href": href("worker_competences", worker.pk)}],
    }
    return Panel("Competences", "workforce/panels/table.html", context, order=46)


def competence_table(worker, used) -> dict:
    heads = [{"text": WORDS[stands], "numeric": True} for stands in reversed(Standing)]
    return {
        "caption": "Competences by framework",
        "head": ["Framework", *heads],
        "rows": [competence_row(worker, framework, found) for framework, found in counts(worker, used)],
        "first_is_header": True,
        "empty": "This programme uses no framework with competences yet.",
    }


def competence_row(worker, framework, found) -> list:
    name = {"text": framework.name, "href": f"{href('worker_competences', worker.pk)}?framework={framework.code}"}
    return [name, *({"text": found[stands], "numeric": True} for stands in reversed(Standing))]


@worker_panel
def self_rating(user, worker) -> Panel | None:
    """The six areas, where the programme uses them."""
    if not may(user, Permission.VIEW_STAFF_RECORD, worker) or not self_ratings.is_used(worker.programme):
        return None
    is_self = may(user, Permission.VIEW_OWN_RECORD, worker)
    text = "Rate yourself" if is_self else "Self-rating"
    context = {
        "chart": self_ratings.chart(worker),
        "links": [{"text": text, "href": href("self_rating", worker.pk)}],
    }
    return Panel("Self-rating", "workforce/panels/self_rating.html", context, order=47)


@worker_panel
def accreditation(user, worker) -> Panel | None:
    """What the worker is accredited with, and until when."""
    if not may(user, Permission.VIEW_STAFF_RECORD, worker):
        return None
    may_change = may(user, Permission.CHANGE_ROSTER, worker)
    add = {"text": "Add or renew an accreditation", "href": href("accreditation_create", worker.pk)}
    context = {"table": accreditation_table(worker, may_change), "links": [add] if may_change else []}
    return Panel("Accreditation", "workforce/panels/table.html", context, order=48)


def accreditation_table(worker, may_change) -> dict:
    return {
        "caption": "Accreditation and registration",
        "head": ["With", "State", "From", "Last day"],
        "rows": [accreditation_row(row, may_change) for row in accreditations_of(worker)],
        "first_is_header": True,
        "empty": "No accreditation is recorded.",
    }


def accreditation_row(row, may_change) -> list:
    tag = TAGS[state_of(row.expires_on, clock.today())] if row.is_current else {"text": "Earlier", "colour": "grey"}
    body = {"text": row.body, "href": href("accreditation_edit", row.pk)} if may_change else row.body
    return [body, {"tag": tag}, day(row.awarded_on), day(row.expires_on) or "Does not expire"]
