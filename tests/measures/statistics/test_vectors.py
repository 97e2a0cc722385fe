"""That no reference case is left out: every kind of the 72 is named in a test beside this one."""

from pathlib import Path

from tests.measures.statistics.vectors import all_cases


def texts_of_tests() -> str:
    here = Path(__file__)
    return "".join(path.read_text(encoding="utf-8") for path in here.parent.glob("*.py") if path != here)


def test_there_are_72_cases_each_once():
    assert len(all_cases()) == 72
    assert len({case["id"] for case in all_cases()}) == 72


def test_every_kind_of_case_is_named_in_a_test():
    texts = texts_of_tests()

    assert [kind for kind in {case["kind"] for case in all_cases()} if f'"{kind}"' not in texts] == []
