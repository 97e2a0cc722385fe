"""D38 for staff: what names the person goes, what is counted stays, the ledger first; a restored backup brings nobody back."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import ForeignKey, OneToOneField

from accounts.models import User
from accounts.permissions import Role
from operations import ledger
from operations.models import Message
from practices.models import Upload
from tests.practices.test_uploads_forgetting import everything_in_the_database, everything_on_the_disk
from tests.workforce import roster
from tests.workforce.staff_rows import HELD, check, messages, receive
from workforce import erasures
from workforce.actions import endings, erasing, holdings, supervision
from workforce.actions import workers as people
from workforce.actions.staff_files import write_roster
from workforce.computing import months
from workforce.files.staff_differences import rows_of
from workforce.files.staff_knowledge import stored_roster
from workforce.models import CompetenceEvidence, Dispute, Holding, SupervisionSession, Worker, WorkforceMonth

NAME, EMAIL, TEXT = "Zelda Quillfeather", "zq7@example.org", "zq7 text"
# Tables that lead to a worker and are only counted: no column of theirs says who it was.
ONLY_COUNTED = {
    "Holding", "Leave", "SupervisionArrangement", "SupervisionSession", "SupervisionMonth", "Enrolment", "StaffRequest",
}  # fmt: skip


@pytest.fixture
def left(graduates, trust, practice):
    """Somebody who has left, with an account, texts, a session and a letter."""
    worker = roster.make_worker(graduates, trust, "S1", name=NAME, modality="cbt")
    post = roster.make_post(graduates, trust, practice)
    roster.hold(post, worker, end=date(2006, 6, 30), reason="pay", over_reason=TEXT)
    person = roster.staff_member_at(trust, worker, EMAIL)
    Dispute.objects.create(worker=worker, about="leave", entry=TEXT, text=TEXT, raised_on=roster.BEGAN)
    evidence = {"framework": "ESC", "competence": "1", "evidence": TEXT, "evidenced_on": roster.BEGAN}
    CompetenceEvidence.objects.create(worker=worker, **evidence)
    supervisor = roster.make_worker(graduates, trust, "V1")
    roster.make_session(roster.make_arrangement(worker, supervisor, end=date(2006, 6, 30)), date(2006, 2, 1))
    letter = {"subject": TEXT, "body": TEXT, "address": EMAIL, "person_name": NAME}
    Message.objects.create(kind="test", period="1", person_id=person.pk, **letter)
    return worker


def test_d38_every_table_about_a_worker_is_erased_or_known_to_be_only_counted():
    """A new table about workers fails here until somebody has said which it is."""
    of_worker = {
        model.__name__
        for model in apps.get_app_config("workforce").get_models()
        for field in model._meta.fields
        if isinstance(field, ForeignKey | OneToOneField) and field.related_model is Worker
    }

    assert of_worker == {model.__name__ for model in erasing.PERSONAL} | ONLY_COUNTED


def test_d38_name_address_and_texts_are_nowhere(left):
    erasing.erase(worker=left)

    kept = everything_in_the_database()
    assert [word for word in (NAME, EMAIL, TEXT) if word in kept] == []


def test_this_search_finds_them_before(left):
    kept = everything_in_the_database()

    assert [word for word in (NAME, EMAIL, TEXT) if word not in kept] == []


def test_d38_figures_are_the_same_before_and_after(left, graduates):
    def figures():
        months.refresh(graduates)
        return list(WorkforceMonth.objects.order_by("month").values())

    before = figures()
    assert sum(row["leavers"] for row in before) == 1

    erasing.erase(worker=left)

    assert figures() == before
    assert Holding.objects.get().worker_id == SupervisionSession.objects.get().worker_id == left.pk


def test_d38_account_is_shut_and_its_roles_end(left, client):
    person = left.user
    client.force_login(person)

    erasing.erase(worker=left)

    person = User.objects.get(pk=person.pk)
    assert (person.name, person.is_active, person.has_usable_password()) == ("Erased", False, False)
    assert not person.grants.filter(ended_at=None).exists()
    assert client.get("/workforce/my-record/").status_code == 302


def test_account_with_another_role_stays(left, practice):
    left.user.grants.create(role=Role.PRACTICE_CLINICIAN, organisation=practice, starts_on=roster.BEGAN)

    erasing.erase(worker=left)

    assert User.objects.get(pk=left.user_id).email == EMAIL
    assert Worker.objects.get(pk=left.pk).user is None


def test_whoever_supervises_is_not_erased(left, graduates, trust):
    roster.make_arrangement(roster.make_worker(graduates, trust, "S2"), left)

    with pytest.raises(ValidationError, match="supervises somebody"):
        erasing.erase(worker=left)


def test_d38_ledger_is_written_before_any_row_goes(left, monkeypatch):
    """Shown by a disk that is full: then nothing is erased."""

    def full_disk(people):
        raise OSError("no space left on device")

    monkeypatch.setattr(erasures, "write", full_disk)

    with pytest.raises(OSError, match="no space"):
        erasing.erase(worker=left)

    assert Worker.objects.get(pk=left.pk).name == NAME
    assert Dispute.objects.exists()


def test_d38_ledger_names_nobody(left):
    erasing.erase(worker=left)

    assert [word for word in ("S1", NAME, EMAIL) if word in ledger.path().read_text()] == []


def test_d38_restored_backup_brings_nobody_back(left, graduates, capsys):
    erasing.erase(worker=left)
    Worker.objects.filter(pk=left.pk).update(name=NAME, staff_number="S1", erased_on=None)

    call_command("reapply_erasures")

    assert Worker.objects.get(pk=left.pk).name == "Name erased"
    assert "graduates: erased again: " in capsys.readouterr().out


def test_d38_reapplying_leaves_everybody_else_alone(left, trust, graduates):
    erasing.erase(worker=left)
    other = roster.make_worker(graduates, trust, "S3", name=NAME)

    assert erasing.reapply() == {}
    assert Worker.objects.get(pk=other.pk).name == NAME


def test_d38_number_is_not_given_out_again(left, lead, graduates, trust):
    erasing.erase(worker=left)

    with pytest.raises(ValidationError, match="was erased"):
        people.create(programme=graduates, commissioner=trust, staff_number="S1", name="Kim", by=lead)
    assert "was erased. Whoever" in str(messages(check(lead, graduates, HELD)))


def test_d38_erased_record_takes_no_name_again(left, lead):
    erasing.erase(worker=left)
    left.refresh_from_db()

    with pytest.raises(ValidationError, match="was erased"):
        people.edit(worker=left, seen="", name="Kim", modality="", account=None, by=lead)


def test_d38_staff_files_that_name_the_person_go_and_others_stay(left, lead, graduates):
    about = receive(lead, graduates, HELD | {"name": NAME})
    other = receive(lead, graduates, HELD | {"staff_number": "S9", "post_number": "P9"})

    erasing.erase(worker=left)

    assert NAME.encode() not in everything_on_the_disk()
    assert [bool(Upload.objects.get(pk=one.pk).stored_path) for one in (about, other)] == [False, True]


def refused(action, **values):
    with pytest.raises(ValidationError, match="was erased"):
        action(**values)


def test_d38_erased_record_comes_back_to_no_post(left, lead, graduates, trust):
    """Neither to another post nor by an end that is taken back: somebody would be in post whom nobody can name."""
    erasing.erase(worker=left)
    left.refresh_from_db()
    holding, other = left.holdings.get(), roster.make_post(graduates, trust, number="P2")

    refused(holdings.start, post=other, worker=left, start=roster.BEGAN, agreed=None, by=lead)
    refused(endings.reopen, holding=holding, seen=endings.seen_of(holding), by=lead)
    assert erasing.still_there([left.pk]) == set()


def test_d38_erased_record_is_arranged_no_supervision(left, lead, graduates, trust):
    erasing.erase(worker=left)
    details = {"kind": "case_management", "minutes": 60, "every_days": 7, "is_pro_rata": False, "start": roster.BEGAN}

    refused(supervision.arrange, worker=left, supervisor=Worker.objects.get(staff_number="V1"), by=lead, **details)


def test_d38_roster_that_went_out_after_an_erasure_goes_in_and_changes_nothing(left, lead, graduates):
    erasing.erase(worker=left)

    upload = check(lead, graduates, content=write_roster(by=lead, programme=graduates, extension="csv"))

    assert messages(upload) == []
    assert upload.context["differences"]["summary"]["changed"] == 0


@pytest.mark.parametrize("change", [{"name": "Kim Alder"}, {"end": "", "end_reason": "", "destination": ""}])
def test_d38_staff_file_writes_nothing_of_an_erased_record(left, lead, graduates, change):
    """No name, and no post that goes on."""
    erasing.erase(worker=left)
    row = next(iter(rows_of(stored_roster(graduates, None))))

    assert "was erased" in str(messages(check(lead, graduates, row | change)))
