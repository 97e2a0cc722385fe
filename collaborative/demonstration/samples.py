"""Files for a visitor to send: the return that is due, with mistakes in it and mended; and one for three practices. Pure."""

from collaborative.demonstration import plan
from collaborative.demonstration.figures import practice_months
from collaborative.demonstration.files import COLUMNS, csv_content, line_values
from collaborative.demonstration.reporting import DECEMBER, JANUARY, NOW, Sent, with_gaps

WAVE_CODE = "W1"
MANAGER, DATA_OFFICER = ("A99001",), ("A99002", "A99003", "A99004")
# What went wrong in the file with mistakes: a sum, a word for a number, an extract before the month was over.
MISTAKES = {"list_close": "999", "gp_consultations": "n/a", "extract_date": "2007-01-30"}


def sample_files() -> dict[str, bytes]:
    """Name -> content. The data officer's file has January of three practices and the late December of one."""
    january = [line(code, JANUARY) for code in MANAGER]
    return {
        "A99001-2007-01-with-mistakes.csv": csv_content(with_mistakes(values) for values in january),
        "A99001-2007-01.csv": csv_content(january),
        "three-practices.csv": csv_content([line("A99003", DECEMBER), *(line(code, JANUARY) for code in DATA_OFFICER)]),
    }


def line(ods_code: str, index: int) -> list:
    """One line of a return that has not been sent yet, with the figures that the demonstration drew for it."""
    number = int(ods_code[1:]) - 99000
    practice = plan.first_wave()[number - 1]
    figures = with_gaps(number, practice_months(practice)[index])
    sent = Sent(figures, 1, "draft", NOW, extract_date=NOW.date())
    return line_values(WAVE_CODE, practice.severity_tool, sent)


def with_mistakes(values: list) -> list:
    return [MISTAKES.get(name, value) for name, value in zip(COLUMNS, values, strict=True)]
