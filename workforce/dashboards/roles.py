"""The role catalogue as pages: the list with its search, and one role with all that belongs to it."""

from dataclasses import dataclass

from practices.wording import counted
from workforce import careers, catalogue, frameworks, governance_lists, guidance, training_programmes
from workforce.dashboards.links import href
from workforce.supervision_standards import NO_STANDARD, standards

NOT_SAID = "The sources do not say"
# The documents behind the catalogue, by the number with which its sources begin; none is cited by that number to a reader.
SOURCES = {
    "000": "A collaborative approach to embedding graduate primary care mental health workers (Fletcher and others, 2008)",
    "001": "Account of the Mental Health Practitioner project",
    "002": "New Ways of Working briefing",
    "003": "Accounts of introducing new roles",
}
# The buckets of the catalogue: measures 1 and 2, what is counted beside them, and nothing.
CONTACTS = {
    "M1": "Contacts count as GP consultations (measure 1)",
    "M2": "Contacts count as consultations with other practice staff (measure 2)",
    "attached": "Contacts count as those of attached mental health workers, beside measure 2",
    "none": "Contacts are not counted",
}


@dataclass(frozen=True)
class RolePage:
    role: catalogue.Role
    summary: list[dict]
    lists: list[tuple[str, list]]
    courses: list[dict]
    frameworks: list[dict]
    governance: list
    steps: list[dict]
    guidance: list[dict]


def table(found, text) -> dict:
    """The roles that a search found, in the order of the catalogue."""
    return {
        "caption": counted(len(found), "role"),
        "head": ["Role", "Code", "Group", "Also called", "Contacts"],
        "first_is_header": True,
        "rows": [row(role) for role in found],
        "empty": f"No role is found by “{text}”. Enter a part of a name, of another title or of a task, or a code.",
    }


def row(role) -> list:
    return [
        {"text": role.name, "href": href("role_detail", role.code)},
        role.code,
        role.group,
        ", ".join(role.aliases),
        contacts(role),
    ]


def contacts(role) -> str:
    """Where contacts with this role are counted, in words."""
    return CONTACTS[role.contact_bucket]


def page(code: str) -> RolePage:
    """`code` is one of the catalogue's."""
    role = catalogue.roles()[code]
    lists = [
        ("Common tasks", role.common_tasks),
        ("New tasks", role.new_tasks),
        ("Other functions", role.other_functions),
    ]
    return RolePage(
        role,
        summary(role),
        [(title, tasks) for title, tasks in lists if tasks],
        [course(found, code) for found in training_programmes.for_role(code)],
        [framework(found) for found in frameworks.of_role(code)],
        list(governance_lists.items(code)),
        [step(found) for found in careers.steps_from(code)],
        [document(found) for found in guidance.of_role(code)],
    )


def summary(role) -> list[dict]:
    rows = [
        ("Code", role.code),
        ("Group", role.group),
        ("Also called", ", ".join(role.aliases)),
        ("Usually employed by", role.employer),
        ("Training", role.training or NOT_SAID),
        ("Supervision", role.supervision or NOT_SAID),
        ("Supervision standard", standard_of(role)),
        ("Contacts", contacts(role)),
        ("Notes", role.notes),
        ("Source", source_of(role.source)),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def source_of(source: str) -> str:
    """`002_….txt#F` is section F of the briefing, in the words of the other lists."""
    return "; ".join(one_source(one.strip()) for one in source.split(";"))


def one_source(source: str) -> str:
    document, _, part = source.partition("#")
    name = SOURCES[document.split("_")[0]]
    if not part:
        return name
    return f"{name}, section {part}" if len(part) == 1 else f"{name}, {part.lower()}"


def standard_of(role) -> str:
    """What is expected of supervision, which is counted; where the sources give no number, that is said."""
    found = standards().get(role.code)
    if found is None:
        return NO_STANDARD[0].upper() + NO_STANDARD[1:]
    chosen = "" if found.is_published else " (chosen for this application)"
    return found.words[0].upper() + found.words[1:] + chosen


def course(found, role) -> dict:
    """A course listed under the role (rows 37 and 40), with what the sources say of its state."""
    return {"name": found.name, "is_mandatory": role in found.mandatory_for, "state": found.state}


def framework(found) -> dict:
    return {"name": found.name, "about": found.about, "count": len(found.competences), "links": found.links}


def step(found) -> dict:
    return {
        "name": found.name,
        "href": href("role_detail", found.next_role) if found.next_role in catalogue.roles() else "",
        "requires": found.requires,
        "is_design_choice": found.is_design_choice,
    }


def document(found: guidance.Document) -> dict:
    return {"title": found.dated, "about": found.about, "href": f"{href('guidance_list')}#{found.code}"}


def library() -> list[dict]:
    """Every document with the roles that it is about, the oldest first."""
    return [
        {
            "anchor": found.code,
            "title": found.dated,
            "about": found.about,
            "source": source_of(found.source),
            "roles": [{"name": catalogue.role_name(role), "href": href("role_detail", role)} for role in found.roles],
        }
        for found in guidance.documents()
    ]
