"""The career pathway as data, and what was published."""

from workforce import careers, published
from workforce.catalogue import roles
from workforce.training_programmes import training_programmes


def test_steps_join_roles_and_courses_that_there_are():
    steps = careers.career_steps()

    assert {code for step in steps for code in (step.role, step.next_role)} <= set(roles())
    assert {step.training for step in steps} - {""} <= set(training_programmes())


def test_every_step_requires_something_and_says_whose_it_is():
    """What no source describes is marked as a design choice."""
    for step in careers.career_steps():
        assert step.requires
        assert step.is_design_choice or step.source


def test_graduate_workers_have_three_next_steps():
    assert {step.next_role for step in careers.steps_from("GMHW")} == {"HI", "LI", "PCMHW"}


def test_a_step_within_a_role_has_a_title_of_its_own():
    within = [step for step in careers.career_steps() if step.role == step.next_role]

    assert within and all(step.title for step in within)


def test_published_figures_of_the_first_scheme_are_quoted():
    """Seed 001, word for word."""
    said = {figure.about: figure.text for figure in published.published_figures() if figure.seed == "001"}

    assert said == {
        "Expressions of interest or applications": "over 1,000",
        "Recruited": "over 100",
        "Employed in the role": "over 60",
        "Places a year": "25",
    }


def test_every_published_figure_has_its_source():
    assert all(figure.quote and figure.source for figure in published.published_figures())
