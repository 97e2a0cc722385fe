"""Every address x method x role x place, against the one table of permissions (D11, D12, R1, R8).

What lies in whose scope is written here a second time, by hand, so that a mistake in the code cannot hide in the test.
"""

import re
import uuid

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from accounts.register_routes import REGISTER_ROUTES
from accounts.return_routes import RETURN_ROUTES
from accounts.routes import OPEN, ROUTES, SIGNED_IN
from accounts.workforce_routes import WORKFORCE_ROUTES
from measures.computing.recompute import recompute_wave
from operations.models import Job
from practices import stored_files
from practices.models import Upload
from practices.uploads import storage
from tests import register_rows, return_rows, workforce_rows
from tests.conftest import make_person
from tests.improvement_rows import IMPROVEMENT_ROWS, OPEN_TO_THE_WAVE, make_rows
from tests.measures.test_monthly_return import make_return
from tests.measures.test_rebases import make_rebase

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
    Role.AUDITOR: {"own", "neighbour", "elsewhere"},
    Role.LAY_MEMBER: set(),
    Role.TEAM_MEMBER: set(),
    Role.RESEARCHER: set(),
    Role.WORKFORCE_LEAD: {"own", "neighbour"},
    Role.SUPERVISOR: {"own", "neighbour"},
    Role.STAFF_MEMBER: {"own", "neighbour"},
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


# Rights that reach no further than the own team.
OF_OWN_TEAM = {Permission.CHANGE_IMPROVEMENT_WORK, Permission.SIGN_TEAM_REPORT}
WORKS_IN_ONE_TEAM = {Role.PRACTICE_MANAGER, Role.PRACTICE_CLINICIAN, Role.TEAM_MEMBER, Role.COMMISSIONER}

# Addresses whose rows are found by something other than a practice's code.
TRUST_ROUTES = {"commissioner_dashboard"}
DIRECTORY_ROUTES = {"organisation_detail"}
# These serve a wave's, a trust's or a practice's series; of a practice they ask the permission for practices.
OF_ANY_LEVEL = {
    "show_working", "series_csv", "series_xlsx", "series_svg", "series_chart", "series_chart_file", "series_rules",
}  # fmt: skip
# These reach their own record, or their supervisees, and nothing else.
WITHOUT_DIRECTORY = {Role.SUPERVISOR, Role.STAFF_MEMBER}
# What is about the own account; sessions of supervision are not.
OF_OWN_ACCOUNT = ("account", "mfa_", "usersessions", "session_")
# A file that the worker has yet to make, or that is for whoever sees the practice's own counts alone.
NOT_MADE_YET = {
    "attached_contacts_csv",
    "series_chart_file",
    "wave_figures_file",
    "storyboard_file",
    "report_file",
    "report_chart_csv",
}
FIXED = {
    "level": "practice", "measure": "gp_consultations", "period": "2006-11", "kind": "csv", "slug": "test",
    "survey_token": "unknown", "token": "of-no-event", "pulse_token": "unknown",
}  # fmt: skip
# A team's scores are not for other teams at all.
SCORES = {"team_progress"}
# A practice speaks for itself: not even those who look after it do.
PRACTICE_ROLES = {Role.PRACTICE_MANAGER, Role.PRACTICE_CLINICIAN}
OF_OWN_PRACTICE = {"storyboard_open", "storyboard_edit", "storyboard_consent", "pairing_answer"}
# The sponsor signs, whom nobody in this walk is; the steps of a report are for whoever works in the team or looks after it.
OF_THE_SPONSOR = {"team_report_sign"}
# Who may know of a file, or of somebody's role, at the place; the others get 404, as for a random id. The roles of this
# walk's grants are a practice's: a workforce lead knows of supervisors and staff members alone.
FILES_IN_SCOPE = {Role.PRACTICE_MANAGER: {"own"}, Role.DATA_OFFICER: {"own"}}
GRANTS_IN_SCOPE = {
    Role.PRACTICE_MANAGER: {"own"},
    Role.COMMISSIONER: {"own", "neighbour"},
    Role.PROGRAMME_ADMINISTRATOR: {"own", "neighbour", "elsewhere"},
    Role.AUDITOR: {"own", "neighbour", "elsewhere"},
}
# Names of who came to an event: those of the own practice or PCT, and all for whoever runs events.
ATTENDANCES_IN_SCOPE = {
    Role.PRACTICE_MANAGER: {"own"},
    Role.COMMISSIONER: {"own", "neighbour"},
    Role.FACILITATOR: {"own", "neighbour", "elsewhere"},
    Role.PROGRAMME_ADMINISTRATOR: {"own", "neighbour", "elsewhere"},
}


@pytest.fixture
def world(wave, practice, neighbour, elsewhere, monkeypatch):
    """In each place one return, one upload and one person with a role; and one failed job."""
    # The walk rolls the database back after each request; a removed file would stay removed.
    monkeypatch.setattr(storage, "remove", lambda stored_path: None)
    places = dict(zip(PLACES, (practice, neighbour, elsewhere), strict=False))
    ids = {kind: {"random": 987_654} for kind in ("return", "grant", "rebase")}
    ids["upload"] = {"random": uuid.uuid4()}
    for place, organisation in places.items():
        person = make_person(f"{place}@example.org", Role.PRACTICE_CLINICIAN, organisation=organisation)
        ids["grant"][place] = person.grants.get().pk
        upload = Upload.objects.create(kind="monthly_return", uploaded_by=person, original_name="return.csv")
        upload.stored_path, upload.sha256 = storage.store(b"as sent", upload.pk), stored_files.digest(b"as sent")
        upload.save()
        upload.practices.add(organisation)
        ids["upload"][place] = upload.pk
        ids["return"][place] = make_return(wave, organisation, upload=upload).pk
        ids["rebase"][place] = make_rebase(wave, organisation, created_by=person).pk
    make_rows(wave, places, ids)
    register_rows.make_rows(places, person, ids)
    workforce_rows.make_rows(places, person, ids)
    return_rows.make_rows(places, person, ids)
    job = Job.objects.create(kind="test", key="test", state=Job.State.FAILED)
    recompute_wave(wave=wave)
    ids["job"] = dict.fromkeys(PLACES, job.pk) | {"random": 987_654}
    return ids


def rows_of(name):
    """What kind of row an address is about."""
    if name.startswith("upload_"):
        return "upload"
    if name.startswith("grant_"):
        return "grant"
    if name == "rebase_withdraw":
        return "rebase"
    return "job" if name == "job_retry" else "return"


def arguments(name, parameters, place, ids):
    found = {}
    for parameter in parameters:
        match parameter:
            case _ if name in RETURN_ROUTES and parameter in return_rows.WORDS:
                found[parameter] = return_rows.WORDS[parameter]
            case _ if name in RETURN_ROUTES and parameter in return_rows.RETURN_ROWS:
                found[parameter] = ids[parameter][place]
            case "wave_code":
                found[parameter] = WAVE_CODES[place]
            case "ods_code" | "code":
                found[parameter] = (TRUST_CODES if name in TRUST_ROUTES else PRACTICE_CODES)[place]
            case "pk" | "upload_id":
                found[parameter] = ids[rows_of(name)][place]
            case _ if parameter in IMPROVEMENT_ROWS | register_rows.REGISTER_ROWS and parameter in ids:
                found[parameter] = ids[parameter][place]
            case _ if name in WORKFORCE_ROUTES and parameter in workforce_rows.WORKFORCE_ROWS:
                found[parameter] = ids[parameter][place]
            case "programme":
                found[parameter] = "random" if place == "random" else workforce_rows.SLUG
            case _ if name in WORKFORCE_ROUTES and parameter in workforce_rows.WORDS:
                found[parameter] = workforce_rows.WORDS[parameter]
            case _ if name in REGISTER_ROUTES and parameter in register_rows.WORDS:
                found[parameter] = register_rows.WORDS[parameter]
            case "slug" if name == "method_detail" and place != "random":
                found[parameter] = "rules"
            case "slug":
                found[parameter] = "random" if place == "random" else "test"
            case _:
                found[parameter] = FIXED[parameter]
    return found


def parameters_of(name):
    ((_, parameters),) = get_resolver().reverse_dict.getlist(name)[0][0]
    return parameters


def is_in_scope(role, name, parameters, place):
    if name in WORKFORCE_ROUTES and (asked := {*workforce_rows.WORKFORCE_ROWS, "programme"} & set(parameters)):
        return place != "random" and is_in_workforce(role, asked, place)
    if name in RETURN_ROUTES and (asked := return_rows.RETURN_ROWS & set(parameters)):
        sees_returns = role not in return_rows.NO_RETURNS_IN_SCOPE or asked == {"series_break"}
        if "message" in asked:
            return place != "random"  # a letter has no place
        return sees_returns and place in PRACTICES_IN_SCOPE[role]
    if "attendance" in parameters:
        return place in ATTENDANCES_IN_SCOPE.get(role, set())
    if name in SCORES and place == "elsewhere" and role in WORKS_IN_ONE_TEAM:
        return False
    if rows := IMPROVEMENT_ROWS & set(parameters):
        return place != "random" and (
            rows <= OPEN_TO_THE_WAVE or Permission.VIEW_IMPROVEMENT_WORK in ROLE_PERMISSIONS[role]
        )
    if not {"pk", "upload_id", "ods_code", "code", "wave_code", "slug"} & set(parameters):
        return True
    if place == "random":
        return False
    if name in TRUST_ROUTES | DIRECTORY_ROUTES:
        return name in DIRECTORY_ROUTES or role not in WITHOUT_DIRECTORY
    if "upload_id" in parameters:
        return place in FILES_IN_SCOPE.get(role, set())
    if name.startswith("grant_"):
        return place in GRANTS_IN_SCOPE.get(role, set())
    if name.startswith(("return_", "query_")) and "pk" in parameters and role in return_rows.NO_RETURNS_IN_SCOPE:
        return False
    if name in RETURN_ROUTES and "slug" in parameters:
        return True
    if {"ods_code", "code"} & set(parameters) or ("pk" in parameters and name != "job_retry"):
        return place in PRACTICES_IN_SCOPE[role]
    return True


def is_in_workforce(role, asked, place):
    """Rows of staff by their place; rows of the programme, and its pages, by whether the role lies in it."""
    if "staff_request" in asked:
        return place in workforce_rows.REQUESTS_IN_SCOPE.get(role, set())
    if asked & set(workforce_rows.ROW_MAKERS):
        return place in workforce_rows.STAFF_IN_SCOPE.get(role, set())
    return role in workforce_rows.IN_THE_PROGRAMME


def expected(role, name, method, parameters, place):
    """What the answer must be: "allowed" stands for anything but a refusal."""
    asked = ROUTES[name].get(method)
    if asked is None:
        return {405}
    if name in OF_ANY_LEVEL:
        asked = Permission.VIEW_PRACTICE_FIGURES  # the walk asks for a practice's series
    refusals = {403} if name in OF_THE_SPONSOR else set()
    if not is_in_scope(role, name, parameters, place):
        refusals.add(404)
    if name in DIRECTORY_ROUTES and role in WITHOUT_DIRECTORY:
        return {403}  # the directory is closed to them as a whole: no code is even looked up
    if name in OF_OWN_PRACTICE and (role not in PRACTICE_ROLES or place != "own"):
        refusals.add(403)
    if asked not in (OPEN, SIGNED_IN) and asked not in ROLE_PERMISSIONS[role]:
        refusals.add(403)
    if (
        asked in OF_OWN_TEAM
        and role in WORKS_IN_ONE_TEAM
        and place == "elsewhere"
        and IMPROVEMENT_ROWS & set(parameters)
    ):
        refusals.add(403)  # what another team shares is read, not written
    # A place out of scope must look like none at all. A job has no place: without the right no id is even looked up.
    first = 403 if name in {"job_retry", "message_resend"} else 404
    return {first} if first in refusals else refusals or {"allowed"}


def asked_about_a_place(parameters):
    known = {"pk", "upload_id", "ods_code", "code", "wave_code", "slug", "programme"} | IMPROVEMENT_ROWS
    known |= workforce_rows.WORKFORCE_ROWS | return_rows.RETURN_ROWS
    return bool(known & set(parameters))


def asked_as(role, name, methods, parameters):
    """(method, place) of every request that may be answered differently.

    A method that an address does not know is refused whatever it names and whoever asks: one role and place is enough. Own and
    neighbour are practices of one team, so what belongs to the team is asked for at one of them. Which places lie in whose scope
    does not come from the database: on PostgreSQL, where the walk is for its own errors, one inside and one outside are enough.
    """
    is_of_team = (
        bool(IMPROVEMENT_ROWS & set(parameters)) and name not in OF_OWN_PRACTICE and "attendance" not in parameters
    )
    walked = PLACES if connection.vendor == "sqlite" else ("own", "elsewhere")
    places = [place for place in walked if not (is_of_team and place == "neighbour")]
    for method in methods:
        yield from ((method, place) for place in (places if asked_about_a_place(parameters) else PLACES[:1]))
    if role is Role.FACILITATOR:
        yield from ((method, PLACES[0]) for method in {"GET", "POST", "DELETE"} - set(methods))


def answer(client, method, address):
    """The status, and nothing that the request changed."""
    with transaction.atomic():
        response = getattr(client, method.lower())(address)
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.parametrize("role", PRACTICES_IN_SCOPE, ids=str)
def test_d12_every_address_answers_as_the_table_says(role, world, client, wave, programme, practice, trust):
    places = {
        Role.COMMISSIONER: {"organisation": trust},
        Role.FACILITATOR: {"wave": wave},
        Role.LAY_MEMBER: {"wave": wave},
        Role.TEAM_MEMBER: {"organisation": trust},
        Role.PROGRAMME_ADMINISTRATOR: {"programme": programme},
        Role.AUDITOR: {"programme": programme},
        Role.RESEARCHER: {"programme": programme},
        Role.WORKFORCE_LEAD: {"organisation": trust},
        Role.SUPERVISOR: {"organisation": trust},
        Role.STAFF_MEMBER: {"organisation": trust},
    }
    person = make_person("person@example.org", role, **places.get(role, {"organisation": practice}))
    workforce_rows.sign_in_as(role, person)
    client.force_login(person)
    wrong = []
    for name, methods in ROUTES.items():
        if name.startswith(OF_OWN_ACCOUNT) and name not in WORKFORCE_ROUTES:
            continue  # one's own account: no place in the address, tested in tests/accounts
        parameters = parameters_of(name)
        for method, place in asked_as(role, name, methods, parameters):
            address = reverse(name, kwargs=arguments(name, parameters, place, world))
            status = answer(client, method, address)
            wanted = expected(role, name, method, parameters, place)
            if name in NOT_MADE_YET and status == 404:
                continue
            if status >= 500 or (status not in wanted if "allowed" not in wanted else status in (403, 404, 405)):
                wrong.append(f"{method} {name} ({place}): {status}, expected {wanted}")

    assert not wrong, "\n".join(wrong)


def test_d12_anonymous_sees_only_the_open_pages(world, client):
    wrong = []
    for name, methods in ROUTES.items():
        parameters = parameters_of(name)
        known = {"uidb36": "1", "key": "set-password"}
        given = {key: known[key] for key in parameters if key in known}
        rest = [parameter for parameter in parameters if parameter not in known]
        address = reverse(name, kwargs=arguments(name, rest, "own", world) | given)
        for method in methods:
            status = answer(client, method, address)
            to_sign_in = status == 302
            if to_sign_in == (methods[method] == OPEN) and name not in ("mfa_authenticate",):
                wrong.append(f"{method} {name}: {status}")

    assert wrong == []


@pytest.mark.parametrize("name", ["practice_dashboard", "return_versions", "sharing_agreement"])
def test_d11_a_neighbour_looks_like_a_practice_that_does_not_exist(name, client_of, manager, neighbour):
    addresses = [reverse(name, kwargs={"wave_code": "W1", "ods_code": code}) for code in ("A99002", "A99999")]

    known, unknown = (client_of(manager).get(address).content.decode() for address in addresses)

    assert without_reference(known) == without_reference(unknown)
    assert "Beech" not in known


def without_reference(page):
    """Each page has a form token of its own, each error page a reference number."""
    return re.sub(r'(app-reference">|csrfmiddlewaretoken" value=")[^<"]*', r"\1", page)


def test_this_walk_can_fail(world, client, manager, monkeypatch):
    """Shown able to fail: with the scope of organisations taken away, the neighbour's page opens."""
    monkeypatch.setattr("practices.models.grant.Grant.covered_organisations", lambda grant: ~Q(pk__in=[]))
    client.force_login(manager)

    address = reverse("practice_dashboard", kwargs={"wave_code": "W1", "ods_code": "A99002"})

    assert answer(client, "GET", address) == 200
