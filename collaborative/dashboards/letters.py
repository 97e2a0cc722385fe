"""What the pages about letters print: one's own, the whole post, and what will go round a wave. Ready answers for templates."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse

from accounts.permissions import Permission
from collaborative.letters import late, reminders
from collaborative.letters.calendar import DIGESTS, REMINDERS, Step, next_step, steps_due
from collaborative.letters.kinds import kinds_for
from collaborative.letters.owed import Owed, owed
from operations import messages
from operations.messages import KINDS, Letter
from operations.models import Message, MessageChoice
from practices import clock, months
from practices.models import Grant, Organisation, Wave
from practices.wording import counted, moment

State = Message.State
COLOURS = {
    State.WAITING: "grey",
    State.SENDING: "blue",
    State.SENT: "green",
    State.STOPPED: "white",
    State.BOUNCED: "red",
    State.UNCERTAIN: "orange",
}
# Somebody has to look at these; the others come after them, the last first.
TROUBLED = [State.BOUNCED, State.UNCERTAIN]
TROUBLED_SHOWN = 50
ROUND_WORDS = {
    reminders.KIND: {-5: "five days before", 0: "on the day", 3: "three days late", 10: "ten days late"},
    late.KIND: {1: "the day after", 3: "three days late", 10: "ten days late"},
}
SHORT = {reminders.KIND: "Reminder", late.KIND: "Who is late"}


@dataclass(frozen=True)
class OwnLetter:
    """A letter to the person who looks; `body` is empty when they may not read it any more."""

    subject: str
    when: str
    kind: str
    state: dict
    note: str
    body: str


def own_letters(person, page) -> list[OwnLetter]:
    """The letters of one page, with the text of those that the person may still read: one query for each kind at most."""
    found = list(page.object_list)
    readable = readable_of(person, found)
    return [own_letter(letter, letter.pk in readable) for letter in found]


def readable_of(person, found: list[Message]) -> set[int]:
    readable: set[int] = set()
    for name in {letter.kind for letter in found}:
        same = [letter for letter in found if letter.kind == name]
        kind = KINDS.get(name)
        readable |= kind.readable(person, same) if kind and kind.readable else {letter.pk for letter in same}
    return readable


def own_letter(letter: Message, is_readable: bool) -> OwnLetter:
    note = "" if is_readable else "You have no access any more to what this letter is about."
    subject = letter.subject if is_readable else title_of(letter.kind)
    body = letter.body if is_readable else ""
    return OwnLetter(subject, when(letter), title_of(letter.kind), state_tag(letter), note, body)


def title_of(kind: str) -> str:
    return KINDS[kind].title if kind in KINDS else kind


def state_tag(letter: Message) -> dict:
    return {"text": letter.get_state_display(), "colour": COLOURS[State(letter.state)]}


def when(letter: Message) -> str:
    """Real time: when it went, else when it was put down."""
    return moment(letter.sent_at or letter.created_at)


def all_letters():
    """The whole post, those first that somebody has to look at."""
    trouble = Case(When(state__in=TROUBLED, then=Value(0)), default=Value(1), output_field=IntegerField())
    return Message.objects.order_by(trouble, "-id")


def all_kinds() -> list[messages.Kind]:
    return sorted(KINDS.values(), key=lambda kind: kind.title)


def find_letters():
    return Message.objects.all()


@dataclass(frozen=True)
class PostRow:
    """A letter without its text, which is for whom it is written to alone."""

    pk: int
    kind: str
    about: str
    person: str
    address: str
    state: dict
    error: str
    when: str
    attempts: int
    resend: str


def post_rows(page, can_resend: bool) -> list[PostRow]:
    return [post_row(letter, can_resend) for letter in page.object_list]


def post_row(letter: Message, can_resend: bool) -> PostRow:
    again = reverse("message_resend", args=[letter.pk]) if can_resend and letter.state in TROUBLED else ""
    return PostRow(
        pk=letter.pk,
        kind=title_of(letter.kind),
        about=letter.period,
        person=letter.person_name,
        address=letter.address,
        state=state_tag(letter),
        error=letter.error,
        when=when(letter),
        attempts=letter.attempts,
        resend=again,
    )


# What goes round a wave


@dataclass(frozen=True)
class Preview:
    """A wave's letters: when each round goes, whom the next will reach and in what words, what came back."""

    rounds: dict
    next_words: list[str]
    letters: list[dict]
    silent: list[str]
    """Practices that owe the month and have nobody who can be written to."""
    counts: str
    troubled: dict


def preview(user, wave: Wave) -> Preview:
    """A fixed number of queries, whatever the size of the wave. Practices out of the reader's scope are not named."""
    now = clock.now()
    among = set(Organisation.objects.visible_to(user, Permission.CHASE_RETURNS).values_list("pk", flat=True))
    coming = {kind: next_step(now, days, wave.last_month) for kind, days in days_of().items()}
    letters = [
        letter
        for kind, step in coming.items()
        if step and wave.orientation_month <= step.month
        for letter in written(kind, wave, step, among)
    ]
    due = coming[reminders.KIND]
    return Preview(
        rounds=rounds_table(wave, now),
        next_words=[words_of(kind, step, letters) for kind, step in coming.items() if step],
        letters=shown_letters(letters),
        silent=silent(owed(wave, due.month, now, among=among)) if due else [],
        counts=counts_of(wave),
        troubled=troubled_table(wave, among),
    )


def days_of() -> dict[str, tuple[int, ...]]:
    return {reminders.KIND: REMINDERS, late.KIND: DIGESTS}


def written(kind: str, wave: Wave, step: Step, among: set[int]) -> list[Letter]:
    """The letters of a round as they will read if nothing more comes before it."""
    write = reminders.reminders if kind == reminders.KIND else late.digests
    return write(wave, step, step.at, among=among)


def words_of(kind: str, step: Step, letters: list[Letter]) -> str:
    number = sum(letter.kind == kind for letter in letters)
    round_words = f"{SHORT[kind]} for {months.label(step.month)}, {ROUND_WORDS[kind][step.days]}"
    return f"{round_words}: {moment(step.at)}, {counted(number, 'letter')} if nothing more comes before then."


def shown_letters(letters: list[Letter]) -> list[dict]:
    """Whom each goes to and its text; a person who does not want the kind is said to get none."""
    people = {letter.person.pk for letter in letters}
    unwanted = set(MessageChoice.objects.filter(person_id__in=people).values_list("person_id", "kind"))
    return [
        {
            "person": str(letter.person),
            "kind": SHORT[letter.kind],
            "subject": letter.subject,
            "body": letter.body,
            "unwanted": letter.key[:2] in unwanted,
        }
        for letter in letters
    ]


def silent(found: Owed) -> list[str]:
    nobody = [one.practice for one in found.practices if not one.contacts.people]
    return [f"{practice.name} ({practice.ods_code})" for practice in nobody]


def rounds_table(wave: Wave, now: datetime) -> dict:
    """Each round of the last month and of this one: its moment, and what became of its letters."""
    this_month = months.first_of(now.date())
    shown = [month for month in (months.add_months(this_month, back) for back in (-2, -1)) if in_wave(wave, month)]
    steps = [(kind, Step(month, day)) for month in shown for kind, days in days_of().items() for day in days]
    states = states_by_round(wave, [step.period for _, step in steps])
    rows = [
        [
            moment(step.at),
            f"{SHORT[kind]}, {ROUND_WORDS[kind][step.days]}",
            months.label(step.month),
            round_state(kind, step, states, now),
        ]
        for kind, step in sorted(steps, key=lambda one: (one[1].at, one[0]))
    ]
    return {
        "caption": "Rounds of letters",
        "head": ["When", "What", "Month", "Letters"],
        "rows": rows,
        "empty": "No month of this wave is due near today.",
    }


def in_wave(wave: Wave, month) -> bool:
    return wave.orientation_month <= month <= wave.last_month


def states_by_round(wave: Wave, periods: list[str]) -> dict[tuple[str, str], Counter]:
    found: dict[tuple[str, str], Counter] = {}
    about = Message.objects.filter(kind__in=days_of(), period__in=[f"{wave.code}:{period}" for period in periods])
    for kind, period, state in about.values_list("kind", "period", "state"):
        found.setdefault((kind, period.partition(":")[2]), Counter())[state] += 1
    return found


def round_state(kind: str, step: Step, states: dict, now: datetime) -> str:
    """ "12 sent, 1 could not be delivered"; that nothing was needed, or that it is yet to come."""
    if found := states.get((kind, step.period)):
        return ", ".join(f"{found[state]} {state.label.lower()}" for state in State if found[state])
    if now < step.at:
        return "Yet to come"
    return "Being put down" if step in steps_due(now, days_of()[kind]) else "None was sent"


def counts_of(wave: Wave) -> str:
    found = Counter(letters_of(wave).values_list("state", flat=True))
    return ", ".join(f"{found[state]} {state.label.lower()}" for state in State if found[state])


def letters_of(wave: Wave):
    return Message.objects.filter(kind__in=days_of(), period__startswith=f"{wave.code}:")


def troubled_table(wave: Wave, among: set[int]) -> dict:
    """What came back or perhaps went, to people who send for a practice in the reader's scope or look after it."""
    reached = Q(organisation__in=among) | Q(wave=wave) | Q(programme=wave.programme_id)
    found = letters_of(wave).filter(state__in=TROUBLED, person_id__in=people_with(reached)).order_by("-id")
    return {
        "caption": "Letters that came back, or perhaps went",
        "head": ["To", "What", "State", "What the mail server said", "When"],
        "rows": [
            [letter.person_name, SHORT[letter.kind], {"tag": state_tag(letter)}, letter.error, when(letter)]
            for letter in found[:TROUBLED_SHOWN]
        ],
        "empty": "No letter of this wave came back.",
    }


def people_with(condition):
    """Ids of the people whose roles fit."""
    return Grant.objects.in_force().filter(condition).values("person_id")


def choices_page(user) -> dict:
    """The kinds of letter that this person may get, and those that are wanted now."""
    kinds = kinds_for(user)
    unwanted = messages.unwanted_kinds(user)
    return {"kinds": kinds, "wanted": [kind.name for kind in kinds if kind.name not in unwanted]}
