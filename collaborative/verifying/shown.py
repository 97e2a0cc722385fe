"""The last verification as a page prints it: what holds, since when all held, and what to do about the rest."""

from django.utils import timezone

from operations.verified import verifications
from practices.wording import counted

EARLIER_SHOWN = 10
# Invariant -> what to do when it does not hold. Nothing of it is a click: whoever mends data looks first.
NEXT_STEPS = {
    "I1": "Look under Jobs whether the work is stuck, and try it again there. If no work belongs to the file, ask its sender to withdraw it and send it again.",
    "I2": "Stop taking returns in for the practice and month that are named, keep a backup, and find out what wrote the row: the application cannot. If a constraint is missing, the database was not restored whole: run the migrations or restore it again.",
    "I3": "See whether a recompute has failed under Jobs and try it again. If none has, rows were changed outside the application: the nightly run writes a series anew only where its text differs, so delete the series that are named, and run the recompute of the wave.",
    "I4": "Run the recompute of the wave again (any nightly run does); pages of this wave may mix two runs until then.",
    "I5": "Keep the database as it is and make a backup before anything else: this is what tampering looks like. Compare the row named with the last backup in which it held, and with the anchors kept elsewhere.",
    "I6": "A file that is missing or changed: fetch it from the last backup by its stored name. A file without a row is removed by the nightly run; until then it may hold anything, so do not open it. A frozen release or report that is not what was frozen: compare it with the last backup, and withdraw the release.",
    "I7": "See whether a worker and the schedule are running; then look under Jobs.",
    "I8": "Find out what wrote the second message: the application cannot. Tell the person that they got one letter twice.",
    "I9": "Look at the log at the time of the error, and report it to whoever maintains the application.",
}


def last_verification() -> dict:
    """What the template prints; `last` is None before the first."""
    found = list(verifications()[:EARLIER_SHOWN])
    if not found:
        return {"last": None}
    last = found[0]
    checks = last.result["invariants"]
    return {
        "last": {"at": said_time(last), "holds": last.result["holds"], "since": held_since()},
        "table": table_of(checks),
        "broken": [broken(check) for check in checks if check["number"]],
        "notes": [f"{check['code']}: {check['note']}" for check in checks if check["note"]],
        "earlier": earlier(found),
    }


def said_time(job) -> str:
    """Real time: the business clock may stand still."""
    return f"{timezone.localtime(job.finished_at):%-d %b %Y %H:%M}"


def held_since() -> str:
    """The first verification since the last that found something; "" when the last one did."""
    rows = verifications()
    broken_last = rows.filter(result__holds=False).values_list("finished_at", flat=True).first()
    since = rows.filter(finished_at__gt=broken_last) if broken_last else rows
    first = since.last()
    return said_time(first) if first else ""


def table_of(checks: list[dict]) -> dict:
    return {
        "caption": "The invariants",
        "head": ["Name", "What must hold", "Found", {"text": "Seconds", "numeric": True}],
        "first_is_header": True,
        "rows": [
            [check["code"], check["words"], tag_of(check), {"text": f"{check['seconds']:.2f}", "numeric": True}]
            for check in checks
        ],
    }


def tag_of(check: dict) -> dict:
    number = check["number"]
    if not number:
        return {"tag": {"text": "Holds", "colour": "green"}}
    return {"tag": {"text": counted(number, "finding"), "colour": "red"}}


def broken(check: dict) -> dict:
    rows = [[finding["where"], finding["row"] or "–", finding["what"]] for finding in check["named"]]
    more = check["number"] - len(rows)
    return {
        "heading": f"{check['code']}: {check['words']}",
        "next_step": NEXT_STEPS[check["code"]],
        "more": f"And {more} more: manage.py verify counts them." if more else "",
        "table": {"caption": f"What was found for {check['code']}", "head": ["Where", "Row", "What"], "rows": rows},
    }


def earlier(found) -> dict:
    rows = [[said_time(job), earlier_words(job.result), f"{seconds_of(job.result):.1f} s"] for job in found]
    return {"caption": "The last verifications", "head": ["When", "Found", "Took"], "rows": rows}


def earlier_words(result: dict) -> dict:
    names = [check["code"] for check in result["invariants"] if check["number"]]
    if not names:
        return {"tag": {"text": "All held", "colour": "green"}}
    return {"tag": {"text": f"Not {', '.join(names)}", "colour": "red"}}


def seconds_of(result: dict) -> float:
    return sum(check["seconds"] for check in result["invariants"])
