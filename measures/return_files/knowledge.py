"""Looks up, once for a whole file, what its checks may ask; and turns lines to and from what is stored of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from measures.fields import COUNT_FIELDS
from measures.locks import locks_of
from measures.models import MonthlyReturn
from measures.return_files.lines import Knowledge, Line, PracticeFacts, Stored, Taking
from measures.return_files.rule_knowledge import breaks_of, facts_of_waves, wave_pasts
from practices import clock, months
from practices.models import Organisation, Programme, WaveMembership
from registers.models import CodeList, PracticeMonth

STORED_FIELDS = (*COUNT_FIELDS, "not_available", "severity_tool", "nil_return", "extract_date", "comment", "code_list")


def knowledge_for(codes: Collection[str], *, may_send_for: Collection[str], signed_in_for: str) -> Knowledge:
    """What is known about the practices in `codes` that may be sent for; a fixed number of queries, however many there are."""
    codes_sent_for = set(codes) & set(may_send_for)
    memberships = list(memberships_of(codes_sent_for))
    waves = {member.wave_id: member.wave for member in memberships}
    existing = dict(Organisation.objects.practices().filter(ods_code__in=codes).values_list("ods_code", "pk"))
    return Knowledge(
        today=clock.today(),
        signed_in_for=signed_in_for,
        practices=practice_facts(set(may_send_for) & set(existing), memberships),
        waves=facts_of_waves(waves.values()),
        others=frozenset(set(existing) - set(may_send_for)),
        history=history_of(memberships),
        recounts=recounts_of(codes_sent_for),
        code_lists=frozenset(CodeList.objects.values_list("version", flat=True)),
        locks=locks_of(waves.values()),
        breaks=breaks_of(list(waves)),
        wave_pasts=wave_pasts(list(waves)),
    )


def recounts_of(codes: Collection[str]) -> dict[tuple[str, date], dict[str, int]]:
    """What the registers of these practices count, by practice and month: figures of the return alone."""
    found = PracticeMonth.objects.filter(practice__ods_code__in=codes)
    rows = found.values_list("practice__ods_code", "month", "figures")
    return {(code, month): counted_for_return(figures) for code, month, figures in rows}


def counted_for_return(figures: dict) -> dict[str, int]:
    return {name: figures[name] for name in COUNT_FIELDS if figures.get(name) is not None}


def memberships_of(codes: Collection[str]):
    """Their parts in waves that send returns; a workforce wave sends none."""
    measured = WaveMembership.objects.filter(wave__programme__kind=Programme.Kind.MEASURES)
    return measured.filter(practice__ods_code__in=codes).select_related("practice", "wave__programme")


def practice_facts(codes: Collection[str], memberships: Iterable[WaveMembership]) -> dict[str, PracticeFacts]:
    waves: dict[str, dict[str, Taking]] = defaultdict(dict)
    for member in memberships:
        taking = Taking(member.first_month, member.last_month, member.severity_tool)
        waves[member.practice.ods_code][member.wave.code] = taking
    found = Organisation.objects.filter(ods_code__in=codes)
    return {
        practice.ods_code: PracticeFacts(
            practice.ods_code, practice.name, practice.opened, practice.closed, waves[practice.ods_code]
        )
        for practice in found
    }


def history_of(memberships: Collection[WaveMembership]) -> dict[tuple[str, str], dict[date, Stored]]:
    """The current version of every month of the practices, by (wave, practice) and month."""
    history: dict[tuple[str, str], dict[date, Stored]] = defaultdict(dict)
    current = MonthlyReturn.objects.current().filter(
        wave__in={member.wave_id for member in memberships}, practice__in={member.practice_id for member in memberships}
    )
    for version in current.select_related("wave", "practice", "submitted_by"):
        history[version.wave.code, version.practice.ods_code][version.month] = stored(version)
    return history


def stored(version: MonthlyReturn) -> Stored:
    sent_on = f"{version.submitted_at.astimezone(months.LONDON):%-d %b %Y}" if version.submitted_at else ""
    return Stored(
        pk=version.pk,
        month=version.month,
        version=version.version,
        is_accepted=version.state == MonthlyReturn.State.ACCEPTED,
        sent_by=str(version.submitted_by or "an earlier system"),
        sent_on=sent_on,
        values=values_of(version),
    )


def values_of(version: MonthlyReturn) -> dict:
    """What the practice sent, by field; as `Line.values()` has it."""
    return {name: getattr(version, name) for name in STORED_FIELDS}


def open_months(memberships: Iterable[WaveMembership]) -> set[date]:
    """The months that have ended and for which one of these practices may send a return."""
    last_ended = months.add_months(months.first_of(clock.today()), -1)
    return {
        month
        for member in memberships
        for month in months.month_range(member.first_month, min(member.last_month, last_ended))
    }


def line_as_dict(line: Line, replaces: Stored | None) -> dict:
    """Plain values for the upload's rows; `replaces` is the version that the sender was shown as current."""
    return {
        "row": line.row,
        "sheet": line.sheet,
        "wave": line.wave_code,
        "practice": line.practice_code,
        "month": line.month.isoformat(),
        "counts": line.counts,
        "not_available": line.not_available,
        "severity_tool": line.severity_tool,
        "nil_return": bool(line.nil_return),
        "extract_date": line.extract_date.isoformat(),
        "comment": line.comment,
        "code_list": line.code_list or "",
        "replaces": replaces.pk if replaces else None,
    }


def line_from_dict(values: dict) -> Line:
    return Line(
        row=values["row"],
        sheet=values["sheet"],
        wave_code=values["wave"],
        practice_code=values["practice"],
        month=date.fromisoformat(values["month"]),
        counts=values["counts"],
        not_available=values["not_available"],
        severity_tool=values["severity_tool"],
        nil_return=values["nil_return"],
        extract_date=date.fromisoformat(values["extract_date"]),
        comment=values["comment"],
        code_list=values.get("code_list", ""),
    )
