"""What may be said of the answers to a pulse, once it is closed: the same for everybody, the workforce lead too. Pure.

A group is shown of ten respondents of three employers or more, and only where they do not all answer alike. No group can be
had by subtraction: what is left of its kind when the shown groups are taken away must be fit to be shown itself, or be
nobody; else the smallest shown group is hidden too. Where roles and PCTs together would leave fewer than ten
(workforce.smallest_cut), those of the PCTs are hidden.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from measures.statistics.distributions import student_t_quantile
from workforce.disclosure import MINIMUM_RESPONDENTS, why_answers_withheld
from workforce.pulses import CLASSES, OPTIONS
from workforce.smallest_cut import smallest_difference

ALL, ROLE, COMMISSIONER = "all", "role", "commissioner"
ALIKE = "withheld: all gave the same kind of answer"
REST = "withheld: it would tell the answers of another group"
NOBODY = "nobody answered"


@dataclass(frozen=True)
class Respondents:
    """How many of one role, PCT and employer answered."""

    role: str
    commissioner: str
    employer: str
    number: int

    def member(self, kind: str) -> str:
        return {ALL: "", ROLE: self.role, COMMISSIONER: self.commissioner}[kind]


@dataclass(frozen=True)
class Result:
    """One question of one group. `mean` on the scale of 1 to 5 with its 95% interval; `shares` of disagree, neither, agree.

    All of them are None or () where `why` says why nothing is shown; `number` too.
    """

    kind: str
    member: str
    question: str
    number: int | None = None
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    shares: tuple[float, ...] = ()
    why: str = ""


# (kind, member, question) -> answers by option, five of them
Counts = Mapping[tuple[str, str, str], Sequence[int]]


def results_of(counts: Counts, respondents: Sequence[Respondents], questions: Sequence[str]) -> list[Result]:
    """By question: everybody, the roles, the PCTs, each in the order of its codes."""
    asked = {kind: by_member(respondents, kind) for kind in (ALL, ROLE, COMMISSIONER)}
    told_by_both = Differences(respondents)
    return [result for question in questions for result in results_of_question(counts, asked, question, told_by_both)]


def results_of_everybody(
    counts: Counts, respondents: Sequence[Respondents], questions: Sequence[str]
) -> dict[str, Result]:
    """Question -> its result of everybody alone, the same as among `results_of`."""
    everybody = by_member(respondents, ALL)[""]
    groups = {question: everybody.answering(counts, ALL, "", question) for question in questions}
    return {question: result_of(ALL, "", question, group, group.why) for question, group in groups.items()}


@dataclass(frozen=True)
class Asked:
    """Who answered in a group: how many, and of which employers."""

    number: int
    employers: frozenset[str]

    def answering(self, counts: Counts, kind: str, member: str, question: str) -> "Group":
        options = tuple(counts.get((kind, member, question), (0,) * len(OPTIONS)))
        # Those who answered this set of questions answered all of it; a question added later has nobody.
        return Group(min(self.number, sum(options)), self.employers, options)


def by_member(respondents: Sequence[Respondents], kind: str) -> dict[str, Asked]:
    """Member -> who answered, in the order of the codes; everybody even where nobody did."""
    numbers, employers = defaultdict(int), defaultdict(set)
    for one in respondents:
        numbers[one.member(kind)] += one.number
        employers[one.member(kind)] |= {one.employer} - {""}
    members = sorted({*numbers} | ({""} if kind == ALL else set()))
    return {member: Asked(numbers[member], frozenset(employers[member])) for member in members}


def results_of_question(counts: Counts, asked: Mapping, question: str, told_by_both: "Differences") -> list[Result]:
    found = {
        kind: {member: one.answering(counts, kind, member, question) for member, one in members.items()}
        for kind, members in asked.items()
    }
    whys = {kind: whys_of(groups) for kind, groups in found.items()}
    if told_by_both.are_small(whys[ROLE], whys[COMMISSIONER]):
        whys[COMMISSIONER] = {member: why or REST for member, why in whys[COMMISSIONER].items()}
    if whys[ALL][""]:
        whys = {kind: dict.fromkeys(members, whys[ALL][""]) for kind, members in whys.items()}
    return [
        result_of(kind, member, question, group, whys[kind][member])
        for kind, groups in found.items()
        for member, group in groups.items()
    ]


@dataclass(frozen=True)
class Group:
    """Who answered, and what they chose: `options` has five entries."""

    number: int
    employers: frozenset[str]
    options: tuple[int, ...]

    def __add__(self, other: "Group") -> "Group":
        options = tuple(one + another for one, another in zip(self.options, other.options, strict=True))
        return Group(self.number + other.number, self.employers | other.employers, options)

    @property
    def why(self) -> str:
        """Why it may not be shown by itself; "" when it may."""
        if not self.number:
            return NOBODY
        withheld = why_answers_withheld(self.number, len(self.employers))
        return withheld or (ALIKE if sum(bool(number) for number in in_classes(self.options)) < 2 else "")


def in_classes(options: Sequence[int]) -> list[int]:
    return [sum(options[option - 1] for option in chosen) for chosen in CLASSES]


def whys_of(groups: Mapping[str, Group]) -> dict[str, str]:
    """Why each group of one kind is hidden, "" for those shown, so that the hidden ones together are fit or nobody."""
    whys = {member: group.why for member, group in groups.items()}
    while (left := rest_of(groups, whys)) is not None and left.number and left.why:
        shown = [member for member, why in whys.items() if not why]
        if not shown:
            break
        whys[min(shown, key=lambda member: (groups[member].number, member))] = REST
    return whys


def rest_of(groups: Mapping[str, Group], whys: Mapping[str, str]) -> Group | None:
    """The hidden groups as one."""
    hidden = [groups[member] for member, why in whys.items() if why]
    return sum(hidden[1:], hidden[0]) if hidden else None


class Differences:
    """By how many people shown roles and shown PCTs differ; found once for those that are shown, for all questions."""

    def __init__(self, respondents: Sequence[Respondents]):
        self.people = Counter()
        for one in respondents:
            self.people[one.role, one.commissioner] += one.number
        self.found = {}

    def are_small(self, roles: Mapping[str, str], trusts: Mapping[str, str]) -> bool:
        """Whether fewer than ten. `roles` and `trusts`: member -> why it is hidden; hidden ones count as one, the rest."""
        shown = tuple(frozenset(member for member, why in kind.items() if not why) for kind in (roles, trusts))
        if shown not in self.found:
            self.found[shown] = smallest_difference(self.with_rest(*shown))
        return self.found[shown] is not None and self.found[shown] < MINIMUM_RESPONDENTS

    def with_rest(self, roles: frozenset[str], trusts: frozenset[str]) -> Counter:
        people = Counter()
        for (role, trust), number in self.people.items():
            people[role if role in roles else "", trust if trust in trusts else ""] += number
        return people


def result_of(kind: str, member: str, question: str, group: Group, why: str) -> Result:
    if why:
        return Result(kind, member, question, why=why)
    mean, lower, upper = mean_with_interval(group.options)
    number = sum(group.options)
    shares = tuple(chosen / number for chosen in in_classes(group.options))
    return Result(kind, member, question, number, mean, lower, upper, shares)


def mean_with_interval(options: Sequence[int]) -> tuple[float, float, float]:
    """The mean of the options with Student's 95% interval, within the scale. Of two answers or more."""
    chosen = np.repeat(OPTIONS, options)
    mean, number = float(chosen.mean()), len(chosen)
    half = quantile_of(number - 1) * float(chosen.std(ddof=1)) / number**0.5
    return mean, max(mean - half, OPTIONS[0]), min(mean + half, OPTIONS[-1])


@cache
def first_quantiles() -> np.ndarray:
    """Student's 97.5% quantiles of 0 (none) to 127 degrees of freedom: together they cost as much as three alone."""
    return np.concatenate([[np.nan], student_t_quantile(0.975, np.arange(1, 128))])


@cache
def quantile_of(freedom: int) -> float:
    found = first_quantiles()
    return float(found[freedom] if freedom < len(found) else student_t_quantile(0.975, freedom))
