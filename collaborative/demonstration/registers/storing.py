"""Puts an invented register into the database."""

from datetime import date, datetime, timedelta

import numpy as np

from collaborative.demonstration.registers.drawn import DrawnRegister
from collaborative.demonstration.registers.keys import invented_key, key_check
from collaborative.demonstration.registers.people import RECOVERED, DrawnPerson
from practices.months import LONDON
from registers.codes import NEVER_RETURNED, Fitness, Tool
from registers.models import (
    Assessment,
    CertificateNote,
    CodeList,
    CodeListChoice,
    Consultation,
    CoveredMonth,
    EntryState,
    ExclusionReason,
    Person,
    PracticeRegister,
    Referral,
    RegisterEntry,
    SeverityToolChoice,
)
from registers.roles import contact_roles

BATCH = 2_000
TODAY = date(2007, 2, 8)
TOOLS = {"PHQ9": (Tool.PHQ9, 14.5, 5, 27), "HADS": (Tool.HADS_D, 11.5, 3.5, 21), "BDI2": (Tool.BDI2, 25, 8, 63)}
WAITING, VALIDATED, EXCLUDED = 14, 5, 9
REASONS = (
    "Antidepressant started and no diagnosis coded",
    "Coded as depression in another practice's notes",
    "Two consultations for low mood in three months",
    "Anxiety coded in 2003, still on treatment",
)
EXTRACT_KINDS = ("register", "consultations", "referrals", "sick_notes", "assessments")


def store_register(drawn: DrawnRegister, practice, severity_tool: str, by) -> None:
    """Everything of one practice. `by` is its manager, or whoever stands in the trail for it."""
    make_settings(practice, severity_tool, by)
    people = make_people(drawn, practice)
    make_entries(drawn, practice, people)
    make_waiting(practice, len(drawn.people))
    make_events(drawn, practice, people)
    make_assessments(drawn, practice, people, severity_tool)
    CoveredMonth.objects.bulk_create(
        CoveredMonth(practice=practice, kind=kind, month=month.month)
        for kind in EXTRACT_KINDS
        for month in drawn.months
    )


def make_settings(practice, severity_tool, by) -> None:
    PracticeRegister.objects.create(
        practice=practice,
        key_check_value=key_check(practice.ods_code),
        key_check_set_at=datetime(2006, 2, 10, 9, tzinfo=LONDON),
        key_check_set_by=by,
        keeps_interface_records=practice.ods_code == "A99001",
    )
    SeverityToolChoice.objects.create(
        practice=practice, tool=TOOLS[severity_tool][0], since=date(2004, 3, 1), chosen_by=by
    )
    first = CodeList.objects.order_by("published_on").first()
    if first:
        CodeListChoice.objects.create(practice=practice, code_list=first, since=date(2005, 2, 1), chosen_by=by)


def make_people(drawn, practice) -> list[Person]:
    """In the order of the drawn people, numbered from 1."""
    return Person.objects.bulk_create(
        [
            Person(
                practice=practice,
                patient_key=invented_key(practice.ods_code, str(person.index)),
                local_number=person.index + 1,
                birth_year=person.birth_year,
                sex=person.sex,
                ethnic_group=person.ethnic_group,
                deprivation_band=person.deprivation_band,
            )
            for person in drawn.people
        ],
        batch_size=BATCH,
    )


def make_entries(drawn, practice, people) -> None:
    RegisterEntry.objects.bulk_create(
        [entry_of(practice, people[person.index], person) for person in drawn.people], batch_size=BATCH
    )


def entry_of(practice, row: Person, person: DrawnPerson) -> RegisterEntry:
    state = EntryState.ACTIVE
    if person.active_to:
        state = EntryState.RECOVERED if person.end_reason in RECOVERED else EntryState.LEFT
    return RegisterEntry(
        practice=practice,
        person=row,
        state=state,
        source="search" if person.index % 4 else "opportunistic",
        presentation_type=person.presentation_type,
        identified_on=person.identified_on,
        validated_on=person.validated_on,
        active_from=person.active_from,
        active_to=person.active_to,
        end_reason=person.end_reason,
        codes=[["read2", "E2003" if person.index % 3 else "E113."]],
        suggested_because="Search for codes of depression and anxiety",
        has_unexplained_symptoms=person.presentation_type == 2 and person.index % 3 == 0,
    )


def make_waiting(practice, number: int) -> None:
    """Suggested and not yet validated, some for too long; validated and not yet active; excluded."""
    generator = np.random.default_rng([number, int(practice.ods_code[1:])])
    people = Person.objects.bulk_create(
        Person(
            practice=practice,
            patient_key=invented_key(practice.ods_code, str(number + place)),
            local_number=number + place + 1,
            birth_year=int(generator.integers(1942, 1989)),
            sex="F" if generator.random() < 0.6 else "M",
        )
        for place in range(WAITING + VALIDATED + EXCLUDED)
    )
    entries = [
        RegisterEntry(
            practice=practice,
            person=person,
            identified_on=TODAY - timedelta(days=int(generator.integers(3, 100))),
            suggested_because=REASONS[place % len(REASONS)],
            codes=[["read2", "Eu32x"]],
        )
        for place, person in enumerate(people)
    ]
    for entry in entries[WAITING : WAITING + VALIDATED]:
        entry.state, entry.validated_on = EntryState.VALIDATED, entry.identified_on + timedelta(days=2)
    for place, entry in enumerate(entries[WAITING + VALIDATED :]):
        entry.state, entry.excluded_on = EntryState.EXCLUDED, entry.identified_on + timedelta(days=1)
        entry.exclusion_reason = ExclusionReason.values[place % len(ExclusionReason.values)]
    RegisterEntry.objects.bulk_create(entries)
    PracticeRegister.objects.filter(practice=practice).update(next_local_number=number + len(people) + 1)


def make_events(drawn, practice, people) -> None:
    roles = {code: role.number for code, role in contact_roles().items()}
    Consultation.objects.bulk_create(
        [
            Consultation(
                practice=practice, person=people[index], day=day, role=roles[role], mode=mode, attended=attended
            )
            for index, day, role, mode, attended in drawn.contacts
        ],
        batch_size=BATCH,
    )
    Referral.objects.bulk_create(
        [
            Referral(practice=practice, person=people[index], day=day, service=service, urgency=urgency)
            for index, day, service, urgency in drawn.referrals
        ],
        batch_size=BATCH,
    )
    CertificateNote.objects.bulk_create(
        [
            CertificateNote(
                practice=practice, person=people[index], issued_on=issued_on, form=form, starts_on=first, ends_on=last,
                return_on=NEVER_RETURNED, fitness=Fitness.UNFIT, diagnosis_group=diagnosis, is_duplicate=False,
                is_open_ended=False,
            )
            for index, issued_on, form, first, last, diagnosis in drawn.notes
        ],
        batch_size=BATCH,
    )  # fmt: skip


def make_assessments(drawn, practice, people, severity_tool) -> None:
    """At the outset of most, again after five to twelve weeks of many, a little lower each time."""
    tool, mean, spread, highest = TOOLS[severity_tool]
    generator = np.random.default_rng([tool, int(practice.ods_code[1:])])
    rows = {}
    for person in drawn.people:
        day, total = person.active_from, float(generator.normal(mean, spread))
        for chance in (0.78, 0.6, 0.5):
            if generator.random() > chance or day > TODAY:
                break
            # The severity table holds whole scores of one tool within its range.
            rows[people[person.index].pk, day] = Assessment(
                practice=practice, person=people[person.index], day=day, tool=tool,
                total=int(np.clip(round(total), 0, highest)), risk_item=2,
            )  # fmt: skip
            day += timedelta(days=int(generator.integers(35, 90)))
            total -= float(generator.normal(spread * 0.7, spread * 0.8))
    Assessment.objects.bulk_create(rows.values(), batch_size=BATCH)
