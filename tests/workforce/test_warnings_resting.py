"""What a lead has let rest stays so while nothing new is said, and a warning that has gone meanwhile is no error."""

from datetime import date

import pandas as pd
import pytest
from django.core.exceptions import ValidationError

from tests.workforce import roster
from workforce import early_warning
from workforce.actions.early_warnings import CHANGED, answer_warning
from workforce.computing import warnings
from workforce.models import EarlyWarning

LAST = date(2007, 1, 29)
MISSED = [
    {"worker": 1, "arrangement": arrangement, "on": on, "state": "missed_by_worker"}
    for arrangement, on in ((1, date(2007, 1, 15)), (1, LAST), (2, date(2007, 1, 22)), (2, LAST))
]


@pytest.mark.parametrize("arrangements", [(1, 2), (2, 1)])
def test_of_two_arrangements_missed_last_on_one_day_the_words_are_always_the_same(arrangements):
    """In whatever order the rows come: other words would be back each night although the old ones rest."""
    renamed = [row | {"arrangement": arrangements[row["arrangement"] - 1]} for row in MISSED]

    found = early_warning.missed_twice(pd.DataFrame(renamed))

    assert "on 22 January 2007 and on 29 January 2007" in found[1]


def test_a_warning_that_the_night_has_taken_away_is_refused_in_words(graduates, trust, practice, lead):
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust, practice), worker)
    warnings.refresh(graduates)
    warning = EarlyWarning.objects.first()
    EarlyWarning.objects.all().delete()

    with pytest.raises(ValidationError, match=CHANGED):
        answer_warning(warning=warning, rest="acknowledged", reason="Known", by=lead)
