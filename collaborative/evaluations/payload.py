"""An evaluation as stored text and back: one canonical form, so that equal content has equal bytes. Pure."""

import json
from dataclasses import is_dataclass
from datetime import date
from hashlib import sha256

from collaborative.evaluations.asked import Asked
from collaborative.evaluations.found import Beyond, Evaluation, PhaseRate, Run, Trend
from measures.disclosed_changes import Change
from measures.disclosure import Pool

FORMAT = 1
SIGNIFICANT_DIGITS = 8


def to_text(evaluation: Evaluation) -> str:
    return json.dumps({"format": FORMAT} | plain(evaluation), sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def plain(value):
    """Dates as text, numbers to eight digits: the last bits differ from machine to machine."""
    if is_dataclass(value):
        return {key: plain(one) for key, one in vars(value).items()}
    match value:
        case float():
            return float(f"{value:.{SIGNIFICANT_DIGITS}g}")
        case list() | tuple():
            return [plain(one) for one in value]
        case date():
            return value.isoformat()
    return value


def from_text(text: str) -> Evaluation | None:
    """None for a payload of another format, which the next run writes anew."""
    found = json.loads(text)
    if found.pop("format") != FORMAT:
        return None
    return Evaluation(
        **found
        | {name: day(found[name]) for name in ("due", "reason_month", "latest")}
        | {name: found[name] and tuple(map(day, found[name])) for name in ("before", "since")}
        | {name: change_from(found[name]) for name in ("observed", "control")}
        | {
            "asked": asked_from(found["asked"]),
            "beyond": found["beyond"] and Beyond(**found["beyond"]),
            "phases": tuple(phase_from(one) for one in found["phases"]),
            "run": found["run"] and Run(**found["run"]),
            "trend": Trend(**found["trend"] | {"month": day(found["trend"]["month"])}),
        }
    )


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def asked_from(found: dict) -> Asked:
    days = {name: day(found[name]) for name in ("started", "ended", "by")}
    return Asked(**found | days | {"places": tuple(found["places"])})


def change_from(found: dict) -> Change:
    return Change(**found | {name: found[name] and Pool(**found[name]) for name in ("baseline", "current")})


def phase_from(found: dict) -> PhaseRate:
    return PhaseRate(**found | {"first": day(found["first"]), "last": day(found["last"])})
