"""D13: pay, terms, reasons and names of staff leave no trace on any page or file of a reader who may not know of them."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Role
from accounts.workforce_routes import WORKFORCE_ROUTES
from practices.models import Organisation, Programme, Wave
from tests import workforce_rows
from tests.conftest import make_person
from tests.test_permission_matrix import arguments, parameters_of
from tests.workforce import roster
from workforce.jobs.recompute import recompute_programme
from workforce.models import EarlyWarning, Holding, Worker

pytestmark = pytest.mark.walked_once

BAND, REASON_FOR_MORE, EMPLOYER = "Zq7 band", "zq7 second post", "Zq7 employer"
NAME, LEAVER = "Zelda Quillfeather", "Zebedee Quillfeather"
WARNING = "zq7 warning"
PAY = (BAND, REASON_FOR_MORE)
# Role -> (where it is held, what this reader may not find anywhere).
READERS = {
    Role.PRACTICE_MANAGER: ("practice", (*PAY, LEAVER, WARNING)),
    Role.PRACTICE_CLINICIAN: ("practice", (*PAY, LEAVER, WARNING)),
    Role.SUPERVISOR: ("trust", (*PAY, LEAVER, WARNING)),
    Role.STAFF_MEMBER: ("trust", (*PAY, NAME, LEAVER, WARNING)),
    Role.COMMISSIONER: ("trust", (*PAY, NAME, LEAVER, WARNING)),
    Role.FACILITATOR: ("wave", (*PAY, NAME, LEAVER, WARNING)),
    Role.PROGRAMME_ADMINISTRATOR: ("programme", (*PAY, NAME, LEAVER, WARNING)),
    Role.AUDITOR: ("programme", (*PAY, NAME, LEAVER, WARNING)),
    Role.LAY_MEMBER: ("wave", (*PAY, NAME, LEAVER, WARNING)),
    Role.TEAM_MEMBER: ("trust", (*PAY, NAME, LEAVER, WARNING)),
    Role.DATA_OFFICER: ("practice", (*PAY, NAME, LEAVER, WARNING)),
}
# Pages that compose the workforce with something else, and the first page.
BESIDE = ("/", "/waves/", "/waves/G1/", "/waves/W1/", "/waves/W1/practices/A99001/", "/operations/audit/")


@pytest.fixture
def ids(wave, practice, neighbour, elsewhere, manager):
    """A row of each kind in each place; the own worker has pay that nobody else has, and somebody has left."""
    found = {}
    workforce_rows.make_rows({"own": practice, "neighbour": neighbour, "elsewhere": elsewhere}, manager, found)
    own = Holding.objects.get(pk=found["holding"]["own"])
    Worker.objects.filter(pk=own.worker_id).update(name=NAME)
    own.terms.update(scheme="other", band=BAND, over_reason=REASON_FOR_MORE, employer=roster.make_employer(EMPLOYER))
    left = roster.make_worker(own.post.programme, own.post.commissioner, "L1", name=LEAVER)
    roster.hold(own.post, left, start=date(2006, 1, 9), end=date(2006, 6, 30), reason="pay", scheme="other", band=BAND)
    recompute_programme(own.post.programme)
    EarlyWarning.objects.create(holding=own, kind="band_overdue", reason=WARNING, since=date(2007, 2, 1))
    return found


def reader(role, held_at):
    """The person; a staff member is the worker next door, a supervisor that of the own worker."""
    programme = Programme.objects.get(slug=workforce_rows.SLUG)
    places = {
        "practice": {"organisation": Organisation.objects.get(ods_code="A99001")},
        "trust": {"organisation": Organisation.objects.get(ods_code="5W0")},
        "wave": {"wave": Wave.objects.get(code="G1")},
        "programme": {"programme": programme},
    }
    person = make_person("reader@example.org", role, **places[held_at])
    if role is Role.STAFF_MEMBER:
        Worker.objects.filter(staff_number="W1").update(user=person)
    else:
        workforce_rows.sign_in_as(role, person)
    return person


def addresses(ids):
    read = [name for name, asked in WORKFORCE_ROUTES.items() if "GET" in asked]
    yield from (reverse(name, kwargs=arguments(name, parameters_of(name), "own", ids)) for name in read)
    yield from BESIDE


def texts(client, ids):
    """(address, text) of all that opens, once each."""
    for address in dict.fromkeys(addresses(ids)):
        response = client.get(address)
        if response.status_code == 200:
            content = b"".join(response.streaming_content) if response.streaming else response.content
            yield address, content.decode(errors="replace")


@pytest.mark.parametrize("role", READERS, ids=str)
def test_d13_no_page_or_file_tells_of_pay_reasons_or_names(role, ids, client):
    held_at, hidden = READERS[role]
    client.force_login(reader(role, held_at))

    opened = list(texts(client, ids))

    assert len(opened) > 3
    assert [(address, word) for address, text in opened for word in hidden if word in text] == []


def test_this_search_can_find_what_it_looks_for(ids, client):
    client.force_login(roster.lead_of(Programme.objects.get(slug=workforce_rows.SLUG)))

    found = "".join(text for _, text in texts(client, ids))

    assert [word for word in (*PAY, NAME, LEAVER, WARNING) if word not in found] == []
