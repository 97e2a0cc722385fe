"""Pages of the import profiles: the shipped ones, the practice's own, and confirming."""

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from registers.actions.profiles import create_profile, load_profiles
from registers.models import ImportProfile, ProfileConfirmation
from registers.shipped_profiles import shipped_profiles

CODE = "A99001"


@pytest.fixture
def shipped(db):
    load_profiles(shipped_profiles())
    return ImportProfile.objects.get(slug="emis", kind="register")


def sent(**values):
    return {"name": "Ours", "system": "EMIS Web", "dates": "uk", "heading_sex": "Gender", **values}


def own(practice, manager, **fields):
    values = {"name": "Ours", "system": "EMIS Web", "columns": {"sex": "Gender"}, **fields}
    return create_profile(practice=practice, kind="register", by=manager, **values)


def create_address(kind="register"):
    return reverse("profile_create", args=[CODE, kind])


def test_list_shows_shipped_and_own_profiles_and_says_which_are_unverified(client_of, practice, manager, shipped):
    own(practice, manager)

    page = client_of(manager).get(reverse("profile_list", args=[CODE])).content.decode()

    assert "EMIS Web: search of coded diagnoses" in page
    assert "Not verified" in page
    assert "Your own" in page


def test_list_takes_the_same_few_queries_however_many_profiles(
    client_of, practice, manager, shipped, django_assert_max_num_queries
):
    for number in range(20):
        own(practice, manager, name=f"Ours {number}")
    client = client_of(manager)

    with django_assert_max_num_queries(20):
        client.get(reverse("profile_list", args=[CODE]))


def test_own_profile_of_another_practice_is_not_there(client_of, practice, manager, neighbour):
    """D11."""
    other = own(neighbour, manager)

    for name in ("profile_detail", "profile_edit"):
        assert client_of(manager).get(reverse(name, args=[CODE, other.pk])).status_code == 404


def test_profile_is_made_from_headings_values_and_one_value_for_all(client_of, practice, manager):
    values = sent(values_sex="Male = M\nFemale = F", fixed_presentation_type="1", code_system="read2")

    client_of(manager).post(create_address(), values)

    profile = ImportProfile.objects.get()
    assert profile.practice == practice
    assert profile.columns == {"sex": "Gender"}
    assert profile.values == {"sex": {"Male": "M", "Female": "F"}}
    assert (profile.fixed, profile.dates, profile.code_system) == ({"presentation_type": "1"}, "uk", "read2")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"values_sex": "Male M"}, "theirs = ours"),
        ({"values_sex": "Male = man"}, "‘man’ is none of the words"),
        ({"heading_sex": "NHS Number"}, "The key tool leaves such a column out"),
        ({"heading_sex": ""}, "at least one column"),
        ({"heading_identified_on": "gender"}, "named for two columns"),
        ({"name": "of 943 476 5919"}, "looks like an NHS number"),
    ],
)
def test_bad_mapping_is_refused_and_nothing_is_stored(client_of, practice, manager, values, words):
    answer = client_of(manager).post(create_address(), sent(**values))

    assert words in answer.content.decode()
    assert not ImportProfile.objects.exists()


def test_second_profile_of_one_name_is_refused(client_of, practice, manager):
    own(practice, manager)

    answer = client_of(manager).post(create_address(), sent())

    assert answer.status_code == 200
    assert ImportProfile.objects.count() == 1


def test_new_profile_may_begin_with_what_a_shipped_one_says(client_of, practice, manager, shipped):
    page = client_of(manager).get(create_address(), {"like": shipped.pk}).content.decode()

    assert 'value="Gender"' in page
    assert "Male = M" in page


def test_unknown_kind_of_file_is_not_there(client_of, practice, manager):
    assert client_of(manager).get(create_address("return")).status_code == 404


def test_own_profile_is_changed_and_the_trail_names_the_fields_only(client_of, practice, manager):
    profile = own(practice, manager)

    client_of(manager).post(reverse("profile_edit", args=[CODE, profile.pk]), sent(heading_sex="Sex of patient"))

    profile.refresh_from_db()
    assert profile.columns == {"sex": "Sex of patient"}
    event = AuditEvent.objects.get(event="import_profile.changed")
    assert event.details == {"changed": ["columns", "dates"]}


def test_shipped_profile_cannot_be_edited(client_of, practice, manager, shipped):
    answer = client_of(manager).post(reverse("profile_edit", args=[CODE, shipped.pk]), sent())

    assert answer.status_code == 302
    shipped.refresh_from_db()
    assert shipped.name != "Ours"


def test_confirmed_profile_says_who_found_it_right(client_of, practice, manager, shipped):
    client = client_of(manager)

    answer = client.post(reverse("profile_confirm", args=[CODE, shipped.pk]), follow=True)

    assert "Manager compared it with an export" in answer.content.decode()
    assert ProfileConfirmation.objects.get().practice == practice


def test_confirmation_of_one_practice_is_not_shown_to_another(client_of, practice, neighbour, manager, shipped):
    ProfileConfirmation.objects.create(profile=shipped, practice=neighbour, confirmed_by=manager)

    page = client_of(manager).get(reverse("profile_detail", args=[CODE, shipped.pk])).content.decode()

    assert "Not verified" in page
    assert "It is right: confirm it" in page


def test_clinician_reads_profiles_and_changes_none(client_of, practice, clinician, shipped):
    client = client_of(clinician)

    assert client.get(reverse("profile_detail", args=[CODE, shipped.pk])).status_code == 200
    assert client.post(reverse("profile_confirm", args=[CODE, shipped.pk])).status_code == 403
    assert client.get(create_address()).status_code == 403
