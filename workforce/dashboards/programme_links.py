"""The parts of a programme's workforce, as its pages link them: one list; who may open which says the table of addresses."""

from accounts.permissions import Permission
from accounts.workforce_routes import WORKFORCE_ROUTES
from practices.models import Programme
from workforce.dashboards.links import href
from workforce.models.scope import programmes_reached

# Group -> (text, url name). A page that is not built, or not open to the person, is left out.
GROUPS = {
    "Roster": [
        ("Posts", "roster"),
        ("Vacancies", "vacancy_list"),
        ("People", "worker_list"),
        ("Cohorts", "cohort_list"),
        ("Upload of staff", "staff_upload"),
    ],
    "Training": [
        ("Training", "training_list"),
        ("Recruitment", "recruitment"),
        ("Career pathway", "career_pathway"),
        ("Competences", "competence_matrix"),
        ("Accreditation", "accreditation_list"),
    ],
    "Support": [
        ("Supervision", "supervision"),
        ("Caseload", "caseload"),
        ("Throughput", "throughput"),
        ("Satisfaction", "pulse_list"),
    ],
    "Findings": [
        ("Retention", "retention"),
        ("Turnover", "turnover"),
        ("Variation", "variation"),
        ("Benchmark", "benchmark"),
        ("Early warnings", "early_warnings"),
        ("Managers' engagement", "workforce_engagement"),
        ("Releases", "release_list"),
    ],
    "Governance": [
        ("Governance", "governance"),
        ("Introducing a role", "introduction_list"),
        ("Settings", "workforce_settings"),
    ],
}


def groups_for(user, programme) -> list[dict]:
    """[{"text", "links": [{"text", "name", "href"}]}] of the pages that this person may open; a query a grant."""
    held = grants_reaching(user, programme)
    groups = [
        {"text": group, "links": [link for text, name in pages if (link := link_of(held, programme, text, name))]}
        for group, pages in GROUPS.items()
    ]
    return [group for group in groups if group["links"]]


def grants_reaching(user, programme) -> list:
    this = Programme.objects.filter(pk=programme.pk)
    return [grant for grant in user.acting_grants if this.filter(programmes_reached(grant)).exists()]


def link_of(held, programme, text, name) -> dict | None:
    needed = WORKFORCE_ROUTES.get(name, {}).get("GET")
    allowed = not isinstance(needed, Permission) or any(grant.allows(needed) for grant in held)
    address = href(name, programme.slug)
    return {"text": text, "name": name, "href": address} if needed and allowed and address else None


def navigation_for(user, programme, current="") -> dict:
    """The top of a programme's pages: each group by its first page, and the pages of the group that is open."""
    groups = groups_for(user, programme)
    is_open = [any(link["name"] == current for link in group["links"]) for group in groups]
    shown = [
        {"text": group["text"], "href": group["links"][0]["href"], "current": found}
        for group, found in zip(groups, is_open, strict=True)
    ]
    pages = [link for group, found in zip(groups, is_open, strict=True) if found for link in group["links"]]
    return {"groups": shown, "pages": [{**link, "current": link["name"] == current} for link in pages]}
