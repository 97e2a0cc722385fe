"""Making both copies of a report in the worker: of one computation, from scratch each time, so that a second run does no harm."""

from accounts.models import User
from collaborative.models import WorkshopReport
from collaborative.reports import snapshot
from collaborative.reports.assembling.report import assemble
from collaborative.reports.assembling.source import Source, consents_of, exact_source, shared_source
from measures.disclosure import Reader
from measures.readers import reader_of
from operations import jobs

KIND = "report.make"
# The facilitator's copy has a page for every practice, so it takes most of the time.
EXACT_SHARE = 80
TRIES = 3


class NotMade(Exception):
    """A report that cannot be made; the message says why and what to do."""


def key_of(report: WorkshopReport) -> str:
    return f"report:{report.pk}:{report.makings}"


def request_making(report: WorkshopReport, by):
    """Put the work down once for each time that the report is asked for. The rights are those of the asking."""
    payload = {
        "report": report.pk,
        "makings": report.makings,
        "person": by.pk,
        "grants": [grant.pk for grant in by.acting_grants],
    }
    return jobs.enqueue(KIND, key=key_of(report), payload=payload)


def make(job) -> dict:
    """Assemble both copies and keep them, unless the report was asked for anew meanwhile. Raises NotMade."""
    jobs.report(job, 1, "Reading the figures.")
    report = (
        WorkshopReport.objects.without_contents()
        .select_related("event__wave__programme", "made_by")
        .get(pk=job.payload["report"])
    )
    exact, shared = sources(report, person_of(job.payload))
    progress = Steps(job)
    contents = {
        "exact": assemble(report.kind, exact, progress.of(0, EXACT_SHARE)),
        "shared": assemble(report.kind, shared, progress.of(EXACT_SHARE, 98)),
    }
    jobs.report(job, 99, "Keeping the report.")
    return keep(report, contents, exact, consents_of(shared))


def person_of(payload: dict) -> User:
    """Whoever asked, acting under what is still in force of the grants they asked under."""
    person = User.objects.get(pk=payload["person"])
    person.act_under([grant for grant in person.grants.in_force() if grant.pk in payload["grants"]])
    return person


def sources(report: WorkshopReport, person) -> tuple[Source, Source]:
    """Both copies' sources, of one computation: read again when another finished in between."""
    for _ in range(TRIES):
        exact = exact_source(report.event, person, partner_reader(person, report.event.wave))
        shared = shared_source(report.event)
        if exact.gathered.pointer == shared.gathered.pointer:
            return exact, shared
    raise NotMade("Figures were being computed all the time. Try again in a few minutes.")


def partner_reader(person, wave) -> Reader:
    """What agreements open to this person; what is theirs as a practice does not belong in a report."""
    reader = reader_of(person, wave)
    return Reader(
        agreed=reader.agreed,
        partner_commissioners=reader.partner_commissioners,
        is_wave_partner=reader.is_wave_partner,
    )


def keep(report: WorkshopReport, contents: dict, exact: Source, consented: list[str]) -> dict:
    """Write both copies at once, if the report still waits for this making."""
    fields = {}
    for name, content in contents.items():
        fields[f"{name}_contents"], fields[f"{name}_sha256"] = snapshot.pack(content)
    pointer = exact.gathered.pointer
    taken = WorkshopReport.objects.filter(
        pk=report.pk, state=WorkshopReport.State.MAKING, makings=report.makings
    ).update(
        state=WorkshopReport.State.DRAFT,
        computation=pointer.pk if pointer else None,
        data_as_at=pointer.data_as_at if pointer else None,
        exact_of=sorted(exact.gathered.reader.agreed),
        consented=consented,
        **fields,
    )
    return {"kept": bool(taken), "pages": len(contents["exact"].pages), "sha256": fields["exact_sha256"]}


class Steps:
    """From steps to per cent of a job; a step that shows no other per cent and no other words is not written."""

    def __init__(self, job):
        self.job = job

    def of(self, first: int, last: int):
        """A reporter whose steps lie between two per cents."""

        def report(done: int, of: int, text: str) -> None:
            jobs.report(self.job, max(first + (last - first) * done // of, 1), text)

        return report
