"""G9: each field says who can read it before it is saved, and a team sees on one page what is not shared yet."""

import pytest
from django.forms import ModelForm
from django.urls import reverse

from collaborative.forms.shared import SharedFormMixin, readable_text
from collaborative.forms.teams import MemberForm
from collaborative.models import PdsaCycle, ReadingLevel
from collaborative.models.reading_level import readers_words
from practices.models import Organisation
from tests.collaborative.improvement import make_barrier, make_cycle, make_journey, make_story


class CycleForm(SharedFormMixin, ModelForm):
    class Meta:
        model = PdsaCycle
        fields = ["title", "owner", "unexpected_events", "shared_with"]


@pytest.mark.parametrize("level", list(ReadingLevel))
def test_each_field_says_who_can_read_it_at_the_level_chosen(level):
    form = CycleForm({"shared_with": int(level)})

    assert readers_words(level) in form["title"].help_text


def test_a_new_row_begins_with_team_and_facilitator():
    assert "the team and its facilitator." in CycleForm()["title"].help_text


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("title", "everybody in the wave"),
        ("owner", "the team, its facilitator and its commissioner"),
        ("unexpected_events", "the team and its facilitator"),
    ],
)
def test_a_field_with_a_ceiling_says_that_it_goes_no_further(field, said):
    form = CycleForm({"shared_with": int(ReadingLevel.WAVE)})

    assert f"Can be read by: {said}." in form[field].help_text


@pytest.mark.parametrize("level", list(ReadingLevel))
@pytest.mark.parametrize("field", ["title", "owner", "unexpected_events"])
def test_what_the_form_promises_is_what_readers_get(team, manager, level, field):
    """The words beside the field and the rule that prints it come from one ceiling."""
    cycle = make_cycle(team, manager, owner="Jo", unexpected_events="None", shared_with=ReadingLevel.WAVE)
    ceiling = PdsaCycle.FIELD_CEILINGS.get(field, ReadingLevel.WAVE)

    assert (readable_text(cycle, field, level) is not None) == (level <= ceiling)


def test_who_reads_nothing_gets_no_text(team, manager):
    assert readable_text(make_cycle(team, manager), "title", None) is None


def test_forms_of_members_say_that_names_stop_at_the_commissioner(db):
    form = MemberForm(organisations=Organisation.objects.none())

    assert "its commissioner." in form["name"].help_text
    assert "everybody in the wave." in form["stakeholder_kind"].help_text


def test_a_colleagues_address_is_taken_and_a_patients_number_is_not(client_of, manager, team, team_member):
    form = MemberForm({"email": team_member.email, "name": "943 476 5919"}, organisations=Organisation.objects.none())

    assert "email" not in form.errors
    assert "what looks like an NHS number" in form.errors["name"][0]


# ---- the page of what is not shared yet


def sharing(client, team):
    return client.get(reverse("team_sharing", args=[team.pk]))


def test_all_that_is_not_shared_with_everybody_is_listed_by_kind(client_of, manager, team):
    make_barrier(team, manager, description="No room to see people in")
    make_journey(team, manager, title="The long wait", shared_with=ReadingLevel.COMMISSIONER)
    make_story(team, manager, title="Told to all", shared_with=ReadingLevel.WAVE)

    html = sharing(client_of(manager), team).content.decode()

    assert "No room to see people in" in html and "The long wait" in html
    assert "Told to all" not in html


def test_the_facilitator_is_not_shown_what_the_team_keeps_to_itself(client_of, facilitator, manager, team):
    make_barrier(team, manager, description="Nobody outside", shared_with=ReadingLevel.TEAM)

    assert "Nobody outside" not in sharing(client_of(facilitator), team).content.decode()


@pytest.mark.parametrize("person", ["commissioner", "lay_member", "administrator"])
def test_the_page_is_for_those_who_write(request, client_of, team, person):
    assert sharing(client_of(request.getfixturevalue(person)), team).status_code == 403


def test_a_team_that_shares_everything_is_told_so(client_of, manager, team):
    assert "Everything that this team has written is shared" in sharing(client_of(manager), team).content.decode()


def test_the_page_asks_no_more_queries_for_many_rows(client_of, manager, team, django_assert_max_num_queries):
    for number in range(8):
        make_barrier(team, manager, description=f"Barrier {number}")
    client = client_of(manager)

    with django_assert_max_num_queries(32):
        sharing(client, team)
