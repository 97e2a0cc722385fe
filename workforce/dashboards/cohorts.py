"""Cohorts of a programme with how many began and are in post, and the employers that its terms name: for whoever leads it."""

from django.db.models import Count

from practices.wording import counted
from workforce.catalogue import role_name
from workforce.dashboards import words
from workforce.dashboards.links import href
from workforce.models import Cohort, Employer, Holding, Terms

OWN = "people of your own PCT alone are counted"


def tables(user, programme, *, exact: bool) -> list[dict]:
    """`exact`: of the whole programme; a local lead's counts are of the own people, and say so."""
    return [cohort_table(user, programme, exact), employer_table(user, programme, exact)]


def caption(many: str, exact: bool) -> str:
    return many if exact else f"{many}; {OWN}"


def cohort_table(user, programme, exact) -> dict:
    """People, not holdings: who changes the post within a cohort counts once."""
    cohorts = list(Cohort.objects.visible_to(user).filter(programme=programme))
    held = Holding.objects.visible_to(user).filter(cohort__in=cohorts)
    began, now = people_by("cohort", held), people_by("cohort", held.on())
    return {
        "caption": caption(counted(len(cohorts), "cohort"), exact),
        "head": ["Cohort", "Code", "Role", "First day", numeric("Began"), numeric("In post now")],
        "first_is_header": True,
        "rows": [row(cohort, began.get(cohort.pk, 0), now.get(cohort.pk, 0)) for cohort in cohorts],
        "empty": "There is no cohort yet. Add one for those who began together in one role.",
    }


def numeric(text) -> dict:
    return {"text": text, "numeric": True}


def people_by(field, rows, worker="worker") -> dict:
    """How many people the rows are about, by the id in a field."""
    counted_rows = rows.order_by().values(field).annotate(people=Count(worker, distinct=True))
    return dict(counted_rows.values_list(field, "people"))


def row(cohort, began, now) -> list:
    counts = [numeric(began), numeric(now)]
    return [cohort.name, cohort.code, role_name(cohort.role), words.day(cohort.starts_on), *counts]


def employer_table(user, programme, exact) -> dict:
    now = Terms.objects.visible_to(user).on().filter(holding__worker__programme=programme)
    people = people_by("employer", now, "holding__worker")
    employers = list(Employer.objects.visible_to(user).select_related("organisation").order_by("name"))
    return {
        "caption": caption(counted(len(employers), "employer"), exact),
        "head": ["Employer", "Code in the directory", numeric("Employs now")],
        "first_is_header": True,
        "rows": [
            [
                linked(one, programme),
                one.organisation.ods_code if one.organisation else "None",
                numeric(people.get(one.pk, 0)),
            ]
            for one in employers
        ],
        "empty": "There is no employer yet. Terms need one.",
    }


def linked(employer, programme) -> dict:
    return {"text": employer.name, "href": href("employer_edit", programme.slug, employer.pk)}
