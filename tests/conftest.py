"""The cast: one wave, three practices under two trusts, and a person in each role. Everybody else is a stranger."""

from datetime import date

import hypothesis
import pytest
from django.db import connection

from accounts.models import User
from accounts.permissions import Role
from practices.models import Grant, Organisation, Parent, Programme, SharingAgreement, Wave, WaveMembership

# No clock and no chance in the tests: a slow machine is no fault, and what fails once fails always.
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True)
hypothesis.settings.load_profile("repeatable")

WALKED_ONCE = pytest.mark.skip(reason="What pages show does not come from the database: walked on the embedded default")


def pytest_collection_modifyitems(items):
    """The walks over every page and file take minutes: they are made once, not on each database."""
    if connection.vendor == "postgresql":
        for item in items:
            if item.get_closest_marker("walked_once"):
                item.add_marker(WALKED_ONCE)


PASSWORD = "a long and quiet phrase"


@pytest.fixture(autouse=True)
def business_clock(settings, tmp_path):
    """Stand on 8 February 2007, and keep files in a folder of this test."""
    settings.BUSINESS_CLOCK = "2007-02-08T09:00"
    settings.DATA_DIR = tmp_path
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def programme(db):
    return Programme.objects.create(
        name="Test collaborative", slug="test", severity_tools=["PHQ9", "HADS", "BDI2"], is_invented=True
    )


@pytest.fixture
def wave(programme):
    return Wave.objects.create(
        programme=programme,
        code="W1",
        number=1,
        name="First wave",
        orientation_on=date(2006, 2, 7),
        learning_workshop_1_on=date(2006, 3, 7),
        learning_workshop_2_on=date(2006, 7, 11),
        learning_workshop_3_on=date(2006, 11, 7),
        ends_on=date(2007, 2, 28),
    )


def make_organisation(ods_code, name, kind, parent=None):
    organisation = Organisation.objects.create(ods_code=ods_code, name=name, kind=kind, is_invented=True)
    if parent:
        Parent.objects.create(child=organisation, parent=parent)
    return organisation


@pytest.fixture
def trust(db):
    return make_organisation("5W0", "Alder PCT", "commissioner")


@pytest.fixture
def other_trust(db):
    return make_organisation("5W1", "Birch PCT", "commissioner")


def make_practice(wave, ods_code, name, parent):
    practice = make_organisation(ods_code, name, "practice", parent)
    WaveMembership.objects.create(wave=wave, practice=practice, joined_on=wave.orientation_on, severity_tool="PHQ9")
    return practice


@pytest.fixture
def practice(wave, trust):
    return make_practice(wave, "A99001", "Ash Surgery", trust)


@pytest.fixture
def neighbour(wave, trust):
    return make_practice(wave, "A99002", "Beech Surgery", trust)


@pytest.fixture
def elsewhere(wave, other_trust):
    return make_practice(wave, "A99003", "Cedar Surgery", other_trust)


@pytest.fixture
def agreement(wave, practice):
    return SharingAgreement.objects.create(wave=wave, practice=practice, agreed_on=wave.orientation_on)


def make_person(email, role=None, **place):
    person = User.objects.create_user(email, PASSWORD, name=email.split("@")[0].replace("-", " ").title())
    if role:
        Grant.objects.create(person=person, role=role, starts_on=date(2006, 1, 1), **place)
    return person


@pytest.fixture
def manager(practice):
    return make_person("manager@example.org", Role.PRACTICE_MANAGER, organisation=practice)


@pytest.fixture
def data_officer(practice):
    return make_person("data-officer@example.org", Role.DATA_OFFICER, organisation=practice)


@pytest.fixture
def clinician(practice):
    return make_person("clinician@example.org", Role.PRACTICE_CLINICIAN, organisation=practice)


@pytest.fixture
def commissioner(trust, practice, neighbour):
    return make_person("commissioner@example.org", Role.COMMISSIONER, organisation=trust)


@pytest.fixture
def facilitator(wave, practice, neighbour, elsewhere):
    return make_person("facilitator@example.org", Role.FACILITATOR, wave=wave)


@pytest.fixture
def administrator(programme):
    return make_person("administrator@example.org", Role.PROGRAMME_ADMINISTRATOR, programme=programme)


@pytest.fixture
def lay_member(wave, practice):
    return make_person("lay-member@example.org", Role.LAY_MEMBER, wave=wave)


@pytest.fixture
def stranger(db):
    return make_person("stranger@example.org")


@pytest.fixture
def client_of(client):
    """Sign a person in: `client_of(manager).get(...)`."""

    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in
