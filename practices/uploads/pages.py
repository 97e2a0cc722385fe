"""What the pages of one upload print, whatever its kind: progress and problems. Ready answers for templates."""

from django.urls import reverse

from operations.models import Job
from practices.models import Upload
from practices.uploads.actions import jobs_of
from practices.uploads.models import UploadState
from practices.uploads.problems import LEVEL_WORDS, Level, Problem, grouped

ON_SCREEN = 100
LEVEL_COLOURS = {Level.ERROR: "red", Level.WARNING: "orange", Level.ACCEPTED: "grey"}
STATE_COLOURS = {
    UploadState.RECEIVED: "grey",
    UploadState.CHECKING: "blue",
    UploadState.NEEDS_FIXING: "red",
    UploadState.NEEDS_CONFIRMING: "orange",
    UploadState.READY: "green",
    UploadState.APPLYING: "blue",
    UploadState.SUBMITTED: "green",
    UploadState.FAILED: "red",
    UploadState.WITHDRAWN: "grey",
}
# As people read such lists best: what it is about and the message first, codes last (V1).
PROBLEM_HEADINGS = [
    "Row",
    "Month",
    "What is wrong",
    "What to do",
    "Found",
    "Example or allowed",
    "Cell",
    "Column",
    "Sheet",
    "Kind",
    "Code",
]
TABLE_HEADINGS = ["Where", "What is wrong", "What to do", "Found", "Example or allowed", "Kind"]
WAITING_PERCENT = 3


def problems_of(upload: Upload) -> list[Problem]:
    return [Problem.from_dict(values) for values in upload.problems]


def warnings_of(upload: Upload) -> list[Problem]:
    return [problem for problem in problems_of(upload) if problem.level is Level.WARNING]


def state_tag(upload: Upload) -> dict:
    return {"text": upload.get_state_display(), "colour": STATE_COLOURS[UploadState(upload.state)]}


def progress_of(upload: Upload) -> dict:
    """For the progress component; the page asks again while work goes on."""
    words = upload.progress_text or upload.get_state_display()
    if upload.state == UploadState.RECEIVED:
        words = "Received. Waiting to be checked"
    return {
        "text": words,
        "percent": max(upload.progress, WAITING_PERCENT),
        "poll_href": None if upload.is_finished else reverse("upload_progress", args=[upload.pk]),
    }


def is_stuck(upload: Upload) -> bool:
    """The work was given up: its worker died on every attempt, so nobody could say so on the upload itself."""
    if upload.is_finished:
        return False
    latest = jobs_of(upload).order_by("-id").first()
    return latest is not None and latest.state == Job.State.FAILED


def cell_of(problem: Problem, upload: Upload) -> str:
    """The address of a cell as a spreadsheet program has it, J2; empty for what is about no single cell."""
    letter, _ = upload.context.get("headings", {}).get(problem.column, ("", ""))
    return f"{letter}{problem.row}" if letter and problem.row else ""


def where(problem: Problem, upload: Upload) -> str:
    """ "Row 2, column list_close, cell J2"; a column that is called otherwise in the file by that name too."""
    if not (cell := cell_of(problem, upload)):
        return problem.where or "The file"
    _, heading = upload.context["headings"][problem.column]
    called = "" if heading == problem.column else f" (‘{heading}’)"
    return f"{problem.where}{called}, cell {cell}"


def problem_table(problems: list[Problem], upload: Upload) -> dict:
    """The first hundred, errors first: row, column and message before anything else (V1)."""
    rows = [problem_row(problem, where(problem, upload)) for problem in problems[:ON_SCREEN]]
    # Files of patients never have their values repeated: two columns of nothing would only squeeze the others.
    filled = [at for at in range(len(TABLE_HEADINGS)) if any(row[at] for row in rows)]
    return {
        "caption": f"What is wrong: {len(problems)} in all"
        + (f", the first {ON_SCREEN} shown" if len(problems) > ON_SCREEN else ""),
        "head": [TABLE_HEADINGS[at] for at in filled],
        "rows": [[row[at] for at in filled] for row in rows],
    }


def problem_row(problem: Problem, place: str) -> list:
    return [
        place,
        problem.message,
        problem.fix,
        problem.found,
        problem.expected,
        {
            "tag": {"text": LEVEL_WORDS[problem.level], "colour": LEVEL_COLOURS[problem.level]},
            "hint": problem.code,
        },
    ]


def all_problems(upload: Upload) -> tuple[list[str], list[list]]:
    """Headings and rows of the whole list, for a file."""
    return PROBLEM_HEADINGS, [problem_in_file(problem, upload) for problem in problems_of(upload)]


def problem_in_file(problem: Problem, upload: Upload) -> list:
    """Under PROBLEM_HEADINGS."""
    return [
        problem.row or "",
        upload.context.get("months", {}).get(str(problem.row), ""),
        problem.message,
        problem.fix,
        problem.found,
        problem.expected,
        cell_of(problem, upload),
        problem.column,
        problem.sheet,
        LEVEL_WORDS[problem.level],
        problem.code,
    ]


def problem_groups(problems: list[Problem]) -> list[dict]:
    """ "Column list_added: 37 rows", for a summary at the top that stays short; each leads to the list of them all."""
    return [{"text": group.title, "href": "#problems"} for group in grouped(problems)]
