"""What others than the workforce lead may see of figures about staff. Pure. One band-5 worker in a PCT is a person.

Release rule v1 for staff: counts of 0 to 7 are `*` and the others go to the nearest 5, as everywhere (measures.disclosure); a
figure is shown only of 8 people or more (pay, supervision, leavers), of 10 respondents or more (satisfaction), and of 3
employers or more. Never of a practice. The variation between PCTs is shown as bands without their names once the programme
as a whole passes: else the finding of the first collaborative, that it varied widely, could never be seen.
"""

from measures.disclosure import Published, protect

MINIMUM_PEOPLE = 8
MINIMUM_RESPONDENTS = 10
MINIMUM_EMPLOYERS = 3

TOO_FEW_PEOPLE = f"withheld: fewer than {MINIMUM_PEOPLE} people"
TOO_FEW_RESPONDENTS = f"withheld: fewer than {MINIMUM_RESPONDENTS} answered"
# To whoever leads some PCTs and so knows them exactly.
TOLD_BY_OWN = "withheld: those outside your own PCTs are too few, and would follow from what you see of yours"
TOO_FEW_EMPLOYERS = f"withheld: fewer than {MINIMUM_EMPLOYERS} employers"


def why_withheld(people: int, employers: int, *, exact: bool = False) -> str:
    """Why a figure about `people` of `employers` may not be shown; "" when it may. `exact`: for the workforce lead."""
    if exact:
        return ""
    if people < MINIMUM_PEOPLE:
        return TOO_FEW_PEOPLE
    return TOO_FEW_EMPLOYERS if employers < MINIMUM_EMPLOYERS else ""


def why_answers_withheld(respondents: int, employers: int) -> str:
    """The same for answers of a survey, and for everybody: nobody reads a single answer."""
    if respondents < MINIMUM_RESPONDENTS:
        return TOO_FEW_RESPONDENTS
    return TOO_FEW_EMPLOYERS if employers < MINIMUM_EMPLOYERS else ""


def shown(count: int | None, *, exact: bool) -> Published:
    """A count of people or posts, for the workforce lead as it is."""
    return count if exact else protect(count)
