"""Somebody about whom there is a row in every table."""

from datetime import date

from django.apps import apps

from registers.actions.erasing import tables_of_a_person
from registers.codes import Tool
from registers.models import (
    CareStep,
    Intervention,
    PerinatalScreening,
    PharmacyPack,
    RiskFlag,
    StepReview,
    WorkSupportReferral,
)
from tests.registers import interface_rows, people

DAY = date(2006, 11, 6)


def fill(entry):
    """A row in every table that knows a person or an entry."""
    person, place = entry.person, {"practice": entry.practice, "entry": entry}
    people.make_consultation(person, DAY)
    people.make_referral(person, DAY)
    people.make_note(person, DAY, date(2006, 12, 6))
    people.make_assessment(person, DAY, 17, Tool.PHQ9)
    for make in (interface_rows.make_advice, interface_rows.make_cell, interface_rows.make_medication_change):
        make(person)
    for make in (interface_rows.make_contribution, interface_rows.make_plan, interface_rows.make_check):
        make(person)
    CareStep.objects.create(**place, step=2, started_on=DAY)
    StepReview.objects.create(**place, due_on=DAY)
    Intervention.objects.create(**place, kind="books", offered_on=DAY)
    WorkSupportReferral.objects.create(**place, scheme="Adviser", referred_on=DAY)
    PharmacyPack.objects.create(**place, kind="pack", given_on=DAY)
    PerinatalScreening.objects.create(**place, stage="six_weeks", due_week=DAY)
    RiskFlag.objects.create(**place, noted_on=DAY)
    return person


def rows_left(person) -> dict[str, int]:
    """Rows about the person by table, the person's own included; tables without any are left out."""
    Person = apps.get_model("registers", "Person")
    found = {
        model.__name__: model._base_manager.filter(**{way: person.pk}) for model, way in tables_of_a_person().items()
    }
    found["Person"] = Person.objects.filter(pk=person.pk)
    return {name: rows.count() for name, rows in found.items() if rows.exists()}
