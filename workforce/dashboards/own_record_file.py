"""Everything that is recorded of a worker, as one file for the worker. Answers to surveys are not in it: nobody's are stored."""

import json

from workforce.catalogue import role_name
from workforce.models import (
    Accreditation,
    CaseloadMonth,
    CompetenceEvidence,
    Dispute,
    Enrolment,
    Holding,
    Leave,
    Leaving,
    SelfRating,
    SupervisionArrangement,
    SupervisionMonth,
    SupervisionSession,
    Terms,
    TrainingDay,
)

# Part of the file -> model, the way to the worker, fields. The name of a field is its heading, as the tables have it.
PARTS = {
    "posts": (Holding, "worker", ["post__number", "post__role", "cohort__name", "start", "end"]),
    "terms": (
        Terms,
        "holding__worker",
        [
            "holding__post__number", "start", "end", "employer__name", "wte", "over_reason", "scheme", "band", "contract",
            "contract_ends_on",
        ],
    ),
    "ends_of_posts": (
        Leaving, "holding__worker", ["holding__post__number", "holding__end", "reason", "destination", "next_role"]
    ),
    "leave": (Leave, "worker", ["start", "end"]),
    "training": (
        Enrolment, "worker", ["training", "started_on", "due_on", "ended_on", "outcome", "expires_on"]
    ),
    "training_days": (TrainingDay, "enrolment__worker", ["enrolment__training", "kind", "on", "days"]),
    "competences": (
        CompetenceEvidence,
        "worker",
        ["framework", "competence", "level", "evidence", "evidenced_on", "signed_off_by__name", "signed_off_on", "expires_on"],
    ),
    "self_ratings": (SelfRating, "worker", ["area", "rating", "rated_on"]),
    "accreditations": (Accreditation, "worker", ["body", "awarded_on", "expires_on"]),
    "supervision_arrangements": (
        SupervisionArrangement,
        "worker",
        ["supervisor__name", "kind", "minutes", "every_days", "is_pro_rata", "start", "end"],
    ),
    "supervision_sessions": (
        SupervisionSession, "worker", ["on", "arrangement__kind", "arrangement__supervisor__name", "minutes", "state"]
    ),
    "supervision_months": (
        SupervisionMonth,
        "worker",
        ["month", "expected_minutes", "planned_minutes", "held_minutes", "weeks_expected", "weeks_without"],
    ),
    "caseload": (
        CaseloadMonth, "holding__worker", ["holding__post__number", "month", "new_patients", "active", "recorded_on"]
    ),
    "disputes": (Dispute, "worker", ["about", "entry", "text", "raised_on", "answer", "answered_on"]),
}  # fmt: skip


def everything(user, worker) -> dict:
    """The worker's own record, each row through the door of its model; a query a part."""
    return {
        "person": {
            "staff_number": worker.staff_number,
            "name": worker.name,
            "programme": worker.programme.name,
            "pct": worker.commissioner.name,
            "therapy": worker.modality,
        },
        **{part: rows_of(user, worker, *source) for part, source in PARTS.items()},
    }


def rows_of(user, worker, model, path, fields) -> list[dict]:
    found = model.objects.visible_to(user).filter(**{path: worker.pk}).order_by("pk")
    return [with_plain_names(row) for row in found.values(*fields)]


def with_plain_names(row: dict) -> dict:
    """`post__number` becomes `post_number`, and a role has its name beside its code."""
    plain = {name.replace("__", "_"): value for name, value in row.items()}
    return {**plain, "role_name": role_name(plain["post_role"])} if "post_role" in plain else plain


def file_of(user, worker) -> bytes:
    """JSON; days as 2006-01-31, what is not recorded as null."""
    return json.dumps(everything(user, worker), ensure_ascii=False, indent=1, default=str).encode()
