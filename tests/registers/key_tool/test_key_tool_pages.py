"""The page that offers the key tool."""

import hashlib

import pytest
from django.urls import reverse

from registers.dashboards.key_tool import FOLDER, OFFERED


def test_page_offers_every_file_with_its_digest_and_asks_for_nothing(client_of, practice, manager):
    """D40: nothing secret is ever asked for."""
    page = client_of(manager).get(reverse("key_tool", args=["A99001"])).content.decode()

    for name in OFFERED:
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() in page
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert "<input" not in main
    assert "<form" not in main


@pytest.mark.parametrize("name", sorted(OFFERED))
def test_file_comes_whole_and_as_a_download(client_of, stranger, name):
    answer = client_of(stranger).get(reverse("key_tool_file", args=[name]))

    assert answer.content == (FOLDER / name).read_bytes()
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["__init__.py", "practice-secret.txt", "..", "practice_keys"])
def test_no_other_file_is_given(client_of, stranger, name):
    assert client_of(stranger).get(f"/register/key-tool/{name}").status_code == 404


def test_only_the_manager_is_sent_to_the_settings(client_of, practice, manager, clinician):
    address, settings = reverse("key_tool", args=["A99001"]), reverse("key_check_set", args=["A99001"])

    assert settings in client_of(manager).get(address).content.decode()
    assert settings not in client_of(clinician).get(address).content.decode()
