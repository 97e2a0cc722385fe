"""Looks up, once for a whole file, what its checks may ask; and the roster as a file writes it. A fixed number of queries."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q

from practices import clock
from practices.models import Organisation, Parent
from workforce.files.staff_cells import in_order
from workforce.files.staff_facts import Knowledge, Span, Stored, folded
from workforce.files.staff_lines import Line
from workforce.models import Cohort, Employer, Holding, Post, PostHost, SupervisionArrangement, Terms, Worker
from workforce.models.scope import in_force


def in_trusts(codes: Collection[str] | None) -> Q:
    """Posts or people of these PCTs; None is the whole programme."""
    return Q() if codes is None else Q(commissioner__ods_code__in=codes)


def stored_roster(programme, codes: Collection[str] | None = None) -> Stored:
    """The roster of a programme, or of some of its PCTs; seven queries.

    The holdings are those of the people, wherever the posts lie: how much somebody works in all is asked of them.
    """
    posts = Post.objects.filter(in_trusts(codes), programme=programme)
    people = Worker.objects.filter(in_trusts(codes), programme=programme)
    return Stored(
        posts=posts_of(posts),
        workers={number: {"name": name} for number, name in people.values_list("staff_number", "name")},
        holdings=holdings_of(people),
        terms=terms_of(people),
        supervision=supervision_of(people),
        ever_held=frozenset(Holding.objects.filter(post__in=posts.values("pk")).values_list("post__number", flat=True)),
    )


def posts_of(posts) -> dict[str, dict]:
    columns = ("number", "role", "commissioner__ods_code", "wte", "funding", "start", "end")
    hosts = hosts_of(posts)
    return {
        number: {
            "role": role,
            "commissioner": commissioner,
            "post_wte": wte,
            "hosts": in_order(hosts.get(number, {})),
            "funding": funding,
            "post_start": start,
            "post_end": end,
        }
        for number, role, commissioner, wte, funding, start, end in posts.values_list(*columns).order_by("number")
    }


def hosts_of(posts) -> dict[str, dict]:
    """The shares today; of a post that has closed, or is yet to open, those of its last or first day."""
    columns = ("post__number", "post__start", "post__end", "practice__ods_code", "share", "start", "end")
    found: dict[str, dict] = {}
    for number, opened, closed, practice, share, start, end in (
        PostHost.objects.filter(post__in=posts.values("pk")).order_by("pk").values_list(*columns)
    ):
        day = day_within(opened, closed)
        if start <= day and (end is None or end >= day):
            found.setdefault(number, {})[practice] = share
    return found


def day_within(start: date, end: date | None) -> date:
    """Today, or the nearest day to it of a period."""
    day = max(clock.today(), start)
    return min(day, end) if end else day


def holding_key(post: str, staff_number: str, start: date) -> tuple[str, str, date]:
    return post, staff_number, start


NAMING = ("post__number", "worker__staff_number", "start")


def holdings_of(people) -> dict:
    columns = ("cohort__code", "end", "leaving__reason", "leaving__destination", "leaving__next_role")
    rows = Holding.objects.filter(worker__in=people.values("pk")).order_by("pk").values_list(*NAMING, *columns)
    return {
        holding_key(*row[:3]): {
            "cohort": row[3] or "",
            "end": row[4],
            "end_reason": row[5] or "",
            "destination": row[6] or "",
            "next_role": row[7] or "",
        }
        for row in rows
    }


def terms_of(people) -> dict:
    naming = tuple(f"holding__{name}" for name in NAMING)
    columns = ("start", "employer__name", "scheme", "band", "wte", "contract", "contract_ends_on", "over_reason")
    rows = Terms.objects.filter(holding__worker__in=people.values("pk")).order_by("pk").values_list(*naming, *columns)
    names = ("employer", "scheme", "band", "wte", "contract", "contract_end", "over_reason")
    return {(holding_key(*row[:3]), row[3]): dict(zip(names, row[4:], strict=True)) for row in rows}


def supervision_of(people) -> dict:
    columns = ("worker__staff_number", "kind", "supervisor__staff_number", "minutes", "every_days")
    rows = SupervisionArrangement.objects.filter(in_force(), worker__in=people.values("pk"))
    names = ("supervision_kind", "supervisor", "supervision_minutes", "supervision_days")
    return {row[:3]: dict(zip(names, row[1:], strict=True)) for row in rows.order_by("pk").values_list(*columns)}


def knowledge_for(
    programme, lines: Iterable[Line], *, codes: Collection[str], is_whole: bool, signed_in_for: str
) -> Knowledge:
    """All that the checks of these lines may ask. `codes` are the PCTs that the sender leads; `is_whole`: all of the programme."""
    stored = stored_roster(programme, None if is_whole else codes)
    named = {line.get("commissioner") for line in lines} - {None}
    practices = {code for line in lines for code, _ in line.get("hosts") or ()}
    staff = {line.get("staff_number") for line in lines} - {None}
    mine = Exists(Worker.objects.filter(in_trusts(codes), programme=programme, arrangements__supervisor=OuterRef("pk")))
    supervisors = Worker.objects.filter(mine, programme=programme).values_list("staff_number", flat=True)
    return Knowledge(
        today=clock.today(),
        signed_in_for=signed_in_for,
        trusts=frozenset(codes),
        stored=stored,
        other_trusts=frozenset(codes_of(Organisation.objects.commissioners(), named - set(codes))),
        posts_elsewhere=numbers_elsewhere(Post, "number", programme, codes, is_whole),
        workers_elsewhere=numbers_elsewhere(Worker, "staff_number", programme, codes, is_whole),
        supervisors=frozenset({*stored.workers, *staff, *supervisors}),
        practices=trusts_of_practices(practices),
        cohorts={
            folded(code): code for code in Cohort.objects.filter(programme=programme).values_list("code", flat=True)
        },
        held_by_others={} if is_whole else held_by_others(programme, codes),
        employers={folded(name): name for name in Employer.objects.values_list("name", flat=True)},
    )


def held_by_others(programme, codes: Collection[str]) -> dict[str, list[Span]]:
    """What people of other PCTs work in posts of these ones, by post."""
    posts = Post.objects.filter(in_trusts(codes), programme=programme).values("pk")
    people = Worker.objects.filter(in_trusts(codes), programme=programme).values("pk")
    terms = Terms.objects.filter(holding__post__in=posts).exclude(holding__worker__in=people).order_by("pk")
    naming = tuple(f"holding__{name}" for name in NAMING)
    found: dict[str, list[Span]] = {}
    for *named, start, end, wte, over_reason in terms.values_list(*naming, "start", "end", "wte", "over_reason"):
        found.setdefault(named[0], []).append(Span(holding_key(*named), start, end, wte, over_reason))
    return found


def numbers_elsewhere(model, field: str, programme, codes, is_whole: bool) -> frozenset[str]:
    """Numbers that the programme has given out beyond these PCTs."""
    if is_whole:
        return frozenset()
    found = model.objects.filter(programme=programme).exclude(in_trusts(codes))
    return frozenset(found.values_list(field, flat=True))


def codes_of(organisations, codes: Collection[str]):
    return organisations.filter(ods_code__in=codes).values_list("ods_code", flat=True)


def trusts_of_practices(codes: Collection[str]) -> dict[str, str]:
    """The practices there are, each with the code of its PCT today; "" where it has none."""
    links = Parent.objects.on(clock.today()).filter(child__ods_code__in=codes)
    trusts = dict(links.values_list("child__ods_code", "parent__ods_code"))
    return {code: trusts.get(code, "") for code in codes_of(Organisation.objects.practices(), codes)}
