"""Requests about the own data, in a worker's record: for the worker and the lead."""

from accounts.permissions import Permission
from workforce.dashboards.links import href
from workforce.dashboards.panels import Panel, worker_panel
from workforce.dashboards.staff_requests import requests_of
from workforce.views.scope import may

TEMPLATE = "workforce/panels/table.html"


@worker_panel
def staff_request_panel(user, worker) -> Panel | None:
    if worker.user_id == user.pk:
        ask = {"text": "Ask for erasure of your record", "href": f"{href('staff_request_own')}?worker={worker.pk}"}
        return panel("Your data", requests_of(worker, user, "You have asked for nothing."), worker, ask)
    if not may(user, Permission.CHANGE_ROSTER, worker):
        return None
    ask = {"text": "Pass on a request for a copy or erasure", "href": href("staff_request_create", worker.pk)}
    return panel("Requests about data", requests_of(worker, user, "Nobody has asked for anything."), worker, ask)


def panel(title: str, table: dict, worker, ask: dict) -> Panel:
    return Panel(title, TEMPLATE, {"table": table, "links": [] if worker.erased_on else [ask]}, order=97)
