"""How much each supervisor has, against the most that the programme has set: for whoever leads the workers, by name (P5)."""

from django.db.models import Count, Exists, Max, OuterRef, Sum

from accounts.permissions import Permission
from practices import clock
from workforce.computing.supervision_weeks import last_full_months
from workforce.dashboards.links import href
from workforce.models import SupervisionArrangement, SupervisionSession, Terms, Worker, WorkforceProgramme
from workforce.models.scope import in_force
from workforce.supervision_standards import GROUP
from workforce.supervisor_load import WEEK, Arranged, Load, loads

State = SupervisionSession.State
HOW = (
    "Minutes a week as arranged are those of people as they work: less for part of one WTE where the arrangement says so. A group "
    "is counted once for all who come, and taken as of three. Minutes held are of the last three full months."
)
NOT_SET = "This programme has not set how many people one WTE of supervisor is to supervise at most; none is published."


def led_workers(user, programme):
    return Worker.objects.visible_to(user, Permission.CHANGE_ROSTER).filter(programme=programme)


def supervisors(user, programme) -> list[dict]:
    """Who supervises workers of the reader's today, in the order of their numbers."""
    arranged = SupervisionArrangement.objects.on().filter(worker__in=led_workers(user, programme).values("pk"))
    found = arranged.order_by().values("supervisor", "supervisor__staff_number", "supervisor__name")
    return list(found.annotate(supervisees=Count("worker", distinct=True)).order_by("supervisor__staff_number"))


def arrangements_of(user, programme, ids):
    """What these supervisors have, or had, with workers of the reader's."""
    # Not `worker__in`: of the workers of a whole programme SQLite would read every arrangement.
    led = led_workers(user, programme).filter(pk=OuterRef("worker"))
    return SupervisionArrangement.objects.filter(Exists(led), supervisor__in=ids).order_by()


def wte_today(workers) -> dict[int, float]:
    """Worker (id) -> WTE over all posts held today; none of those without one."""
    terms = Terms.objects.filter(in_force(), in_force("holding__"), holding__worker__in=workers).order_by()
    found = terms.values_list("holding__worker").annotate(Sum("wte"))
    return {worker: float(wte) for worker, wte in found}


def loads_of(arrangements, ids) -> dict[int, Load]:
    """Supervisor (of these ids) -> load, of arrangements that hold today. Three queries."""
    today = arrangements.on()
    wte = wte_today(today.values("worker"))
    rows = today.values_list("supervisor", "worker", "kind", "minutes", "every_days", "is_pro_rata")
    return loads([Arranged(*row, wte.get(row[1])) for row in rows], wte_today(ids))


def held_by_supervisor(arrangements) -> dict[int, int]:
    """Minutes held in the last full months by supervisor; a group on a day once. Two queries."""
    alone = held_in(arrangements.exclude(kind=GROUP)).values_list("arrangement__supervisor")
    found = dict(alone.annotate(Sum("minutes")))
    led = held_in(arrangements.filter(kind=GROUP)).values_list("arrangement__supervisor", "on")
    for supervisor, _, minutes in led.annotate(Max("minutes")):
        found[supervisor] = found.get(supervisor, 0) + minutes
    return found


def held_in(arrangements):
    """Their sessions that were held in the last full months."""
    over = {"on__gte": last_full_months()[0], "on__lt": clock.today().replace(day=1)}
    ids = arrangements.values("pk")
    return SupervisionSession.objects.filter(state=State.HELD, arrangement__in=ids, **over).order_by()


def most_of(programme) -> int | None:
    return WorkforceProgramme.objects.filter(programme=programme).values_list("supervisees_per_wte", flat=True).first()


def notes_of(programme) -> list[str]:
    most = most_of(programme)
    return [HOW, f"This programme has set: at most {most} people for one WTE of supervisor." if most else NOT_SET]


def load_table(user, programme, page) -> dict:
    """Seven queries, however many supervisors there are."""
    ids = [row["supervisor"] for row in page]
    arrangements = arrangements_of(user, programme, ids)
    held, found, most = held_by_supervisor(arrangements), loads_of(arrangements, ids), most_of(programme)
    # Whoever leads one PCT may read of a supervisor whose record is kept in another, and not open it.
    may_open = set(Worker.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    weeks = (clock.today().replace(day=1) - last_full_months()[0]).days / WEEK
    numbers = ("Supervisees", "For one WTE of supervisor", "Minutes a week, arranged", "Minutes a week, held")
    return {
        "caption": "Supervisors and what they have",
        "first_is_header": True,
        "head": ["No.", "Name", *({"text": text, "numeric": True} for text in numbers)],
        "rows": [
            load_row(row, found[row["supervisor"]], held.get(row["supervisor"], 0) / weeks, most, may_open)
            for row in page
        ],
        "empty": "Nobody supervises anybody here today.",
    }


def load_row(row, load: Load, held: float, most: int | None, may_open: set[int]) -> list:
    address = href("worker_detail", row["supervisor"]) if row["supervisor"] in may_open else ""
    return [
        {"text": row["supervisor__staff_number"], "href": address},
        row["supervisor__name"],
        {"text": f"{load.people:,}", "numeric": True},
        ratio_cell(load, most),
        {"text": f"{load.minutes:.0f}", "numeric": True},
        {"text": f"{held:.0f}", "numeric": True},
    ]


def ratio_cell(load: Load, most: int | None) -> dict:
    """How many people one WTE would have; amber and in words above what the programme has set."""
    if load.people_per_wte is None:
        return {"text": "No post on this roster"}
    number = f"{load.people_per_wte:.1f}"
    if load.is_above(most):
        return {"tag": {"text": f"{number}: above {most}", "colour": "yellow"}}
    return {"text": number, "numeric": True}
