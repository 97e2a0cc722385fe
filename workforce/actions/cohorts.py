"""Cohorts and employers: what posts and terms are said of."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices.models import Organisation, Programme
from workforce.actions.stored import stored
from workforce.models import Cohort, Employer, Terms


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


@transaction.atomic
def link_employer(*, employer: Employer, organisation: Organisation | None, by) -> Employer:
    """Which organisation of the directory an employer is: a practice then sees band and contract of its own employees.

    Raises ValidationError for an organisation that is another employer already, and where terms name this employer that the
    person may not see.
    """
    fresh = Employer.objects.select_for_update().get(pk=employer.pk)
    if fresh.terms.exclude(pk__in=Terms.objects.visible_to(by).values("pk")).exists():
        raise ValidationError("Terms that you do not lead name this employer. Ask the workforce lead of the programme")
    before = fresh.organisation
    fresh.organisation = organisation
    stored(fresh, {"organisation": "This organisation is another employer already"})
    codes = {"code": organisation.ods_code if organisation else "", "code_before": before.ods_code if before else ""}
    audit.record("employer.linked", by=by, about=fresh, organisation=organisation or before, **codes)
    return fresh
