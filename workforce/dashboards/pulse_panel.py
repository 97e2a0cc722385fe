"""The worker's own link to an open round of the pulse: shown to the worker, and to nobody else who reads the record."""

from practices import clock
from workforce.actions.pulses import token_for
from workforce.dashboards.links import href
from workforce.dashboards.panels import Panel, worker_panel
from workforce.models import PulseLink


@worker_panel
def pulse_panel(user, worker) -> Panel | None:
    if worker.user_id is None or worker.user_id != user.pk:
        return None
    today = clock.today()
    links = PulseLink.objects.filter(worker=worker, pulse__opens_on__lte=today, pulse__closes_on__gte=today)
    link = links.select_related("pulse").first()
    return Panel("How is your work going?", "workforce/panels/pulse.html", context_of(link), order=5) if link else None


def context_of(link: PulseLink) -> dict:
    token = "" if link.is_used else token_for(link)
    return {"pulse": link.pulse, "is_used": link.is_used, "href": href("pulse_answer", token) if token else ""}
