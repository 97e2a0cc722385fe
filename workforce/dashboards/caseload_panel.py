"""The last months of a worker's caseload on the page of the worker."""

from accounts.permissions import Permission
from operations.first_use import when_first_used
from workforce.dashboards.links import href
from workforce.dashboards.panels import Panel, worker_panel
from workforce.views.scope import may

caseload = when_first_used("workforce.dashboards.caseload")

SHOWN = 6


@worker_panel
def caseload_panel(user, worker) -> Panel | None:
    if not may(user, Permission.VIEW_STAFF_RECORD, worker):
        return None
    table = caseload.worker_table(worker)
    links = [{"text": "Say a month", "href": href("caseload_record", worker.pk), "hint": "of the caseload"}]
    context = {"table": {**table, "rows": table["rows"][:SHOWN]}, "links": links}
    return Panel("Caseload", "workforce/panels/table.html", context, order=45)
