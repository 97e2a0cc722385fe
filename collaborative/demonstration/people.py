"""The invented people: those that somebody can sign in as, and one manager for each practice, who cannot."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.models import User
from accounts.permissions import Role
from collaborative.demonstration import plan
from collaborative.demonstration.registers.samples import extract_files
from collaborative.demonstration.samples import sample_files
from practices.models import Grant

PASSWORD = "demonstration 2007"
GRANTED_FROM = date(2006, 1, 1)
SIGN_INS_FILE = "sign-ins.txt"
SAMPLES_FOLDER = "samples"
WORKFORCES = ("graduate-workers", "mental-health-practitioners")


@dataclass(frozen=True)
class SignIn:
    """Somebody to sign in as. `places` are ODS codes, wave codes, slugs of programmes, or the first programme ("")."""

    email: str
    name: str
    role: Role
    places: tuple[str, ...]
    shows: str


SIGN_INS = (
    SignIn(
        "manager@example.org", plan.NAMES["people"][0], Role.PRACTICE_MANAGER, ("A99001",),
        "sends the return of January, which is due on 10 February",
    ),
    SignIn(
        "data-officer@example.org", plan.NAMES["people"][1], Role.DATA_OFFICER, ("A99002", "A99003", "A99004"),
        "sends for three practices; December of one of them is late",
    ),
    SignIn("clinician@example.org", plan.NAMES["people"][2], Role.PRACTICE_CLINICIAN, ("A99001",), "one practice's register and charts"),
    SignIn(
        "commissioner@example.org", plan.NAMES["people"][3], Role.COMMISSIONER, ("5W0",),
        "a PCT in which every practice shares its figures",
    ),
    SignIn(
        "commissioner-merged@example.org", plan.NAMES["people"][4], Role.COMMISSIONER, (plan.MERGED_INTO,),
        "a PCT made by a merger on 1 October 2006",
    ),
    SignIn("facilitator@example.org", plan.NAMES["people"][5], Role.FACILITATOR, ("W1", "W2", "G1"), "all waves; accepts returns"),
    SignIn("administrator@example.org", plan.NAMES["people"][6], Role.PROGRAMME_ADMINISTRATOR, ("", *WORKFORCES), "the whole of each programme"),
    SignIn("lay-member@example.org", plan.NAMES["people"][7], Role.LAY_MEMBER, ("W1",), "the figures that are shared with all"),
    SignIn(
        "team-member@example.org", plan.NAMES["people"][8], Role.TEAM_MEMBER, ("5W0",),
        "a service user in an improvement team: its cycles and stories",
    ),
    SignIn("auditor@example.org", plan.NAMES["people"][9], Role.AUDITOR, ("", *WORKFORCES), "the audit trail; the second person of an erasure"),
    SignIn(
        "workforce-lead@example.org", plan.NAMES["people"][10], Role.WORKFORCE_LEAD, WORKFORCES,
        "the roster of the graduate workers, and the practitioners' scheme: who stays, and why not",
    ),
    SignIn("local-lead@example.org", plan.NAMES["people"][11], Role.WORKFORCE_LEAD, ("5W0",), "the roster of one PCT"),
    SignIn("supervisor@example.org", plan.NAMES["people"][12], Role.SUPERVISOR, ("5W0",), "supervises in one PCT; sessions to record"),
    SignIn("worker@example.org", plan.NAMES["people"][13], Role.STAFF_MEMBER, ("5W0",), "a graduate worker: the own record, and the pulse"),
    SignIn(
        "researcher@example.org", plan.NAMES["people"][14], Role.RESEARCHER, (WORKFORCES[0], ""),
        "frozen releases of figures and their methods, and nothing that is live",
    ),
)  # fmt: skip


def make_people(programmes, waves, by_code):
    """Everybody to sign in as; returns them by e-mail address. One password for all, so it is hashed once."""
    password = make_password(PASSWORD)
    people = [User(email=person.email, name=person.name, password=password) for person in SIGN_INS]
    User.objects.bulk_create(people)
    by_email = {person.email: person for person in people}
    places = {"": {"programme": programmes[0]}}
    places |= {programme.slug: {"programme": programme} for programme in programmes}
    places |= {wave.code: {"wave": wave} for wave in waves}
    places |= {code: {"organisation": organisation} for code, organisation in by_code.items()}
    Grant.objects.bulk_create(
        Grant(person=by_email[sign_in.email], role=sign_in.role, starts_on=GRANTED_FROM, **places[place])
        for sign_in in SIGN_INS
        for place in sign_in.places
    )
    return by_email


def make_managers(plans, by_code, signed_in):
    """Who sent each practice's returns, by ODS code: whoever signs in as its manager, else one without a password."""
    known = {person.places[0]: signed_in[person.email] for person in SIGN_INS if person.role is Role.PRACTICE_MANAGER}
    managers = {
        practice.ods_code: User(
            email=f"{practice.ods_code.lower()}@example.org", name=f"Manager of {practice.name}", password="!"
        )
        for practice in plans
        if practice.ods_code not in known
    }
    User.objects.bulk_create(managers.values())
    Grant.objects.bulk_create(
        Grant(person=person, role=Role.PRACTICE_MANAGER, organisation=by_code[ods_code], starts_on=GRANTED_FROM)
        for ods_code, person in managers.items()
    )
    return managers | known


def sign_ins_text():
    """What a visitor needs to sign in, one person a line."""
    lines = ["Demonstration sign-ins. Everything here is invented.", f"Password for all: {PASSWORD}", ""]
    for person in SIGN_INS:
        lines.append(f"{person.email:34} {person.name}, {person.role.label.lower()}: {person.shows}")
    lines += [
        "",
        "Files to send, beside this one in samples/: the January return of A99001 with mistakes in it and mended,",
    ]
    lines += ["one file for the data officer's three practices (choose to act for all of them first),"]
    lines += ["and extracts for the register of A99001: its people, and the consultations of January."]
    return "\n".join(lines) + "\n"


def write_sign_ins():
    """Write the sign-ins and the files to send beside the data; returns the file of the sign-ins."""
    folder = Path(settings.DATA_DIR) / SAMPLES_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (sample_files() | extract_files()).items():
        (folder / name).write_bytes(content)
    path = Path(settings.DATA_DIR) / SIGN_INS_FILE
    path.write_text(sign_ins_text(), encoding="utf-8")
    return path
