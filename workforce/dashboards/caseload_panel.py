"""The last months of a worker's caseload on the page of the worker."""

from accounts.permissions import Permission
from workforce.dashboards.caseload import worker_table
from workforce.dashboards.links import href
from workforce.dashboards.panels import Panel, worker_panel
from workforce.models import Worker

SHOWN = 6


@worker_panel
def caseload_panel(user, worker) -> Panel | None:
    if not Worker.objects.visible_to(user, Permission.VIEW_STAFF_RECORD).filter(pk=worker.pk).exists():
        return None
    table = worker_table(worker)
    links = [{"text": "Say a month", "href": href("caseload_record", worker.pk), "hint": "of the caseload"}]
    context = {"table": {**table, "rows": table["rows"][:SHOWN]}, "links": links}
    return Panel("Caseload", "workforce/panels/table.html", context, order=45)
