"""Optional parts of a programme: switched on and off, and filled in. Switching off hides and deletes nothing."""

from django.db import transaction

from collaborative.models import (
    CaseForChange,
    CriterionAnswer,
    DecisionBody,
    FundingLine,
    ProgrammeCost,
    ProgrammePart,
    UnitCost,
)
from operations import audit
from practices import clock
from practices.models import Programme, Wave


@transaction.atomic
def switch_parts(*, programme: Programme, parts: list[str], by) -> None:
    """Exactly these parts are on."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    before = set(programme.parts.values_list("part", flat=True))
    programme.parts.exclude(part__in=parts).delete()
    ProgrammePart.objects.bulk_create(
        ProgrammePart(programme=programme, part=part) for part in sorted(set(parts) - before)
    )
    if before != set(parts):
        audit.record("programme_parts.switched", by=by, about=programme, before=sorted(before), after=sorted(parts))


@transaction.atomic
def write_case(*, programme: Programme, by, **texts) -> CaseForChange:
    """`texts` are the five texts and the codes of the drivers."""
    case, _ = CaseForChange.objects.update_or_create(
        programme=programme, defaults=texts | {"changed_by": by, "changed_at": clock.now()}
    )
    audit.record("case_for_change.written", by=by, about=case, drivers=case.drivers)
    return case


@transaction.atomic
def add_funding(*, programme: Programme, by, **fields) -> FundingLine:
    line = FundingLine.objects.create(programme=programme, **fields)
    audit.record("funding_line.added", by=by, about=line, amount=f"{line.amount:f}", source=line.source)
    return line


@transaction.atomic
def change_funding(*, line: FundingLine, by, **fields) -> FundingLine:
    for name, value in fields.items():
        setattr(line, name, value)
    line.save()
    audit.record("funding_line.changed", by=by, about=line, amount=f"{line.amount:f}", source=line.source)
    return line


@transaction.atomic
def remove_funding(*, line: FundingLine, by) -> None:
    """The trail keeps what it said."""
    audit.record("funding_line.removed", by=by, about=line, amount=f"{line.amount:f}", source=line.source)
    line.delete()


@transaction.atomic
def answer_criteria(*, programme: Programme, answers: dict[tuple[str, str], tuple[str, str]], by) -> None:
    """{(checklist, criterion): (answer, evidence)}; an empty answer takes the earlier one away."""
    for (checklist, criterion), (answer, evidence) in answers.items():
        place = {"programme": programme, "checklist": checklist, "criterion": criterion}
        if answer:
            CriterionAnswer.objects.update_or_create(**place, defaults={"answer": answer, "evidence": evidence})
        else:
            CriterionAnswer.objects.filter(**place).delete()
    said = {f"{checklist}.{criterion}": answer for (checklist, criterion), (answer, _) in answers.items()}
    audit.record("criteria.answered", by=by, about=programme, answers=said)


@transaction.atomic
def save_body(*, body: DecisionBody, by, **fields) -> DecisionBody:
    """A new one, or one that is changed."""
    for name, value in fields.items():
        setattr(body, name, value)
    body.save()
    audit.record("decision_body.saved", by=by, about=body, **fields)
    return body


@transaction.atomic
def remove_body(*, body: DecisionBody, by) -> None:
    """One that has been abolished, or that decides nothing; the trail keeps what it said."""
    audit.record("decision_body.removed", by=by, about=body, name=body.name, decision_rights=body.decision_rights)
    body.delete()


@transaction.atomic
def enter_costs(*, wave: Wave, units: dict[str, dict | None], programme: dict | None, by) -> None:
    """What is entered replaces what was; None takes an entry away. `units` is by measure."""
    for measure, fields in units.items():
        replace(UnitCost, {"wave": wave, "measure": measure}, fields)
    replace(ProgrammeCost, {"wave": wave}, programme)
    audit.record("costs.entered", by=by, about=wave, units=plain(units), programme=plain(programme or {}))


def replace(model, place: dict, fields: dict | None) -> None:
    if fields is None:
        model.objects.filter(**place).delete()
    else:
        model.objects.update_or_create(**place, defaults=fields)


def plain(fields: dict) -> dict:
    """Decimals as text, at every depth: the audit trail keeps JSON."""
    return {key: plain(value) if isinstance(value, dict) else str(value) for key, value in fields.items()}
