"""An invented practice's work with other teams: advice, agreements, shared care, contributions, plans and checks."""

from datetime import timedelta

from collaborative.demonstration.registers.care import TEXTS, TODAY
from registers.models import (
    AdviceRecord,
    CpaContribution,
    LinkAgreement,
    MedicationChange,
    PerinatalScreening,
    Person,
    PhysicalHealthCheck,
    RegisterEntry,
    RiskFlag,
    SharedCareResponsibility,
    WrapPlan,
)

PEOPLE = 12


def make_interface_records(practice, by) -> None:
    """`by` is a clinician of the practice."""
    people = list(Person.objects.filter(practice=practice, entries__state="active").order_by("local_number")[:PEOPLE])
    for person, text in zip(people, TEXTS["advice"], strict=False):
        make_advice(practice, person, text, by)
    LinkAgreement.objects.bulk_create(
        LinkAgreement(practice=practice, recorded_by=by, **agreement) for agreement in TEXTS["agreements"]
    )
    SharedCareResponsibility.objects.bulk_create(
        SharedCareResponsibility(
            practice=practice, recorded_by=by, person=people[3 if component == "lithium" else 4], component=component,
            function=function, team=team, professional=professional,
        )
        for component, function, team, professional in TEXTS["shared_care"]
    )  # fmt: skip
    make_dated(practice, people, by)
    make_flags(practice, people, by)


def make_advice(practice, person, text, by) -> None:
    given_on = TODAY - timedelta(days=text["days_ago"])
    follow_up = given_on + timedelta(days=text["follow_up_after"]) if "follow_up_after" in text else None
    words = {name: text[name] for name in ("asker", "adviser", "channel", "problem", "advice")}
    AdviceRecord.objects.create(
        practice=practice, recorded_by=by, person=person, given_on=given_on, written_follow_up_on=follow_up, **words
    )


def make_dated(practice, people, by) -> None:
    row = {"practice": practice, "recorded_by": by}
    ago = lambda days: TODAY - timedelta(days=days)  # noqa: E731
    MedicationChange.objects.create(
        **row, person=people[5], changed_on=ago(9), next_contact_on=TODAY + timedelta(days=6), has_monitoring_plan=True
    )
    MedicationChange.objects.create(
        **row,
        person=people[6],
        changed_on=ago(30),
        next_contact_on=ago(2),
        notified_on=ago(28),
        has_monitoring_plan=True,
    )
    CpaContribution.objects.create(**row, person=people[3], review_on=ago(20), how="telephone")
    CpaContribution.objects.create(**row, person=people[4], review_on=ago(75), how="none")
    WrapPlan.objects.create(
        **row, person=people[7], made_on=ago(60), parts=["tools", "daily_plan", "triggers", "crisis"]
    )
    PhysicalHealthCheck.objects.create(**row, person=people[3], offered_on=ago(50), done_on=ago(41))
    PhysicalHealthCheck.objects.create(**row, person=people[4], offered_on=ago(15), may_be_overshadowed=True)


def make_flags(practice, people, by) -> None:
    """One risk item of which a clinician knows, one of which nobody has said so yet; a screening soon due."""
    entries = list(
        RegisterEntry.objects.filter(practice=practice, person__in=people[8:11]).order_by("person__local_number")
    )
    day = TODAY - timedelta(days=6)
    RiskFlag.objects.create(
        practice=practice, recorded_by=by, entry=entries[0], noted_on=day, clinician_informed_on=day
    )
    RiskFlag.objects.create(practice=practice, recorded_by=by, entry=entries[1], noted_on=day + timedelta(days=4))
    monday = TODAY - timedelta(days=TODAY.weekday())
    PerinatalScreening.objects.create(
        practice=practice, recorded_by=by, entry=entries[2], stage="six_weeks", due_week=monday - timedelta(weeks=6),
        offered_on=monday - timedelta(weeks=6) + timedelta(days=2),
    )  # fmt: skip
    PerinatalScreening.objects.create(
        practice=practice, recorded_by=by, entry=entries[2], stage="twelve_weeks", due_week=monday
    )
