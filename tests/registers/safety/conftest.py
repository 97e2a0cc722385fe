import pytest

from accounts.permissions import Role
from registers.models import EntryState
from tests.conftest import make_person
from tests.registers import people


@pytest.fixture
def auditor(programme):
    return make_person("auditor@example.org", Role.AUDITOR, programme=programme)


@pytest.fixture
def register(practice):
    return people.make_register(practice, keeps_interface_records=True)


@pytest.fixture
def entry(practice, register):
    return people.make_entry(practice, 7, state=EntryState.ACTIVE)
