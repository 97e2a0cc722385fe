"""Every address x method x role x place, against the one table of permissions (D11, D12, R1, R8).

What lies in whose scope is written here a second time, by hand, so that a mistake in the code cannot hide in the test.
"""

from datetime import date

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.permissions import OPEN, ROLE_PERMISSIONS, ROUTES, SIGNED_IN, Role
from practices.models import Grant, Upload
from tests.conftest import make_organisation, make_person

PLACES = ("own", "neighbour", "elsewhere", "random")
PRACTICE_CODES = {"own": "A99001", "neighbour": "A99002", "elsewhere": "A99003", "random": "A99999"}
TRUST_CODES = {"own": "5W0", "neighbour": "5W0", "elsewhere": "5W1", "random": "5ZZ"}
WAVE_CODES = {"own": "W1", "neighbour": "W1", "elsewhere": "W1", "random": "W404"}

# Role -> the places whose practices lie in its scope, when it is held at Ash Surgery, its PCT, its wave or its programme.
PRACTICES_IN_SCOPE = {
    Role.PRACTICE_MANAGER: {"own"},
    Role.DATA_OFFICER: {"own"},
    Role.PRACTICE_CLINICIAN: {"own"},
    Role.COMMISSIONER: {"own", "neighbour"},
    Role.FACILITATOR: {"own", "neighbour", "elsewhere"},
    Role.PROGRAMME_ADMINISTRATOR: {"own", "neighbour", "elsewhere"},
    Role.LAY_MEMBER: set(),
}


def named_routes(patterns=None, prefix=""):
    """Every named address of the project."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        match entry:
            case URLPattern(name=str(name)):
                yield name
            case URLResolver():
                yield from named_routes(entry.url_patterns)


def test_every_address_is_in_the_table_of_permissions():
    """D12: a new page without an entry fails here."""
    assert sorted(set(named_routes()) - set(ROUTES)) == []


def test_the_table_names_no_address_that_is_gone():
    assert sorted(set(ROUTES) - set(named_routes())) == []
