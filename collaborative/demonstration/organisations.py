"""The invented organisations, the programme and its two waves, as rows. Bulk inserts: the demonstration is made in seconds."""

from datetime import date, timedelta

from collaborative.demonstration import plan
from practices.models import (
    ListSize,
    Organisation,
    Parent,
    Programme,
    SharingAgreement,
    Succession,
    Wave,
    WaveMembership,
)

PROGRAMME_SLUG = "national-demonstration"
LIST_SIZE_SOURCE = "Invented for the demonstration"
AGREED_AFTER_DAYS = 7
# The figures of March are locked when 10 June is over.
LOCK_AFTER_DAYS = 71


def make_programme():
    return Programme.objects.create(
        name="National Primary Care Mental Health Collaborative (demonstration)",
        slug=PROGRAMME_SLUG,
        aim="Better care for adults of working age with common mental health problems: know who they are, look after "
        "them in new ways, and help them to help themselves. Everything in this programme is invented.",
        severity_tools=list(plan.SEVERITY_TOOLS),
        lock_after_days=LOCK_AFTER_DAYS,
        is_invented=True,
    )


def make_waves(programme):
    """The first wave, and the second, which has just begun."""
    return [
        make_wave(
            programme, 1, "First wave (demonstration)", plan.ORIENTATION, plan.LEARNING_WORKSHOPS, plan.WAVE_ENDS
        ),
        make_wave(
            programme,
            2,
            "Second wave (demonstration)",
            plan.SECOND_WAVE_ORIENTATION,
            plan.SECOND_WAVE_WORKSHOPS,
            plan.SECOND_WAVE_ENDS,
        ),
    ]


def make_wave(programme, number, name, orientation_on, workshops, ends_on):
    return Wave.objects.create(
        programme=programme,
        code=f"W{number}",
        number=number,
        name=name,
        orientation_on=orientation_on,
        learning_workshop_1_on=workshops[0],
        learning_workshop_2_on=workshops[1],
        learning_workshop_3_on=workshops[2],
        ends_on=ends_on,
    )


def make_organisations(plans):
    """Regions, PCTs and practices with their parents as at each date; returns all by ODS code."""
    regions = [invented(code, name, "region") for code, name in plan.NAMES["regions"]]
    commissioners = list(commissioner_rows())
    practices = [invented(practice.ods_code, practice.name, "practice") for practice in plans]
    Organisation.objects.bulk_create(regions + commissioners + practices)
    by_code = {organisation.ods_code: organisation for organisation in regions + commissioners + practices}
    Parent.objects.bulk_create(parent_rows(plans, commissioners, regions, by_code))
    Succession.objects.bulk_create(
        Succession(old=by_code[code], new=by_code[plan.MERGED_INTO], on=plan.MERGED_ON, kind="merge")
        for code in plan.MERGED_CODES
    )
    return by_code


def invented(code, name, kind, **dates):
    return Organisation(ods_code=code, name=name, kind=kind, is_invented=True, **dates)


def commissioner_rows():
    for code, place in zip(plan.pct_codes(), plan.NAMES["commissioners"], strict=True):
        closed = plan.MERGED_ON - timedelta(days=1) if code in plan.MERGED_CODES else None
        yield invented(code, f"{place} PCT", "commissioner", closed=closed)
    merged = plan.NAMES["merged_commissioner"]
    yield invented(plan.MERGED_INTO, f"{merged} PCT", "commissioner", opened=plan.MERGED_ON)
    for code, place in zip(plan.SECOND_WAVE_PCTS, plan.NAMES["second_wave_commissioners"], strict=True):
        yield invented(code, f"{place} PCT", "commissioner")


def parent_rows(plans, commissioners, regions, by_code):
    """Who stood under whom: practices of the two merged PCTs have two parents, one after the other."""
    for index, commissioner in enumerate(commissioners):
        yield Parent(child=commissioner, parent=regions[index % 2], start=commissioner.opened, end=commissioner.closed)
    for practice in plans:
        child, parent = by_code[practice.ods_code], by_code[practice.pct_code]
        yield Parent(child=child, parent=parent, end=parent.closed)
        if practice.pct_code in plan.MERGED_CODES:
            yield Parent(child=child, parent=by_code[plan.MERGED_INTO], start=plan.MERGED_ON)


def make_memberships(wave, plans, by_code, *, all_agreements=False):
    """Who takes part from when to when, and who lets commissioner and facilitator see its figures exactly."""
    WaveMembership.objects.bulk_create(
        WaveMembership(
            wave=wave,
            practice=by_code[practice.ods_code],
            joined_on=wave.orientation_on,
            left_on=practice.left_on,
            left_reason=practice.left_reason,
            severity_tool=practice.severity_tool,
        )
        for practice in plans
    )
    SharingAgreement.objects.bulk_create(
        SharingAgreement(
            wave=wave,
            practice=by_code[practice.ods_code],
            agreed_on=wave.orientation_on + timedelta(days=AGREED_AFTER_DAYS),
        )
        for practice in plans
        if practice.shares or all_agreements
    )


def make_list_sizes(plans, by_code, on=date(2006, 2, 1)):
    """Registered people of each practice: together, in the first wave, the 726,225 that were published."""
    ListSize.objects.bulk_create(
        ListSize(
            practice=by_code[practice.ods_code],
            on=on,
            registered=practice.registered,
            registered_16_64=round(practice.registered * practice.share_16_64),
            source=LIST_SIZE_SOURCE,
        )
        for practice in plans
    )
