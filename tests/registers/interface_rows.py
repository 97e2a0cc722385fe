"""Builders of records of work with other teams, and of requests about one person's data."""

from datetime import date

from registers.actions import data_requests
from registers.models import (
    AdviceRecord,
    CpaContribution,
    DataRequest,
    LinkAgreement,
    MedicationChange,
    PhysicalHealthCheck,
    SharedCareResponsibility,
    WrapPlan,
)


def make_advice(person, given_on=date(2007, 1, 15), **fields):
    return AdviceRecord.objects.create(practice=person.practice, person=person, given_on=given_on, **fields)


def make_agreement(practice, **fields):
    values = {
        "own_team": "Practice team",
        "other_team": "Link workers",
        "host_team": "Practice team",
        "starts_on": date(2006, 3, 1),
        "review_due_on": date(2007, 3, 1),
    }
    return LinkAgreement.objects.create(practice=practice, **(values | fields))


def make_cell(person, function="monitor", component="lithium", team="CMHT", professional="Psychiatrist", **fields):
    return SharedCareResponsibility.objects.create(
        practice=person.practice,
        person=person,
        component=component,
        function=function,
        team=team,
        professional=professional,
        **fields,
    )


def make_medication_change(person, changed_on=date(2007, 1, 10), **fields):
    return MedicationChange.objects.create(practice=person.practice, person=person, changed_on=changed_on, **fields)


def make_contribution(person, how="telephone", review_on=date(2007, 1, 20)):
    return CpaContribution.objects.create(practice=person.practice, person=person, how=how, review_on=review_on)


def make_plan(person, made_on=date(2007, 1, 5), **fields):
    return WrapPlan.objects.create(practice=person.practice, person=person, made_on=made_on, **fields)


def make_check(person, offered_on=date(2007, 1, 8), **fields):
    return PhysicalHealthCheck.objects.create(practice=person.practice, person=person, offered_on=offered_on, **fields)


def make_request(person, by, kind="copy", **fields):
    return DataRequest.objects.create(
        practice=person.practice,
        person=person,
        local_number=person.local_number,
        kind=kind,
        reason="Asked in writing",
        requested_by=by,
        **fields,
    )


def make_copied_request(practice, entry, by):
    """With a copy that waits to be fetched."""
    request = make_request(entry.person, by)
    request.counts, request.stored_path = data_requests.store_copy(request, entry.person), f"{request.pk}.json"
    request.save()
    return request


# Parameter of an address -> makes the row, given (practice, entry, by).
MAKERS = {
    "agreement": lambda practice, entry, by: make_agreement(practice),
    "advice": lambda practice, entry, by: make_advice(entry.person),
    "medication": lambda practice, entry, by: make_medication_change(entry.person),
    "cpa": lambda practice, entry, by: make_contribution(entry.person),
    "wrap": lambda practice, entry, by: make_plan(entry.person),
    "health_check": lambda practice, entry, by: make_check(entry.person),
    # Found by the word "lithium" in the address.
    "shared_care": lambda practice, entry, by: make_cell(entry.person),
}
