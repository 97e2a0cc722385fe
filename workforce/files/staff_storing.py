"""Stores what a staff file changes: new and changed things at once, by kind. Nothing is ever removed but what is taken back.

Whoever calls it holds the programme's lock and has compared the plan with what was shown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from practices import clock
from practices.models import Organisation
from workforce.files.staff_differences import Plan
from workforce.files.staff_facts import HoldingKey, with_ends
from workforce.files.staff_knowledge import day_within
from workforce.models import (
    Cohort,
    Employer,
    FormerClosing,
    FormerEnd,
    Holding,
    Leaving,
    Post,
    PostHost,
    SupervisionArrangement,
    Terms,
    Worker,
)
from workforce.models.scope import ends_from

BATCH = 1_000
ENDING = ("end", "end_reason", "destination", "next_role")
ONE_DAY = timedelta(days=1)


def store(programme, plan: Plan, *, by) -> None:
    """In the order in which one thing needs another; ends that become others are kept first, with who sent them."""
    keep_ends(programme, plan, by)
    store_posts(programme, plan)
    store_workers(programme, plan)
    store_holdings(programme, plan)
    keep_records(programme, plan)
    store_terms(programme, plan)
    store_supervision(programme, plan)


def keep_ends(programme, plan: Plan, by) -> None:
    kept = {"replaced_on": clock.today(), "replaced_by": by}
    holdings = replaced(plan.before.holdings, plan.holdings.changed, ENDING)
    if holdings:
        pks = holding_pks(programme)
        rows = [FormerEnd(holding_id=pks[key], **kept, **ending_of(values)) for key, values in holdings.items()]
        FormerEnd.objects.bulk_create(rows, batch_size=BATCH)
    posts = replaced(plan.before.posts, plan.posts.changed, ("post_end",))
    found = Post.objects.filter(programme=programme, number__in=posts).order_by("pk") if posts else []
    closings = [FormerClosing(post=post, end=post.end, reason=post.close_reason, **kept) for post in found]
    FormerClosing.objects.bulk_create(closings, batch_size=BATCH)


def replaced(before: Mapping, changed: Mapping, names: Sequence[str]) -> dict:
    """What had an end (the first of the names) and has another now, or another reason; as it was."""
    return {
        key: before[key]
        for key, values in changed.items()
        if before[key][names[0]] and any(before[key][name] != values[name] for name in names)
    }


def ending_of(values) -> dict:
    reason, destination, next_role = (values[name] for name in ENDING[1:])
    return {"end": values["end"], "reason": reason, "destination": destination, "next_role": next_role}


def numbered(rows, *columns: str) -> dict:
    """What names a row -> its id."""
    found = rows.values_list("pk", *columns)
    return {(row[1:] if len(columns) > 1 else row[1]): row[0] for row in found}


def organisations(codes: Collection[str]) -> dict[str, int]:
    return numbered(Organisation.objects.filter(ods_code__in=codes), "ods_code")


# Posts and the practices that host them


def store_posts(programme, plan: Plan) -> None:
    changes = plan.posts
    if not changes:
        return
    trusts = organisations({values["commissioner"] for values in changes.all.values()})
    pks = numbered(Post.objects.filter(programme=programme), "number")
    rows = {number: post_row(programme, trusts, number, values) for number, values in changes.all.items()}
    for number in changes.changed:
        rows[number].pk = pks[number]
    Post.objects.bulk_create([rows[number] for number in changes.added], batch_size=BATCH)
    fields = ["commissioner", "role", "wte", "funding", "start", "end"]
    Post.objects.bulk_update([rows[number] for number in changes.changed], fields, batch_size=BATCH)
    reopened = [rows[number].pk for number, values in changes.changed.items() if not values["post_end"]]
    Post.objects.filter(pk__in=reopened).exclude(close_reason="").update(close_reason="")
    store_hosts({number: (row.pk, changes.all[number]) for number, row in rows.items()})


def post_row(programme, trusts, number: str, values) -> Post:
    return Post(
        programme=programme,
        number=number,
        commissioner_id=trusts[values["commissioner"]],
        role=values["role"],
        wte=values["post_wte"],
        funding=values["funding"],
        start=values["post_start"],
        end=values["post_end"],
    )


def store_hosts(posts: dict[str, tuple[int, dict]]) -> None:
    """Shares that are new begin today, or when the post opens; those that are no longer named ended the day before."""
    values_of = dict(posts.values())
    practices = organisations({code for values in values_of.values() for code, _ in values["hosts"]})
    wanted = {(pk, practices[code]): share for pk, values in values_of.items() for code, share in values["hosts"]}
    hosts = list(PostHost.objects.filter(post__in=list(values_of)))
    days = {pk: day_within(values["post_start"], values["post_end"]) for pk, values in values_of.items()}
    kept = end_hosts(hosts, wanted, days, values_of)
    hosted_before = {host.post_id for host in hosts}
    later = {(host.post_id, host.practice_id): host.start for host in hosts if host.start > days[host.post_id]}
    PostHost.objects.bulk_create(
        [
            PostHost(
                post_id=post,
                practice_id=practice,
                share=share,
                start=days[post] if post in hosted_before else values_of[post]["post_start"],
                end=last_day(values_of[post]["post_end"], later.get((post, practice))),
            )
            for (post, practice), share in wanted.items()
            if (post, practice) not in kept
        ],
        batch_size=BATCH,
    )


def last_day(closed: date | None, later: date | None) -> date | None:
    """A share lasts until the post closes, or until a change that is recorded already."""
    return later - ONE_DAY if later else closed


def end_hosts(hosts: Iterable[PostHost], wanted: dict, days: dict[int, date], values_of: dict) -> set[tuple[int, int]]:
    """End or remove what is hosted otherwise from now on; returns what goes on as it is."""
    kept, ended, removed = set(), [], []
    for host in hosts:
        day, closed = days[host.post_id], values_of[host.post_id]["post_end"]
        if host.start > day or (host.end is not None and host.end < day):
            continue
        if wanted.get((host.post_id, host.practice_id)) == host.share:
            kept.add((host.post_id, host.practice_id))
            last = closed
        elif host.start >= day:
            removed.append(host.pk)
            continue
        else:
            last = day - ONE_DAY
        if last and (host.end is None or host.end > last):
            host.end = last
            ended.append(host)
    PostHost.objects.filter(pk__in=removed).delete()
    PostHost.objects.bulk_update(ended, ["end"], batch_size=BATCH)
    return kept


# People


def store_workers(programme, plan: Plan) -> None:
    """The PCT of the first post in the file keeps the record of somebody new."""
    changes = plan.workers
    first = {line.holding[1]: line.get("commissioner") for line in reversed(plan.lines) if not line.is_vacant}
    trusts = organisations(set(first.values()))
    Worker.objects.bulk_create(
        [
            Worker(programme=programme, commissioner_id=trusts[first[number]], staff_number=number, **values)
            for number, values in changes.added.items()
        ],
        batch_size=BATCH,
    )
    pks = numbered(Worker.objects.filter(programme=programme), "staff_number")
    changed = [Worker(pk=pks[number], **values) for number, values in changes.changed.items()]
    Worker.objects.bulk_update(changed, ["name"], batch_size=BATCH)


def keep_records(programme, plan: Plan) -> None:
    """The PCT in which somebody holds posts, where it is one alone, keeps the record."""
    if not (plan.posts or plan.holdings):
        return
    today, places = clock.today(), {}
    named = {line.holding[1] for line in plan.lines if not line.is_vacant}
    for (post, staff_number, start), values in plan.after.holdings.items():
        is_current = start <= today and (values["end"] is None or values["end"] >= today)
        if staff_number in named and is_current and post in plan.after.posts:
            places.setdefault(staff_number, set()).add(plan.after.posts[post]["commissioner"])
    trusts = organisations({code for codes in places.values() for code in codes})
    moved = [
        Worker(pk=pk, commissioner_id=trusts[code])
        for pk, staff_number, before in Worker.objects.filter(programme=programme).values_list(
            "pk", "staff_number", "commissioner__ods_code"
        )
        if len(codes := places.get(staff_number, ())) == 1 and (code := next(iter(codes))) != before
    ]
    Worker.objects.bulk_update(moved, ["commissioner"], batch_size=BATCH)


# Who holds what, and why it ended


def store_holdings(programme, plan: Plan) -> None:
    changes = plan.holdings
    if not changes:
        return
    cohorts = store_cohorts(programme, plan)
    posts = numbered(Post.objects.filter(programme=programme), "number")
    workers = numbered(Worker.objects.filter(programme=programme), "staff_number")
    pks = holding_pks(programme)
    rows = {
        key: Holding(
            pk=pks.get(key),
            post_id=posts[key[0]],
            worker_id=workers[key[1]],
            start=key[2],
            end=values["end"],
            cohort_id=cohorts.get(values["cohort"]),
        )
        for key, values in changes.all.items()
    }
    Holding.objects.bulk_update([rows[key] for key in changes.changed], ["end", "cohort"], batch_size=BATCH)
    Holding.objects.bulk_create([rows[key] for key in changes.added], batch_size=BATCH)
    store_leavings({rows[key].pk: values for key, values in changes.all.items()})


def holding_pks(programme) -> dict[HoldingKey, int]:
    rows = Holding.objects.filter(post__programme=programme)
    return numbered(rows, "post__number", "worker__staff_number", "start")


def store_cohorts(programme, plan: Plan) -> dict[str, int]:
    """Cohorts that are new began with the first of their holdings in the file, in its role."""
    known = numbered(Cohort.objects.filter(programme=programme), "code")
    firsts: dict[str, HoldingKey] = {}
    for key, values in sorted(plan.holdings.all.items(), key=lambda holding: holding[0][2]):
        if values["cohort"] and values["cohort"] not in known:
            firsts.setdefault(values["cohort"], key)
    Cohort.objects.bulk_create(
        Cohort(programme=programme, code=code, name=code, role=plan.after.posts[key[0]]["role"], starts_on=key[2])
        for code, key in firsts.items()
    )
    return numbered(Cohort.objects.filter(programme=programme), "code") if firsts else known


def store_leavings(holdings: dict[int, dict]) -> None:
    """A last day that was taken back takes its reason with it."""
    there = numbered(Leaving.objects.filter(holding__in=holdings), "holding")
    rows = {pk: leaving_row(pk, values) for pk, values in holdings.items() if values["end_reason"]}
    for holding, pk in there.items():
        if holding in rows:
            rows[holding].pk = pk
    new, changed = [row for row in rows.values() if not row.pk], [row for row in rows.values() if row.pk]
    Leaving.objects.filter(holding__in=there.keys() - rows.keys()).delete()
    Leaving.objects.bulk_create(new, batch_size=BATCH)
    Leaving.objects.bulk_update(changed, ["reason", "destination", "next_role"], batch_size=BATCH)


def leaving_row(holding: int, values: dict) -> Leaving:
    return Leaving(
        holding_id=holding,
        reason=values["end_reason"],
        destination=values["destination"],
        next_role=values["next_role"],
    )


# Terms


def store_terms(programme, plan: Plan) -> None:
    """With the last days of all terms of the holdings that are touched: each ends when the next begins, or its holding."""
    touched = {holding for holding, _ in plan.terms.all} | set(plan.holdings.all)
    if not touched:
        return
    employers = store_employers({values["employer"] for values in plan.terms.all.values()})
    pks = holding_pks(programme)
    stored = numbered(Terms.objects.filter(holding__post__programme=programme), "holding", "start")
    new, changed, ended = [], [], []
    for (holding, start), end in ends_of(plan, touched).items():
        pk = stored.get((pks[holding], start))
        if (holding, start) not in plan.terms.all:
            ended.append(Terms(pk=pk, end=end))
            continue
        row = terms_row(pks[holding], start, end, plan.terms.all[holding, start], employers)
        row.pk = pk
        (changed if pk else new).append(row)
    # Those before end first: of a holding only one set of terms may be open.
    Terms.objects.bulk_update(ended, ["end"], batch_size=BATCH)
    Terms.objects.bulk_update(changed, [*TERMS_FIELDS, "end", "employer"], batch_size=BATCH)
    Terms.objects.bulk_create(new, batch_size=BATCH)


TERMS_FIELDS = ("scheme", "band", "wte", "contract", "over_reason", "contract_ends_on")


def ends_of(plan: Plan, touched: Collection[HoldingKey]) -> dict[tuple[HoldingKey, date], date | None]:
    starts: dict[HoldingKey, list[date]] = {}
    for holding, start in plan.after.terms:
        if holding in touched:
            starts.setdefault(holding, []).append(start)
    return {
        (holding, start): end
        for holding, found in starts.items()
        for start, end in with_ends(found, plan.after.holdings[holding]["end"])
    }


def terms_row(holding: int, start: date, end: date | None, values: dict, employers: dict[str, int]) -> Terms:
    own = {name: values[name] for name in ("scheme", "band", "wte", "contract", "over_reason")}
    employer, last_day = employers[values["employer"]], values["contract_end"]
    return Terms(holding_id=holding, start=start, end=end, employer_id=employer, contract_ends_on=last_day, **own)


def store_employers(names: Iterable[str]) -> dict[str, int]:
    known = numbered(Employer.objects.filter(name__in=names), "name")
    new = sorted(set(names) - known.keys())
    Employer.objects.bulk_create([Employer(name=name) for name in new])
    return numbered(Employer.objects.filter(name__in=names), "name") if new else known


# Supervision


def store_supervision(programme, plan: Plan) -> None:
    """What follows another of its kind begins today, and the other ended the day before; with somebody new, with the holding."""
    changes, today = plan.supervision, clock.today()
    if not changes:
        return
    workers = numbered(Worker.objects.filter(programme=programme), "staff_number")
    keys = {(workers[key[0]], key[1]) for key in changes.all}
    current = [
        one
        for one in SupervisionArrangement.objects.filter(ends_from(today), worker__in={worker for worker, _ in keys})
        if (one.worker_id, one.kind) in keys
    ]
    followed = {(one.worker_id, one.kind) for one in current}
    begun = {line.holding[1]: line.holding[2] for line in plan.lines if not line.is_vacant and line.get("supervisor")}
    end_arrangements(current, today)
    SupervisionArrangement.objects.bulk_create(
        [
            SupervisionArrangement(
                worker_id=workers[staff_number],
                supervisor_id=workers[supervisor],
                kind=kind,
                minutes=values["supervision_minutes"],
                every_days=values["supervision_days"],
                start=today if (workers[staff_number], kind) in followed else begun[staff_number],
            )
            for (staff_number, kind, supervisor), values in changes.all.items()
        ],
        batch_size=BATCH,
    )


def end_arrangements(current: list[SupervisionArrangement], today: date) -> None:
    for one in current:
        one.end = max(today - ONE_DAY, one.start)
    SupervisionArrangement.objects.bulk_update(current, ["end"], batch_size=BATCH)
