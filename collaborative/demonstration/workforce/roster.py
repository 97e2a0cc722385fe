"""The drawn posts as rows: posts, hosts, workers, who held what, on which terms."""

from dataclasses import dataclass
from datetime import date, timedelta

from collaborative.demonstration import plan
from collaborative.demonstration.improvement.texts import person_name
from collaborative.demonstration.workforce import plan as drawn
from workforce.models import (
    Cohort,
    Employer,
    Holding,
    Leaving,
    Post,
    PostHost,
    SupervisionArrangement,
    Terms,
    Worker,
)

SUPERVISOR_ROLES = ("PSY", "PCMHW", "CPN", "PSY")
BEFORE = date(2005, 4, 4)


@dataclass(frozen=True)
class Roster:
    """What was made, for those who make the rest: holdings by drawn holding, supervisors in their order."""

    holdings: dict[drawn.DrawnHolding, Holding]
    supervisors: list[Worker]
    posts: list[Post]


def today_code(pct_code: str) -> str:
    """The PCT that a post belongs to today: two have merged."""
    return plan.MERGED_INTO if pct_code in plan.MERGED_CODES else pct_code


def make_roster(programme, practices, by_code, signed_in) -> Roster:
    posts = drawn.draw_posts(practices)
    cohorts = make_cohorts(programme)
    rows = make_posts(programme, posts, by_code)
    holdings = make_holdings(programme, posts, rows, by_code, cohorts)
    make_terms(posts, holdings, by_code)
    supervisors = make_supervisors(programme, by_code)
    sign_in(holdings, supervisors, signed_in)
    return Roster(holdings, supervisors, list(rows.values()))


def make_cohorts(programme) -> dict[str, Cohort]:
    starts = {"2005": drawn.FIRST_COHORT, "2006": drawn.SECOND_COHORT}
    return {
        code: Cohort.objects.create(
            programme=programme, code=code, name=f"Graduate workers {code}", role="GMHW", starts_on=start
        )
        for code, start in starts.items()
    }


def make_posts(programme, posts, by_code) -> dict[int, Post]:
    """By the number of the drawn post."""
    rows = {
        post.number: Post(
            programme=programme,
            commissioner=by_code[today_code(post.pct_code)],
            number=f"G{post.number:03}",
            role="GMHW",
            title="Graduate mental health worker",
            wte=post.wte,
            funding="Graduate worker allocation",
            start=post.start,
        )
        for post in posts
    }
    Post.objects.bulk_create(rows.values())
    PostHost.objects.bulk_create(
        PostHost(post=rows[post.number], practice=by_code[code], share=100 // len(post.practices), start=post.start)
        for post in posts
        for code in post.practices
    )
    return rows


def make_holdings(programme, posts, rows, by_code, cohorts) -> dict[drawn.DrawnHolding, Holding]:
    pairs = [(post, one) for post in posts for one in post.holdings]
    workers = {
        one.worker: Worker(
            programme=programme,
            commissioner=by_code[today_code(post.pct_code)],
            staff_number=f"GW{one.worker:03}",
            name=one.name,
        )
        for post, one in pairs
    }
    Worker.objects.bulk_create(workers.values())
    holdings = {
        one: Holding(
            post=rows[post.number],
            worker=workers[one.worker],
            cohort=cohorts[one.cohort],
            start=one.start,
            end=one.end,
        )
        for post, one in pairs
    }
    Holding.objects.bulk_create(holdings.values())
    Leaving.objects.bulk_create(
        Leaving(holding=holding, reason=one.reason, destination=drawn.DESTINATIONS[one.reason], next_role=one.next_role)
        for one, holding in holdings.items()
        if one.end
    )
    return holdings


def make_terms(posts, holdings, by_code) -> None:
    """Those of a PCT that merged got the new employer on that day: nobody left by it."""
    employers = {}
    Terms.objects.bulk_create(
        Terms(holding=holdings[one], **values)
        for post in posts
        for one in post.holdings
        for values in terms_rows(post, one, by_code, employers)
    )


def terms_rows(post, one, by_code, employers):
    template, scheme, band = drawn.terms_of(post.pct_code)
    common = {"wte": post.wte, "scheme": scheme, "contract": "fixed_term" if one.worker % 3 else "permanent"}
    ends = drawn.FIRST_COHORT.replace(year=2007) if one.cohort == "2005" else date(2007, 4, 1 + one.worker % 25)
    common["contract_ends_on"] = ends if common["contract"] == "fixed_term" else None
    for start, end, code in periods(post.pct_code, one):
        name = template.format(pct=by_code[code].name)
        employer = employers.get(name) or Employer.objects.get_or_create(name=name)[0]
        employers[name] = employer
        yield {**common, "employer": employer, "band": band, "start": start, "end": end}


def periods(pct_code, one):
    """(first day, last day, PCT then): two where the PCT was merged meanwhile."""
    has_merged = pct_code in plan.MERGED_CODES and one.start < plan.MERGED_ON
    if not has_merged or (one.end and one.end < plan.MERGED_ON):
        return [(one.start, one.end, pct_code if has_merged else today_code(pct_code))]
    return [
        (one.start, plan.MERGED_ON - timedelta(days=1), pct_code),
        (plan.MERGED_ON, one.end, plan.MERGED_INTO),
    ]


def make_supervisors(programme, by_code) -> list[Worker]:
    """Each looks after two PCTs, in a post of the first of them; two posts are vacant, and one is held by nobody yet."""
    codes = plan.pct_codes()
    workers, rows = [], []
    for number in range(drawn.SUPERVISORS):
        commissioner = by_code[today_code(codes[number])]
        role = SUPERVISOR_ROLES[number % len(SUPERVISOR_ROLES)]
        worker = Worker(
            programme=programme,
            commissioner=commissioner,
            staff_number=f"SV{number + 1:03}",
            name=person_name(drawn.FIRST_SUPERVISOR_NAME + number),
            modality="cbt" if role == "PSY" else "",
        )
        workers.append(worker)
        post = Post(
            programme=programme, commissioner=commissioner, number=f"S{number + 1:03}", role=role, wte=1, start=BEFORE
        )
        rows.append((post, worker, role))
    Worker.objects.bulk_create(workers)
    Post.objects.bulk_create(post for post, _, _ in rows)
    make_supervisor_terms(rows)
    return workers


def make_supervisor_terms(rows) -> None:
    employer = Employer.objects.get_or_create(name="Larkhollow Mental Health Trust (invented)")[0]
    holdings = [Holding(post=post, worker=worker, start=BEFORE) for post, worker, _ in rows]
    Holding.objects.bulk_create(holdings)
    Terms.objects.bulk_create(
        Terms(
            holding=holding,
            employer=employer,
            start=BEFORE,
            wte=1,
            scheme="agenda_for_change",
            band="8a" if role == "PSY" else "7",
            contract="permanent",
        )
        for holding, (_, _, role) in zip(holdings, rows, strict=True)
    )


def sign_in(holdings, supervisors, signed_in) -> None:
    """The first worker and the first supervisor are somebody to sign in as."""
    first = next(holding.worker for one, holding in holdings.items() if one.worker == 1)
    for worker, email in ((first, "worker@example.org"), (supervisors[0], "supervisor@example.org")):
        worker.user = signed_in[email]
        worker.name = signed_in[email].name
        worker.save()


def arrangement_of(one, post, holding, supervisors) -> SupervisionArrangement:
    """An hour a week with the supervisor of the PCT, for as long as the post is held."""
    number = drawn.pct_number(post.pct_code) % drawn.SUPERVISORS
    return SupervisionArrangement(
        worker=holding.worker,
        supervisor=supervisors[number],
        kind="case_management",
        minutes=60,
        every_days=7,
        start=one.start,
        end=one.end,
    )
