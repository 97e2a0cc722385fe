"""How much each supervisor has, against the most that the programme has set: for whoever leads the workers, by name (P5)."""

from django.db.models import Count, F, Max, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

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
    return Worker.objects.visible_to(user, Permission.CHANGE_ROSTER).filter(programme=programme).values("pk")


def arrangements_today(user, programme):
    return SupervisionArrangement.objects.on().filter(worker__in=led_workers(user, programme)).order_by()


def supervisors(user, programme):
    """Who supervises workers of the reader's today, in the order of their numbers."""
    found = arrangements_today(user, programme).values("supervisor", "supervisor__staff_number", "supervisor__name")
    return found.annotate(supervisees=Count("worker", distinct=True)).order_by("supervisor__staff_number")


def wte_today(worker):
    """The WTE of a worker (a field) over all posts held today; None without one."""
    terms = Terms.objects.filter(in_force(), in_force("holding__"), holding__worker=OuterRef(worker)).order_by()
    return Subquery(terms.values("holding__worker").annotate(total=Sum("wte")).values("total"))


def loads_of(user, programme, ids) -> dict[int, Load]:
    """Supervisor -> load, of those on one page. Two queries."""
    rows = arrangements_today(user, programme).filter(supervisor__in=ids).annotate(wte=wte_today("worker"))
    columns = ("supervisor", "worker", "kind", "minutes", "every_days", "is_pro_rata", "wte")
    arranged = [Arranged(*row[:-1], None if row[-1] is None else float(row[-1])) for row in rows.values_list(*columns)]
    own = Worker.objects.filter(pk__in=ids).annotate(
        wte=Coalesce(wte_today("pk"), 0, output_field=Terms._meta.get_field("wte"))
    )
    return loads(arranged, {pk: float(wte) for pk, wte in own.values_list("pk", "wte")})


def held_by_supervisor(user, programme, ids) -> dict[int, int]:
    """Minutes held in the last full months by each of some supervisors, with workers of the reader's; a group on a day once."""
    over = last_full_months()
    held = SupervisionSession.objects.filter(
        state=State.HELD,
        on__gte=over[0],
        on__lt=clock.today().replace(day=1),
        worker__in=led_workers(user, programme),
        arrangement__supervisor__in=ids,
    ).order_by()
    by = held.annotate(supervisor=F("arrangement__supervisor"))
    alone = by.exclude(arrangement__kind=GROUP).values("supervisor").annotate(total=Sum("minutes"))
    found = dict(alone.values_list("supervisor", "total"))
    led = by.filter(arrangement__kind=GROUP).values("supervisor", "on").annotate(longest=Max("minutes"))
    for supervisor, minutes in led.values_list("supervisor", "longest"):
        found[supervisor] = found.get(supervisor, 0) + minutes
    return found


def most_of(programme) -> int | None:
    return WorkforceProgramme.objects.filter(programme=programme).values_list("supervisees_per_wte", flat=True).first()


def notes_of(programme) -> list[str]:
    most = most_of(programme)
    return [HOW, f"This programme has set: at most {most} people for one WTE of supervisor." if most else NOT_SET]


def load_table(user, programme, page) -> dict:
    """Six queries, however many supervisors there are."""
    ids = [row["supervisor"] for row in page]
    held, found, most = held_by_supervisor(user, programme, ids), loads_of(user, programme, ids), most_of(programme)
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
