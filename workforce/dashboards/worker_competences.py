"""The competences of one worker: each competence of a framework with its evidence, and what can be done about it."""

from accounts.permissions import Permission
from practices import clock
from workforce import frameworks
from workforce.competence_matrix import WORDS, Standing, standing_of
from workforce.dashboards.competences import frameworks_of
from workforce.dashboards.links import href
from workforce.dashboards.roles_held import roles_today
from workforce.models import CompetenceEvidence
from workforce.views.scope import may

COLOURS = {Standing.SIGNED: "green", Standing.WAITING: "blue", Standing.EXPIRED: "red", Standing.NONE: "grey"}


def day(value) -> str:
    return f"{value:%-d %b %Y}" if value else ""


def frameworks_for(worker) -> tuple[frameworks.Framework, ...]:
    """Those of the programme that belong to a role the worker holds; all of the programme's where none is held."""
    roles = set(roles_today(worker))
    used = frameworks_of(worker.programme)
    return tuple(one for one in used if roles & set(one.roles)) or used


def evidence_of(worker, framework) -> dict[str, list]:
    """The evidence of a framework by competence, latest first."""
    rows = CompetenceEvidence.objects.filter(worker=worker, framework=framework.code).select_related("signed_off_by")
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(row.competence, []).append(row)
    return found


def standing(row) -> Standing:
    return standing_of(row.signed_off_on, row.expires_on, clock.today())


def best(rows) -> Standing:
    return max(map(standing, rows), default=Standing.NONE)


def competence_rows(user, worker, framework) -> list[dict]:
    """One entry for each competence of the framework: ten for the Ten Essential Shared Capabilities (row 49)."""
    evidence = evidence_of(worker, framework)
    signs = may(user, Permission.CHANGE_SUPERVISION, worker) and worker.user_id != user.pk
    return [competence_row(worker, framework, one, evidence.get(one.code, []), signs) for one in framework.competences]


def competence_row(worker, framework, competence, rows, signs) -> dict:
    stands = best(rows)
    query = f"?framework={framework.code}&competence={competence.code}"
    return {
        "code": competence.code,
        "name": competence.name,
        "is_verified": competence.is_verified,
        "tag": {"text": WORDS[stands], "colour": COLOURS[stands]},
        "evidence": [evidence_row(row, signs) for row in rows],
        "add_href": href("evidence_create", worker.pk) + query,
    }


def evidence_row(row, signs) -> dict:
    state = f"Signed off {day(row.signed_off_on)} by {row.signed_off_by}" if row.signed_off_on else "Not signed off yet"
    until = f"holds until {day(row.expires_on)}" if row.expires_on else ""
    level = f"level {row.level}" if row.level else ""
    may_sign = signs and standing(row) == Standing.WAITING
    is_signed = row.signed_off_on is not None
    return {
        "on": day(row.evidenced_on),
        "text": row.evidence,
        "state": ", ".join(part for part in (state, level, until) if part),
        "sign_href": href("evidence_sign", row.pk) if may_sign else "",
        "change_href": "" if is_signed else href("evidence_edit", row.pk),
        "remove_href": "" if is_signed else href("evidence_remove", row.pk),
        "unsign_href": href("evidence_unsign", row.pk) if signs and is_signed else "",
    }


def counts(worker, used) -> list[tuple[frameworks.Framework, dict[Standing, int]]]:
    """For each framework, how many of its competences stand how; one query for all of them."""
    best_of: dict[tuple, Standing] = {}
    for row in CompetenceEvidence.objects.filter(worker=worker).order_by():
        key = row.framework, row.competence
        best_of[key] = max(standing(row), best_of.get(key, Standing.NONE))
    return [(framework, count_of(framework, best_of)) for framework in used]


def count_of(framework, best_of) -> dict[Standing, int]:
    found = [best_of.get((framework.code, one.code), Standing.NONE) for one in framework.competences]
    return {stands: found.count(stands) for stands in Standing}
