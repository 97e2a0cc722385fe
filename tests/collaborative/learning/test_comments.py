"""I7: the facilitator asks, the team answers, and what waits shows its age."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from collaborative.actions import cycles
from collaborative.actions.comments import answer_comment, write_comment
from collaborative.models import Comment, ReadingLevel
from tests.collaborative.improvement import make_comment, make_cycle
from tests.collaborative.pages import words_of

ASKED = timezone.make_aware(datetime(2007, 1, 9, 11))


@pytest.fixture
def cycle(team, manager):
    return make_cycle(team, manager, state="doing", shared_with=ReadingLevel.WAVE)


def test_a_question_is_answered_by_somebody_else(team, cycle, facilitator, manager):
    question = write_comment(team=team, cycle=cycle, text="How many?", asks_answer=True, by=facilitator)

    answer_comment(comment=question, text="I ask again", by=facilitator)
    still_open = Comment.objects.get(pk=question.pk).answered_at is None
    answer_comment(comment=question, text="Twelve", by=manager)

    assert still_open
    assert Comment.objects.get(pk=question.pk).answered_at is not None


def test_a_remark_is_read_no_wider_than_its_cycle(team, manager, facilitator):
    draft = make_cycle(team, manager, state="doing")

    comment = write_comment(team=team, cycle=draft, text="So?", by=facilitator, shared_with=ReadingLevel.WAVE)

    assert comment.shared_with == ReadingLevel.FACILITATOR


@pytest.mark.parametrize("who", ["commissioner", "lay_member"])
def test_readers_do_not_write(team, cycle, who, request):
    with pytest.raises(PermissionDenied):
        write_comment(team=team, cycle=cycle, text="So?", by=request.getfixturevalue(who))


def test_the_cycles_page_shows_the_talk_with_its_age(team, cycle, facilitator, manager, client_of):
    asked = make_comment(team, facilitator, cycle=cycle, text="How many came?", asks_answer=True, written_at=ASKED)
    make_comment(team, manager, cycle=cycle, answers=asked, text="Not counted yet", written_at=ASKED)

    page = words_of(client_of(manager).get(reverse("cycle_detail", args=[cycle.pk])))

    assert "How many came?" in page and "Waits for an answer for 30 days" in page
    assert "Not counted yet" in page and "Ask or say something" in page


def test_the_wave_reads_no_names(team, cycle, facilitator, lay_member, client_of):
    make_comment(team, facilitator, cycle=cycle, text="Well done", shared_with=ReadingLevel.WAVE)

    page = words_of(client_of(lay_member).get(reverse("cycle_detail", args=[cycle.pk])))

    assert "Well done" in page and facilitator.name not in page


def test_questions_wait_on_the_queue_and_the_first_page_until_they_are_answered(
    team, cycle, facilitator, manager, client_of
):
    question = make_comment(team, facilitator, cycle=cycle, text="How many?", asks_answer=True, written_at=ASKED)
    client = client_of(manager)
    queue, home = reverse("answer_queue", args=["W1"]), reverse("home")
    waiting = [words_of(client.get(address)) for address in (queue, home)]

    answer = client.post(reverse("comment_answer", args=[question.pk]), {"text": "Twelve"})

    assert "How many?" in waiting[0] and "1 question waits for an answer" in waiting[1]
    assert answer.status_code == 302
    assert "No question waits" in words_of(client.get(queue))
    assert "waits for an answer" not in words_of(client.get(home))


def test_an_answer_that_is_sent_twice_is_kept_once(team, facilitator, manager):
    question = make_comment(team, facilitator, text="How many?", asks_answer=True)

    for _ in range(2):
        answer_comment(comment=question, text="Twelve", by=manager)

    assert question.replies.count() == 1


def test_who_asked_is_not_told_to_answer_it(team, cycle, facilitator, client_of):
    make_comment(team, facilitator, cycle=cycle, text="How many?", asks_answer=True)

    assert "waits for an answer" not in words_of(client_of(facilitator).get(reverse("home")))


def test_a_remark_on_a_cycle_that_one_may_not_read_is_not_there(other_team, team, facilitator, manager, client_of):
    hidden = make_cycle(other_team, facilitator, state="doing")

    assert client_of(manager).get(reverse("comment_create", args=[team.pk]), {"cycle": hidden.pk}).status_code == 404


def test_g6_a_patient_is_not_stored(team, cycle, manager, client_of):
    address = f"{reverse('comment_create', args=[team.pk])}?cycle={cycle.pk}"

    page = words_of(client_of(manager).post(address, {"text": "See 9434765919", "shared_with": "2"}))

    assert "looks like an NHS number" in page and not Comment.objects.exists()


def test_a_cycle_that_is_kept_back_takes_what_is_said_about_it_along(team, manager):
    """G9: a remark is read as widely as its cycle at most, later too."""
    cycle = make_cycle(team, manager, shared_with=ReadingLevel.WAVE)
    comment = make_comment(team, manager, cycle=cycle, shared_with=ReadingLevel.WAVE)

    cycles.share(cycle=cycle, version=cycle.version, shared_with=ReadingLevel.TEAM, by=manager)

    comment.refresh_from_db()
    assert comment.shared_with == ReadingLevel.TEAM


def test_a_remark_is_pinned_to_no_practice_of_another_team(client_of, manager, team, elsewhere):
    address = f"/teams/{team.pk}/comments/new/?measure=referrals&practice={elsewhere.ods_code}"
    client_of(manager).post(address, {"text": "Look at this", "shared_with": ReadingLevel.FACILITATOR})

    assert Comment.objects.get().practice is None
