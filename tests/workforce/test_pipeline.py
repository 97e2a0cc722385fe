"""The counts of the pipeline add up, whatever the candidates; shares come with an interval or a reason."""

from hypothesis import given
from hypothesis import strategies as st

from workforce import pipeline
from workforce.models import STAGES, Candidate

OUTCOMES = ["", *Candidate.Outcome.values]
CODES = list(STAGES)
# Where each of some candidates came to, and how it ended; whoever has started is not out.
PEOPLE = st.lists(
    st.tuples(st.sampled_from(CODES), st.sampled_from(OUTCOMES)).filter(
        lambda person: person[0] != "started_on" or not person[1]
    ),
    max_size=60,
)


def counted(people):
    return pipeline.stages({person: people.count(person) for person in dict.fromkeys(people)}, STAGES)


@given(PEOPLE)
def test_at_every_stage_reached_is_went_on_and_still_here_and_out(people):
    """Row 10."""
    for stage in counted(people):
        assert stage.reached == stage.went_on + stage.still_here + stage.out_in_all


@given(PEOPLE)
def test_every_stage_agrees_with_a_count_by_hand(people):
    for position, stage in enumerate(counted(people)):
        here = [outcome for code, outcome in people if code == stage.code]

        assert stage.reached == sum(CODES.index(code) >= position for code, _ in people)
        assert stage.still_here == here.count("")
        assert stage.out == {outcome: here.count(outcome) for outcome in OUTCOMES[1:] if outcome in here}


@given(PEOPLE)
def test_what_went_on_from_a_stage_reached_the_next(people):
    found = counted(people)

    assert [stage.went_on for stage in found] == [stage.reached for stage in found[1:]] + [0]
    assert found[0].reached == len(people)


def test_nobody_gives_zeroes_and_a_reason_instead_of_a_share():
    first = pipeline.stages({}, STAGES)[0]

    assert (first.reached, first.out) == (0, {})
    assert pipeline.words(pipeline.conversion(first, exact=True)) == "nobody has left this stage"


def test_those_who_wait_are_not_counted_against_a_stage():
    found = pipeline.stages(
        {("interested_on", ""): 50, ("interested_on", "withdrew"): 10, ("applied_on", ""): 10}, STAGES
    )

    assert pipeline.words(pipeline.conversion(found[0], exact=True)) == "50% (95% interval 30% to 70%)"


def test_shares_for_others_come_from_protected_counts():
    assert pipeline.words(pipeline.share(52, 103, exact=False, nobody="")) == "48% (95% interval 38% to 57%)"
    assert pipeline.words(pipeline.share(12, 103, exact=False, nobody="")) == "10%"


def test_shares_of_few_are_withheld_from_others():
    few = pipeline.share(7, 103, exact=False, nobody="")
    small = pipeline.share(9, 17, exact=False, nobody="")
    everybody = pipeline.share(30, 30, exact=False, nobody="")

    assert {found.reason for found in (few, small, everybody)} == {pipeline.WITHHELD}


def test_places_taken_are_of_the_places():
    assert pipeline.places_taken(21, 25, exact=True) == "21 of 25 places (84%)"
    assert pipeline.places_taken(3, 25, exact=False) == "* of 25 places"
    assert pipeline.places_taken(3, 0, exact=True) == pipeline.NO_PLACES
