"""How a programme uses its checks: set with a reason from a day on; and what silent ones would have said, kept apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.permissions import Permission, has_permission_over
from measures.actions.reasons import stated
from measures.models import RuleSetting, SilentFinding
from measures.return_files.lines import Knowledge, Line
from measures.return_files.rules import Number, Rule, State, all_rules
from operations import audit
from practices import clock, months
from practices.models import Organisation, Programme, Upload, Wave
from practices.uploads.problems import Problem

LONGEST_MESSAGE = 500
TOO_EARLY = "Choose today or a later day: files checked before were told by the old rule"


def may_change_rules(user, programme: Programme) -> bool:
    """Whoever answers for the programme, or for the whole of one of its waves."""
    asked = Permission.CHANGE_RETURN_RULES
    return has_permission_over(user, asked, programme) or any(
        has_permission_over(user, asked, wave) for wave in Wave.objects.visible_to(user).filter(programme=programme)
    )


@transaction.atomic
def set_rule(
    *, programme: Programme, code: str, state: str, numbers: Mapping[str, Number], effective_from: date, reason: str, by
) -> RuleSetting:
    """Use a rule, run it silently or switch it off from a day on, with these numbers; what was set before stays on record.

    `numbers` are by the name of the parameter; those that are as in the rule's own file are not kept. Raises ValidationError,
    by field, for a day that has passed, a number outside its bounds, a setting that changes nothing and a missing reason;
    PermissionDenied for whoever may not decide it.
    """
    if not may_change_rules(by, programme):
        raise PermissionDenied(Permission.CHANGE_RETURN_RULES.value)
    rule = rule_to_set(programme, code)
    refuse_past(effective_from)
    differing = {name: value for name, value in checked_numbers(rule, numbers).items() if value != rule.numbers[name]}
    setting = RuleSetting(
        programme=programme,
        code=code,
        effective_from=effective_from,
        state=State(state),
        parameters=differing,
        reason=stated(reason, "Say why"),
        set_by=by,
        set_at=clock.now(),
    )
    # Two people at once both stay on record; the later one holds, and both are in the history of the rule.
    setting.save(force_insert=True)
    record_setting(setting, by)
    return setting


def refuse_past(effective_from: date) -> None:
    if effective_from < clock.today():
        raise ValidationError({"effective_from": TOO_EARLY})


def record_setting(setting: RuleSetting, by) -> None:
    audit.record(
        "rule.set",
        by=by,
        about=setting,
        programme=setting.programme.slug,
        rule=setting.code,
        state=setting.state,
        numbers=setting.parameters,
        effective_from=setting.effective_from.isoformat(),
        reason=setting.reason,
    )


def rule_to_set(programme: Programme, code: str) -> Rule:
    rule = all_rules()[code]
    if code in programme.rules_off:
        raise ValidationError(
            f"The programme names {code} among the checks that it does not use: take it off there first"
        )
    if rule.fixed:
        raise ValidationError("This check always holds: without it a file cannot be read, stored or trusted")
    return rule


def checked_numbers(rule: Rule, numbers: Mapping[str, Number]) -> dict[str, Number]:
    """Every number of the rule, those that are not given as in its file."""
    for parameter in rule.parameters:
        value = numbers.get(parameter.name, parameter.value)
        if not parameter.least <= value <= parameter.most:
            raise ValidationError({parameter.name: f"Enter {parameter.least:g} to {parameter.most:g}"})
    return rule.numbers | {name: value for name, value in numbers.items() if name in rule.numbers}


# ------------------------------------------------------------------ what silent rules would have said


def silent_context(lines: Iterable[Line], knowledge: Knowledge) -> dict:
    """For the upload: how many lines of each month were looked at, by wave, and which rules were silent then."""
    looked_at: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in placed(lines, knowledge):
        looked_at[line.wave_code][months.period(line.month)] += 1
    silent = {
        wave: [code for code, rule in knowledge.rules(wave).items() if rule.state is State.SILENT] for wave in looked_at
    }
    return {"lines": {wave: dict(counts) for wave, counts in looked_at.items()}, "silent": silent}


def placed(lines: Iterable[Line], knowledge: Knowledge) -> list[Line]:
    """The lines of which wave, practice and month are known, and are the sender's."""
    return [
        line
        for line in lines
        if line.month and line.wave_code in knowledge.waves and line.practice_code in knowledge.practices
    ]


@transaction.atomic
def keep_silent_findings(
    *, upload: Upload, findings: Sequence[Problem], lines: Iterable[Line], knowledge: Knowledge
) -> None:
    """Put them in the place of those of an earlier check of the same file: a check may run twice, or by changed rules."""
    SilentFinding.objects.filter(upload=upload).delete()
    by_row = {line.row: line for line in placed(lines, knowledge)}
    told = [(by_row[problem.row], problem) for problem in findings if problem.row in by_row]
    if not told:
        return
    waves = {wave.code: wave for wave in Wave.objects.filter(code__in={line.wave_code for line, _ in told})}
    codes = {line.practice_code for line, _ in told}
    practices = {practice.ods_code: practice for practice in Organisation.objects.filter(ods_code__in=codes)}
    SilentFinding.objects.bulk_create(
        [
            SilentFinding(
                upload=upload,
                code=problem.code,
                wave=waves[line.wave_code],
                practice=practices[line.practice_code],
                month=line.month,
                column=problem.column,
                message=problem.message[:LONGEST_MESSAGE],
                found_at=clock.now(),
            )
            for line, problem in told
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
