"""The programme, wave, practices and people for the real example, as rows. Real organisations keep what is known of them."""

from django.db import transaction

from accounts.models import User
from accounts.permissions import Role
from collaborative.demonstration import people, tees
from operations import audit
from practices.models import Grant, Organisation, Parent, Programme, SharingAgreement, Wave, WaveMembership

SLUG = "tees-appointments"
COMMISSIONER = ("16C", "NHS Tees Valley")
DATA_OFFICER = "tees-data-officer@example.org"
FACILITATOR = "tees-facilitator@example.org"


@transaction.atomic
def prepare(published: list[tees.PublishedMonth]) -> Wave:
    """Everything that an upload of the real figures needs; returns the wave, also when it was there already."""
    known = Wave.objects.filter(code=tees.WAVE_CODE).first()
    if known:
        return known
    wave = make_wave()
    practices = [make_practice(code, name) for code, name in sorted({(row.ods_code, row.name) for row in published})]
    WaveMembership.objects.bulk_create(
        WaveMembership(wave=wave, practice=practice, joined_on=wave.orientation_on, severity_tool=tees.NO_TOOL)
        for practice in practices
    )
    SharingAgreement.objects.bulk_create(
        SharingAgreement(wave=wave, practice=practice, agreed_on=wave.orientation_on) for practice in practices
    )
    officer = make_people(wave, practices)
    audit.record("real_example_prepared", by=officer, about=wave, practices=len(practices))
    return wave


def make_wave():
    """Measures 3 and 4 are not collected and the list is everybody registered: W14, the size of a list, says nothing here."""
    programme = Programme.objects.create(
        name="Tees appointments (real data)",
        slug=SLUG,
        aim="To try the whole way on real figures: appointments at ten practices as NHS England published them. The list "
        "is everybody registered, not a mental health list; the calendar is made up, and no improvement is claimed.",
        severity_tools=[],
        rules_off=["W14"],
    )
    first, second, third = tees.LEARNING_WORKSHOPS
    return Wave.objects.create(
        programme=programme,
        code=tees.WAVE_CODE,
        number=1,
        name="Tees appointments (real data; the list is everybody registered)",
        orientation_on=tees.ORIENTATION,
        learning_workshop_1_on=first,
        learning_workshop_2_on=second,
        learning_workshop_3_on=third,
        ends_on=tees.WAVE_ENDS,
        region_label="ICB",
        commissioner_label="Sub-location",
    )


def make_practice(code, name):
    """The practice as it is known, or a new one under its sub-location."""
    practice, _ = Organisation.objects.get_or_create(ods_code=code, defaults={"name": name, "kind": "practice"})
    if not practice.parent_links.exists():
        commissioner, _ = Organisation.objects.get_or_create(
            ods_code=COMMISSIONER[0], defaults={"name": COMMISSIONER[1], "kind": "commissioner"}
        )
        Parent.objects.create(child=practice, parent=commissioner)
    return practice


def make_people(wave, practices):
    """A data officer for all the practices, who sends the file, and a facilitator; returns the data officer."""
    officer = User.objects.create_user(DATA_OFFICER, people.PASSWORD, name="Data officer for Tees")
    facilitator = User.objects.create_user(FACILITATOR, people.PASSWORD, name="Facilitator for Tees")
    since = people.GRANTED_FROM
    Grant.objects.bulk_create(
        Grant(person=officer, role=Role.DATA_OFFICER, organisation=practice, starts_on=since) for practice in practices
    )
    Grant.objects.create(person=facilitator, role=Role.FACILITATOR, wave=wave, starts_on=since)
    return officer
