"""The profiles that come with the application, and how they are stored."""

from io import StringIO

import pytest
from django.core.management import call_command

from operations.models import AuditEvent
from registers.actions.profiles import confirm_profile, load_profiles
from registers.files.schemas import KINDS
from registers.models import ImportProfile
from registers.shipped_profiles import parsed, shipped_profiles

ODD = """
system = "Odd"
note = ""
[[profile]]
slug = "odd"
kind = "register"
name = "Odd"
columns = { surname = "Surname" }
"""


def test_there_are_profiles_for_every_system_and_kind_of_file():
    found = {(one.slug, one.kind) for one in shipped_profiles()}

    assert {(slug, kind) for slug in ("emis", "systmone") for kind in KINDS} <= found
    assert {slug for slug, _ in found} == {"emis", "systmone", "vision", "synthea"}


def test_profile_that_names_an_unknown_column_is_refused():
    with pytest.raises(ValueError, match="no column ‘surname’"):
        parsed(ODD)


def test_loading_again_changes_nothing(db):
    call_command("load_register_data", stdout=StringIO())
    events = AuditEvent.objects.count()

    assert load_profiles(shipped_profiles()) == 0

    assert ImportProfile.objects.count() == len(shipped_profiles())
    assert AuditEvent.objects.count() == events


def test_confirmation_falls_when_a_shipped_profile_changes(practice, manager):
    load_profiles(shipped_profiles())
    profile = ImportProfile.objects.get(slug="emis", kind="register")
    confirm_profile(profile=profile, practice=practice, by=manager)
    ImportProfile.objects.filter(pk=profile.pk).update(dates="iso")

    assert load_profiles(shipped_profiles()) == 1

    assert not profile.confirmations.exists()


def test_confirming_twice_is_one_confirmation(practice, manager):
    load_profiles(shipped_profiles())
    profile = ImportProfile.objects.get(slug="vision", kind="register")

    for _ in range(2):
        confirm_profile(profile=profile, practice=practice, by=manager)

    assert profile.confirmations.count() == 1
    assert AuditEvent.objects.filter(event="import_profile.confirmed").count() == 1
