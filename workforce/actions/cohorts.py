"""Cohorts and employers: what posts and terms are said of."""

from datetime import date

from django.db import transaction

from operations import audit
from practices.models import Organisation, Programme
from workforce.actions.stored import stored
from workforce.models import Cohort, Employer


@transaction.atomic
def create(*, programme: Programme, code: str, name: str, role: str, starts_on: date, by) -> Cohort:
    """Raises ValidationError for a code that is taken."""
    cohort = Cohort(programme=programme, code=code, name=name, role=role, starts_on=starts_on)
    stored(cohort, {"code": "There is a cohort of this code already. Choose another"})
    audit.record("cohort.created", by=by, about=cohort, programme=programme.slug, code=code, role=role)
    return cohort


@transaction.atomic
def create_employer(*, programme: Programme, name: str, organisation: Organisation | None, by) -> Employer:
    """Employers are shared by all programmes. Raises ValidationError for one that is there already."""
    employer = Employer(name=name, organisation=organisation)
    stored(employer, {"name": "There is an employer of this name, or of this organisation, already"})
    audit.record("employer.created", by=by, about=employer, organisation=organisation, programme=programme.slug)
    return employer
