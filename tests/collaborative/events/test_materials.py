"""Hand-outs with versions, and who opened them (W4)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from collaborative import material_storage
from collaborative.actions import materials as actions
from collaborative.models import Material, MaterialVersion
from practices import stored_files
from tests.collaborative.improvement import make_attendance, make_version

PDF = b"%PDF-1.4 agenda"


@pytest.fixture
def version(event, facilitator):
    return make_version(event, facilitator)


def send(client, event, content=PDF, name="agenda.pdf", title="Agenda"):
    data = {"title": title, "file": SimpleUploadedFile(name, content)}
    return client.post(f"/events/{event.pk}/materials/new/", data)


def test_w4_facilitator_adds_a_hand_out(client_of, facilitator, event):
    send(client_of(facilitator), event)

    version = MaterialVersion.objects.get()
    assert (version.number, version.kind, version.size) == (1, "pdf", len(PDF))
    assert material_storage.read(version.stored_path) == PDF
    assert version.sha256 == stored_files.digest(PDF)


def test_w4_file_larger_than_a_return_is_taken(client_of, facilitator, event):
    send(client_of(facilitator), event, PDF + b"x" * 6_000_000)

    assert MaterialVersion.objects.get().size == len(PDF) + 6_000_000


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"%PDF" + b"x" * 20_000_001, "agenda.pdf", "smaller than 20 MB"),
        (b"<script>alert(1)</script>", "agenda.pdf", "must be a PDF"),
        (PDF, "943 476 5919.pdf", "NHS number"),
    ],
    ids=["large", "script", "name"],
)
def test_w4_bad_file_is_refused_and_nothing_is_stored(client_of, facilitator, event, content, name, said):
    answer = send(client_of(facilitator), event, content, name)

    assert said in answer.content.decode()
    assert Material.objects.count() == 0
    assert not material_storage.folder().exists() or not list(material_storage.folder().rglob("*"))


def test_w4_form_without_its_token_is_refused(facilitator, event):
    client = Client(enforce_csrf_checks=True)
    client.force_login(facilitator)

    assert send(client, event).status_code == 403
    assert Material.objects.count() == 0


def test_w4_file_is_saved_and_never_shown_by_the_browser(client_of, manager, version):
    answer = client_of(manager).get(f"/materials/files/{version.pk}/")

    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Agenda v1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_w4_stranger_finds_no_file(client_of, stranger, version):
    assert client_of(stranger).get(f"/materials/files/{version.pk}/").status_code == 404


def test_w4_new_version_stands_beside_the_old(client_of, facilitator, version):
    data = {"file": SimpleUploadedFile("agenda.pdf", PDF + b" mended")}

    client_of(facilitator).post(f"/materials/{version.material_id}/new/", data)

    assert [one.number for one in version.material.versions.all()] == [2, 1]
    assert material_storage.read(version.stored_path) == PDF


def test_w4_same_file_again_is_no_new_version(facilitator, version):
    again = actions.add_version(material=version.material, content=PDF, name="agenda.pdf", by=facilitator)

    assert again == version


def test_w4_opened_by_n_of_m_of_those_on_the_list(client_of, clinician, manager, own_member, event, version):
    make_attendance(event, own_member.team, member=own_member)
    client_of(manager).get(f"/materials/files/{version.pk}/")  # not on the list
    client = client_of(clinician)
    before = client.get(f"/events/{event.pk}/").context["materials"][0]["opened"]
    client.get(f"/materials/files/{version.pk}/")
    client.get(f"/materials/files/{version.pk}/")

    after = client.get(f"/events/{event.pk}/").context["materials"][0]["opened"]
    assert before == "Opened by 0 of 1 people on the list who have a sign-in"
    assert after == "Opened by 1 of 1 people on the list who have a sign-in"


def test_w4_names_of_who_opened_it_are_for_the_facilitator(client_of, manager, facilitator, version):
    client_of(manager).get(f"/materials/files/{version.pk}/")

    assert client_of(manager).get(f"/materials/{version.material_id}/").status_code == 403
    assert "Manager" in str(
        client_of(facilitator).get(f"/materials/{version.material_id}/").context["openings"]["rows"]
    )


def test_w4_rows_that_cannot_be_stored_leave_no_file(facilitator, event, monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(actions, "record_version", fail)

    with pytest.raises(RuntimeError):
        make_version(event, facilitator)
    assert [path for path in material_storage.folder().rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("path", ["../uploads/x", "/etc/passwd", ""])
def test_stored_path_never_leads_out_of_the_folder(path):
    with pytest.raises(ValueError, match="not a stored file"):
        material_storage.path_of(path)
