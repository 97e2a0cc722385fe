"""Accreditation: whose has expired or soon will, for the workforce lead; protected counts and a flag for the commissioner.

Row 43 asks that an expired accreditation flags the commissioner, permissions.md that a commissioner sees protected figures of
staff. Both hold. The counts are of the people with an accreditation, who must be 8 of 3 employers, `*` for 0 to 7. The flag says
only whether there is any expired one, and that rests on everybody of the roster there, who must be 8 of 3 employers too: those
who are accredited are few in every PCT, and a flag that waited for eight of them would never be raised. Whether somebody is
accredited is public besides: the bodies publish their registers. Below that nothing is said of the data, only whom to ask.
"""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Lower

from accounts.permissions import Permission
from practices import clock
from workforce import governance_lists
from workforce.dashboards.links import href
from workforce.disclosure import shown, why_withheld
from workforce.models import Accreditation, Holding, Terms, Worker
from workforce.models.scope import grants_with, in_force
from workforce.models.training import has_not_left

A_PAGE = 50
SOON = timedelta(days=90)
EXPIRED, EXPIRING, HELD, MISSING = "expired", "expiring", "held", "missing"
STATES = {
    "": "All accreditations",
    EXPIRED: "Expired",
    EXPIRING: f"Expiring within {SOON.days} days",
    HELD: "Held for longer",
    MISSING: "None recorded where the role asks for one",
}
TAGS = {
    EXPIRED: {"text": "Expired", "colour": "red"},
    EXPIRING: {"text": "Expires soon", "colour": "yellow"},
    HELD: {"text": "Held", "colour": "green"},
    MISSING: {"text": "None recorded", "colour": "red"},
}
ASK = "Ask the workforce lead, who has the list."
BELOW = "The list below has the names."


def state_of(expires_on, today) -> str:
    """The last day still counts; what does not expire is held."""
    if expires_on is None:
        return HELD
    if expires_on < today:
        return EXPIRED
    return EXPIRING if expires_on <= today + SOON else HELD


def in_state(state, today, prefix="") -> Q:
    """The same as a condition on rows."""
    name = f"{prefix}expires_on"
    match state:
        case "expired":
            return Q(**{f"{name}__lt": today})
        case "expiring":
            return Q(**{f"{name}__gte": today, f"{name}__lte": today + SOON})
        case "held":
            return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gt": today + SOON})
        case _:
            return Q()


def latest(accreditations):
    """What counts today: the latest with each body, of people who have not left."""
    own = Accreditation.objects.filter(worker=OuterRef("worker"), awarded_on__gt=OuterRef("awarded_on"))
    later = own.alias(name=Lower("body")).filter(name=Lower(OuterRef("body")))
    return accreditations.filter(has_not_left()).exclude(Exists(later))


def missing(workers):
    """People in a role that asks for an accreditation, of whom none is recorded."""
    asks = Holding.objects.filter(in_force(), worker=OuterRef("pk"), post__role__in=governance_lists.accredited_roles())
    return workers.filter(Exists(asks), accreditations__isnull=True)


def listed(user, programme, state: str):
    """The rows of the list for whoever may read them: accreditations, or people without any."""
    if state == MISSING:
        people = missing(Worker.objects.visible_to(user).filter(programme=programme))
        return people.select_related("commissioner").order_by("name", "pk")
    rows = latest(Accreditation.objects.visible_to(user).filter(worker__programme=programme))
    rows = rows.filter(in_state(state, clock.today())).select_related("worker__commissioner")
    return rows.order_by(F("expires_on").asc(nulls_last=True), "worker__name", "pk")


def table(rows, state: str) -> dict:
    return {
        "caption": f"Accreditation: {STATES[state].lower()}",
        "head": ["Worker", "PCT", "State", "With", "Last day", "To do"],
        "rows": [missing_row(row) if state == MISSING else accreditation_row(row) for row in rows],
        "first_is_header": True,
        "empty": "There is none."
        if state
        else "No accreditation has been recorded yet. Add one from the page of a worker.",
    }


def worker_cell(worker) -> dict:
    return {"text": worker.name, "hint": f"No. {worker.staff_number}", "href": href("worker_detail", worker.pk)}


def accreditation_row(row) -> list:
    query = f"?renews={row.pk}"
    return [
        worker_cell(row.worker),
        row.worker.commissioner.name,
        {"tag": TAGS[state_of(row.expires_on, clock.today())]},
        {"text": row.body, "href": href("accreditation_edit", row.pk)},
        f"{row.expires_on:%-d %b %Y}" if row.expires_on else "Does not expire",
        {"text": "Renew", "href": href("accreditation_create", row.worker_id) + query, "hint": ""},
    ]


def missing_row(worker) -> list:
    add = {"text": "Add", "href": href("accreditation_create", worker.pk)}
    return [worker_cell(worker), worker.commissioner.name, {"tag": TAGS[MISSING]}, "", "", add]


@dataclass(frozen=True)
class Counted:
    """True counts of a group of people with an accreditation; `roster` and `roster_employers` of everybody there."""

    people: int = 0
    employers: int = 0
    expired: int = 0
    expiring: int = 0
    roster: int = 0
    roster_employers: int = 0


@dataclass(frozen=True)
class Figures:
    """The same as somebody may see it. `reason`: why nothing is shown; `flag`: what a commissioner must act on, or "";
    `ask`: who knows whose they are."""

    name: str
    people: object = None
    expired: object = None
    expiring: object = None
    reason: str = ""
    flag: str = ""
    ask: str = ASK


COUNTS = ("people", "expired", "expiring", "roster")
Group = tuple[int, int | None]


def counted(programmes) -> dict[Group, Counted]:
    """Counts by (programme, PCT), and of each whole programme under (programme, None); four queries. Of ids, or a query of them."""
    today = clock.today()
    rows = latest(Accreditation.objects.filter(worker__programme__in=programmes))
    in_post, accredited = Holding.objects.on().values("worker"), rows.values("worker")
    roster = Worker.objects.filter(Q(pk__in=in_post) | Q(pk__in=accredited), programme__in=programmes)
    found = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    for *group, people, lapsed, lapsing in (
        rows.order_by()
        .values_list(*PLACE)
        .annotate(
            people=Count("worker", distinct=True),
            expired=Count("worker", distinct=True, filter=in_state(EXPIRED, today)),
            expiring=Count("worker", distinct=True, filter=in_state(EXPIRING, today)),
        )
    ):
        found[tuple(group)] |= {"people": people, "expired": lapsed, "expiring": lapsing}
    for *group, people in roster.order_by().values_list("programme", "commissioner").annotate(Count("pk")):
        found[tuple(group)]["roster"] = people
    # Whoever has an employer today is in post, and so on the roster.
    everywhere = employers_of(holding__worker__programme__in=programmes)
    return with_wholes(found, employers_of(holding__worker__in=accredited), everywhere)


PLACE = ("worker__programme", "worker__commissioner")


def with_wholes(found, employers, roster_employers) -> dict[Group, Counted]:
    """The counts with the number of employers, and the sums of each programme: nobody is in two PCTs' records."""
    sums = {}
    for (programme, commissioner), counts in found.items():
        for group in ((programme, commissioner), (programme, None)):
            so_far = sums.setdefault(group, [dict.fromkeys(COUNTS, 0), set(), set()])
            so_far[0] = {name: so_far[0][name] + counts[name] for name in COUNTS}
            so_far[1] |= employers[programme, commissioner]
            so_far[2] |= roster_employers[programme, commissioner]
    return {
        group: Counted(**counts, employers=len(some), roster_employers=len(every))
        for group, (counts, some, every) in sums.items()
    }


def employers_of(**people) -> dict[Group, set[int]]:
    """Who employs people (a condition on terms) today, by the programme and the PCT that keeps the record."""
    terms = Terms.objects.filter(in_force(), in_force("holding__"), **people)
    found = defaultdict(set)
    places = (f"holding__{place}" for place in PLACE)
    for *group, employer in terms.order_by().values_list(*places, "employer").distinct():
        found[tuple(group)].add(employer)
    return found


def figures(name: str, group: Counted, *, exact: bool, ask: str = ASK) -> Figures:
    reason, flag = why_withheld(group.people, group.employers, exact=exact), flag_of(group, exact=exact, ask=ask)
    if reason:
        return Figures(name, reason=reason, flag=flag, ask=ask)
    people, expired, expiring = (shown(one, exact=exact) for one in (group.people, group.expired, group.expiring))
    return Figures(name, people, expired, expiring, flag=flag)


def flag_of(group: Counted, *, exact: bool, ask: str = ASK) -> str:
    """That there is an expired one, never how many nor whose; nothing of a roster of few people or employers."""
    if not group.expired or why_withheld(group.roster, group.roster_employers, exact=exact):
        return ""
    return "The list below says whose has expired." if exact else f"At least one accreditation has expired. {ask}"


def figures_for(programme, commissioners, *, exact: bool, led: Container[int] = ()) -> list[Figures]:
    """Of the programme, and of each of the PCTs given (those that this person looks after); of those `led` (ids) the reader
    has the list."""
    found = counted([programme.pk])
    own = [
        figures(
            one.name,
            found.get((programme.pk, one.pk), Counted()),
            exact=exact,
            ask=BELOW if one.pk in led else ASK,
        )
        for one in commissioners
    ]
    whole = found.get((programme.pk, None), Counted())
    return [*own, figures(f"All of {programme.name}", whole, exact=exact)]


def commissioners_of(user) -> list:
    """The PCTs in which this person holds a grant to the figures."""
    grants = grants_with(user, Permission.VIEW_WORKFORCE_FIGURES)
    return [grant.organisation for grant in grants if grant.organisation_id]


def flagged(programmes, commissioners) -> dict[int, list[str]]:
    """Programme's id -> what its readers must act on, for whoever sees protected figures; five queries whatever their number."""
    found = counted([programme.pk for programme in programmes])
    return {
        programme.pk: [
            f"{one.name}: {words}"
            for one in (*commissioners, programme)
            if (words := flag_of(found.get(group(programme, one), Counted()), exact=False))
        ]
        for programme in programmes
    }


def group(programme, place) -> Group:
    return programme.pk, None if place is programme else place.pk


def figures_table(rows: list[Figures]) -> dict:
    heads = [
        {"text": text, "numeric": True} for text in ("People with one", "Expired", f"Expiring in {SOON.days} days")
    ]
    return {
        "caption": "Accreditation of people in post",
        "head": ["Of whom", *heads, "Flag"],
        "rows": [figures_row(row) for row in rows],
        "first_is_header": True,
    }


def figures_row(row: Figures) -> list:
    flag = {"tag": {"text": "Expired", "colour": "red"}, "hint": row.flag} if row.flag else "None"
    if row.reason:
        return [row.name, {"text": f"{row.reason}. {row.ask}", "colspan": 3}, flag if row.flag else "Not said"]
    return [row.name, *({"text": one, "numeric": True} for one in (row.people, row.expired, row.expiring)), flag]
