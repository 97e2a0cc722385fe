"""Programmes, waves and who takes part in them: created, changed, joined, left."""

from datetime import date

from django.db import transaction

from accounts.permissions import Permission
from operations import audit
from practices import clock
from practices.models import Grant, Programme, SharingAgreement, Wave, WaveMembership

PROGRAMME_FIELDS = ["name", "kind", "aim", "severity_tools", "rules_off", "lock_after_days"]
WAVE_FIELDS = [
    *("number", "name", "orientation_on", "learning_workshop_1_on", "learning_workshop_2_on"),
    *("learning_workshop_3_on", "ends_on", "region_label", "commissioner_label"),
]


def plain(value):
    return value.isoformat() if isinstance(value, date) else value


def set_fields(row, allowed, values):
    """Set the allowed fields to their new values; returns {field: [old, new]} of those that differ."""
    unknown = set(values) - set(allowed)
    if unknown:
        raise ValueError(f"These may not be set: {', '.join(sorted(unknown))}")
    changed = {name: [plain(getattr(row, name)), plain(value)] for name, value in values.items()}
    for name, value in values.items():
        setattr(row, name, value)
    return {name: pair for name, pair in changed.items() if pair[0] != pair[1]}


@transaction.atomic
def create_programme(*, slug, by, **fields):
    """A new programme. Who creates it administers it, under the role by which they may: nobody else could let them in."""
    programme = Programme(slug=slug)
    set_fields(programme, PROGRAMME_FIELDS, fields)
    programme.save(force_insert=True)
    acting = next(grant for grant in by.acting_grants if grant.allows(Permission.CHANGE_WAVES))
    Grant.objects.create(
        person=by, role=acting.role, programme=programme, starts_on=acting.starts_on, ends_on=acting.ends_on
    )
    audit.record("programme_created", by=by, about=programme, slug=slug, role_of_creator=acting.role)
    return programme


@transaction.atomic
def change_programme(*, programme, by, **fields):
    changed = set_fields(programme, PROGRAMME_FIELDS, fields)
    programme.save()
    audit.record("programme_changed", by=by, about=programme, changed=changed)
    return programme


@transaction.atomic
def create_wave(*, programme, code, by, **fields):
    wave = Wave(programme=programme, code=code)
    set_fields(wave, WAVE_FIELDS, fields)
    wave.save(force_insert=True)
    audit.record("wave_created", by=by, about=wave, code=code)
    return wave


@transaction.atomic
def change_wave(*, wave, by, **fields):
    changed = set_fields(wave, WAVE_FIELDS, fields)
    wave.save()
    audit.record("wave_changed", by=by, about=wave, code=wave.code, changed=changed)
    return wave


@transaction.atomic
def add_practice(*, wave, practice, joined_on, severity_tool="", agreed_on=None, by):
    """A practice joins a wave, with its sharing agreement where it has given one."""
    membership = WaveMembership.objects.create(
        wave=wave, practice=practice, joined_on=joined_on, severity_tool=severity_tool
    )
    audit.record(
        "practice_joined", by=by, about=membership, organisation=practice, wave=wave.code, joined_on=plain(joined_on)
    )
    if agreed_on:
        give_agreement(wave=wave, practice=practice, agreed_on=agreed_on, by=by)
    return membership


@transaction.atomic
def register_severity_tool(*, membership, severity_tool, by):
    """The tool by which a practice measures severity; its returns are checked against it."""
    before, membership.severity_tool = membership.severity_tool, severity_tool
    membership.save(update_fields=["severity_tool"])
    audit.record(
        "severity_tool_registered",
        by=by,
        about=membership,
        organisation=membership.practice,
        wave=membership.wave.code,
        severity_tool=severity_tool,
        before=before,
    )
    return membership


@transaction.atomic
def end_membership(*, membership, left_on, left_reason, by):
    """A practice leaves a wave after a last day; its history stays, and it leaves the sums after that."""
    membership.left_on, membership.left_reason = left_on, left_reason
    membership.save(update_fields=["left_on", "left_reason"])
    audit.record(
        "practice_left",
        by=by,
        about=membership,
        organisation=membership.practice,
        wave=membership.wave.code,
        left_on=plain(left_on),
        reason=left_reason,
    )
    return membership


# ------------------------------------------------------------------ sharing agreements


@transaction.atomic
def give_agreement(*, wave, practice, agreed_on=None, by):
    """The practice lets its commissioner and the wave's facilitator see its figures exactly, from a day on.

    It is given to the wave, so it holds towards whoever commissions the practice now: at a merger of trusts it
    passes to the successor until the practice withdraws it (R9). One in force already is returned as it is.
    """
    agreement, created = SharingAgreement.objects.get_or_create(
        wave=wave,
        practice=practice,
        revoked_on=None,
        defaults={"agreed_on": agreed_on or clock.today(), "recorded_by": by},
    )
    if created:
        audit.record(
            "agreement_given",
            by=by,
            about=agreement,
            organisation=practice,
            wave=wave.code,
            agreed_on=plain(agreement.agreed_on),
        )
    return agreement


@transaction.atomic
def withdraw_agreement(*, agreement, by):
    """From the next request on, the figures are protected for everybody but the practice (R5). The agreement stays on record."""
    agreement.revoked_on = max(clock.today(), agreement.agreed_on)
    agreement.save(update_fields=["revoked_on"])
    audit.record(
        "agreement_withdrawn",
        by=by,
        about=agreement,
        organisation=agreement.practice,
        wave=agreement.wave.code,
        revoked_on=plain(agreement.revoked_on),
    )
    return agreement
