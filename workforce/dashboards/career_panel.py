"""What may come next for one worker: each step with what it requires, and what of it the records say is there."""

from collections import Counter

from accounts.permissions import Permission
from practices import clock
from workforce import careers, governance_lists
from workforce.competence_matrix import Standing
from workforce.dashboards import worker_competences
from workforce.dashboards.careers import basis
from workforce.dashboards.governance import of_role
from workforce.dashboards.panels import Panel, worker_panel
from workforce.dashboards.worker_reading import accreditations_of, enrolments_of, holdings_of
from workforce.views.scope import may

MET = {True: ("Met", "green"), False: ("Not met", "red"), None: ("Not decided here", "grey")}


@worker_panel
def career_panel(user, worker) -> Panel | None:
    """For those who see the training: the lead, the supervisor and the worker."""
    if not may(user, Permission.VIEW_STAFF_RECORD, worker):
        return None
    held = spells_of(user, worker)
    today = clock.today()
    roles = sorted({role for role, start, end in held if start <= today and (end is None or end >= today)})
    steps = [step for role in roles for step in careers.steps_from(role)]
    facts = facts_of(worker, held, steps) if steps else None
    context = {"steps": [shown_step(step, facts) for step in steps]}
    return Panel("What may come next", "workforce/panels/career.html", context, order=45)


def spells_of(user, worker) -> list[tuple]:
    """(role, first day, last day) of the posts that this person may know of."""
    found = holdings_of(worker) if may(user, Permission.VIEW_STAFF_IDENTITY, worker) else []
    return [(one.post.role, one.start, one.end) for one in found]


def facts_of(worker, held, steps) -> careers.Facts:
    """What the steps ask about; no more is read than one of them needs."""
    asked = {one.known_by: one.of for step in steps for one in step.requirements}
    return careers.Facts(
        clock.today(),
        courses=courses_of(worker),
        bodies=bodies_of(worker) if "accreditation" in asked else (),
        months_in_role=months_by_role(held),
        policy={asked["policy"]: policy_of(worker, asked["policy"])} if "policy" in asked else {},
        competences={asked["frameworks"]: competences_of(worker)} if "frameworks" in asked else {},
    )


def courses_of(worker) -> dict[str, careers.Course]:
    """The latest enrolment in each training."""
    return {
        one.training: careers.Course(one.started_on, one.ended_on, one.outcome, one.expires_on)
        for one in reversed(enrolments_of(worker))
    }


def bodies_of(worker) -> tuple[str, ...]:
    rows = [one for one in accreditations_of(worker) if one.is_current]
    return tuple(one.body for one in rows if one.expires_on is None or one.expires_on >= clock.today())


def months_by_role(held) -> Counter:
    found, today = Counter(), clock.today()
    for role, start, end in held:
        found[role] += careers.full_months(start, min(end or today, today))
    return found


def policy_of(worker, role) -> tuple[int, int]:
    """How many parts of the role's policy are in place, of how many."""
    return governance_lists.policy_in_place(role, of_role(worker.programme, role))


def competences_of(worker) -> tuple[int, int]:
    """How many competences are signed off in the frameworks that the programme uses for the worker's roles, of how many."""
    found = worker_competences.counts(worker, worker_competences.frameworks_for(worker))
    signed = sum(counts[Standing.SIGNED] for _, counts in found)
    return signed, sum(len(framework.competences) for framework, _ in found)


def shown_step(step, facts) -> dict:
    standings = [(one, careers.standing(one, facts)) for one in step.requirements]
    return {
        "name": step.name,
        "sentence": sentence([found for _, found in standings]),
        "basis": basis(step),
        "table": {
            "caption": f"What the step requires: {step.name}",
            "caption_hidden": True,
            "first_is_header": True,
            "head": ["What it requires", "State"],
            "rows": [[one.text, state_cell(found)] for one, found in standings],
        },
    }


def state_cell(found) -> dict:
    text, colour = MET[found.is_met]
    return {"tag": {"text": text, "colour": colour}, "hint": found.words}


def sentence(standings) -> str:
    """ "1 of 3 met, 1 not met, 1 not decided here." """
    counts = Counter(found.is_met for found in standings)
    parts = [f"{counts[True]} of {len(standings)} met"]
    parts += [f"{counts[is_met]} {MET[is_met][0].lower()}" for is_met in (False, None) if counts[is_met]]
    return f"{', '.join(parts)}."
