from datetime import date

import pytest

from tests.registers import people

DAY = date(2007, 1, 15)


@pytest.fixture
def register(practice):
    return people.make_register(practice, keeps_interface_records=True)


@pytest.fixture
def person(practice, register):
    return people.make_entry(practice, 7).person
