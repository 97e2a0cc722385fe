"""D13: pay, terms, reasons and names of staff leave no trace on any page or file of a reader who may not know of them."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from accounts.permissions import Role
from accounts.routes import ROUTES
from accounts.workforce_routes import WORKFORCE_ROUTES
from operations.models import AuditEvent, Job, Message
from practices.models import Organisation, Programme, Wave
from tests import workforce_rows
from tests.conftest import make_person
from tests.test_permission_matrix import OF_OWN_ACCOUNT, arguments, parameters_of
from tests.workforce import roster
from workforce.actions.releases import approve_release, prepare_release
from workforce.jobs.recompute import recompute_programme
from workforce.models import EarlyWarning, Holding, Worker

pytestmark = pytest.mark.walked_once

BAND, REASON_FOR_MORE, EMPLOYER = "Zq7 band", "zq7 second post", "Zq7 employer"
NAME, LEAVER = "Zelda Quillfeather", "Zebedee Quillfeather"
WARNING = "zq7 warning"
PAY = (BAND, REASON_FOR_MORE)
NOTHING = (*PAY, NAME, LEAVER, WARNING)
# Role -> (where it is held, what this reader may not find anywhere).
READERS = {
    Role.PRACTICE_MANAGER: ("practice", (*PAY, LEAVER, WARNING)),
    Role.PRACTICE_CLINICIAN: ("practice", (*PAY, LEAVER, WARNING)),
    Role.SUPERVISOR: ("trust", (*PAY, LEAVER, WARNING)),
    Role.STAFF_MEMBER: ("trust", NOTHING),
    Role.COMMISSIONER: ("trust", NOTHING),
    Role.FACILITATOR: ("wave", NOTHING),
    Role.PROGRAMME_ADMINISTRATOR: ("programme", NOTHING),
    Role.AUDITOR: ("programme", NOTHING),
    Role.LAY_MEMBER: ("wave", NOTHING),
    Role.TEAM_MEMBER: ("trust", NOTHING),
    Role.DATA_OFFICER: ("practice", NOTHING),
    Role.RESEARCHER: ("programme", NOTHING),
    # The lead of another PCT, in which the person never worked.
    Role.WORKFORCE_LEAD: ("other trust", NOTHING),
}
PLACES = ("own", "neighbour", "elsewhere")
EXTENSIONS = ("csv", "xlsx", "json")
# Of a programme, a wave or a practice: what is composed with the workforce is found by these, whatever its name.
OF_PLACES = {"wave_code", "ods_code", "code", "programme"}


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
    found["release"]["own"] = let_out(own.post.programme, manager).pk
    EarlyWarning.objects.create(holding=own, kind="band_overdue", reason=WARNING, since=date(2007, 2, 1))
    return found


def let_out(programme, by):
    """A release of those people's figures, as two persons make it."""
    release = prepare_release(programme=programme, through=date(2007, 1, 1), by=by)
    return approve_release(release=release, by=workforce_rows.by_another())


def reader(role, held_at):
    """The person; a staff member is the worker next door, a supervisor that of the own worker."""
    programme = Programme.objects.get(slug=workforce_rows.SLUG)
    places = {
        "practice": {"organisation": Organisation.objects.get(ods_code="A99001")},
        "trust": {"organisation": Organisation.objects.get(ods_code="5W0")},
        "other trust": {"organisation": Organisation.objects.get(ods_code="5W1")},
        "wave": {"wave": Wave.objects.get(code="G1")},
        "programme": {"programme": programme},
    }
    person = make_person("reader@example.org", role, **places[held_at])
    if role is Role.STAFF_MEMBER:
        Worker.objects.filter(staff_number="W1").update(user=person)
    else:
        workforce_rows.sign_in_as(role, person)
    return person


def names_to_read():
    """Every address that is read and is of the workforce, or of a place where it may be composed with something else."""
    read = [name for name, asked in ROUTES.items() if "GET" in asked and not name.startswith(OF_OWN_ACCOUNT)]
    return [name for name in read if name in WORKFORCE_ROUTES or set(parameters_of(name)) <= OF_PLACES]


def addresses(ids):
    """From the table of permissions: a new page is walked without anybody remembering to say so."""
    for name in names_to_read():
        parameters = parameters_of(name)
        for place in PLACES if set(parameters) & set(workforce_rows.ROW_MAKERS) else PLACES[:1]:
            given = arguments(name, parameters, place, ids)
            yield from (reverse(name, kwargs=one) for one in variants(given))


def variants(given):
    """The same in every format, and of the wave of the programme that has the roster."""
    if "wave_code" in given:
        given = {**given, "wave_code": "G1"}
    if "extension" not in given:
        return [given]
    return [{**given, "extension": extension} for extension in EXTENSIONS]


def texts(client, ids):
    """(address, text) of all that opens, once each."""
    for address in dict.fromkeys(addresses(ids)):
        response = client.get(address)
        if response.status_code == 200:
            content = b"".join(response.streaming_content) if response.streaming else response.content
            yield address, unpacked(content).decode(errors="replace")


def unpacked(content):
    """A workbook is read in its parts: packed, it would hide every word."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(BytesIO(content)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


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


TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def test_d13_the_leads_own_reading_leaves_no_name_or_pay_in_titles_addresses_or_trails(ids, client):
    """R4: titles are read over shoulders; events, jobs and letters by whoever looks after the service."""
    client.force_login(roster.lead_of(Programme.objects.get(slug=workforce_rows.SLUG)))

    opened = list(texts(client, ids))

    seen = "".join(address + "".join(TITLE.findall(text)) for address, text in opened)
    kept = [*AuditEvent.objects.values_list("details"), *Job.objects.values_list("payload", "result", "error")]
    seen += str([*kept, *Message.objects.values_list("subject", "body")])
    assert len(opened) > 60
    assert AuditEvent.objects.exists()
    assert [word for word in (*NOTHING, EMPLOYER) if word in seen] == []
