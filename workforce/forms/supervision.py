"""The forms of supervision: an arrangement, its end, sessions ahead, and what became of a session. None asks for content."""

from django import forms

from practices import clock
from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from workforce.models import SupervisionKind, SupervisionSession, Worker
from workforce.supervision_standards import CASE_MANAGEMENT

LONGEST_MINUTES = 480
LONGEST_INTERVAL = 182
State = SupervisionSession.State


def minutes_field(label="How many minutes?"):
    return forms.IntegerField(
        label=label,
        min_value=5,
        max_value=LONGEST_MINUTES,
        error_messages={"required": "Enter the minutes", "invalid": "Enter whole minutes, such as 60"},
    )


class ArrangementForm(forms.Form):
    """`standard` fills in what the role of the worker asks for; `own` is the supervisor who fills it in, else a number is asked."""

    supervisor = forms.CharField(
        label="Staff number of the supervisor",
        max_length=20,
        error_messages={"required": "Enter the staff number of the supervisor"},
    )
    kind = forms.ChoiceField(label="Kind of supervision", choices=SupervisionKind, widget=forms.RadioSelect)
    minutes = minutes_field("Minutes each time")
    every_days = forms.IntegerField(
        label="Every how many days?",
        min_value=1,
        max_value=LONGEST_INTERVAL,
        help_text="7 is every week, 14 every fortnight",
        error_messages={"required": "Enter how many days lie between two sessions"},
    )
    is_pro_rata = forms.BooleanField(label="The minutes are for one WTE, and less for part of one", required=False)
    start = date_field("First day")

    def __init__(self, *args, supervisors, own=None, standard=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.supervisors, self.own = supervisors, own
        if own:
            del self.fields["supervisor"]
        part = standard.part(CASE_MANAGEMENT) if standard else None
        self.initial = {
            "kind": CASE_MANAGEMENT,
            "minutes": part.minutes if part else None,
            "every_days": part.every_days if part else None,
            "is_pro_rata": bool(part and part.is_pro_rata),
            "start": clock.today(),
        } | self.initial
        self.helper = submitting("Save this arrangement")

    def clean_supervisor(self) -> Worker:
        """Somebody whom this person may see; nobody learns here who else there is."""
        found = self.supervisors.filter(staff_number=self.cleaned_data["supervisor"].strip()).first()
        if found is None:
            raise forms.ValidationError("Enter the number of somebody on this roster")
        return found

    def clean(self):
        cleaned = super().clean()
        return {**cleaned, "supervisor": self.own} if self.own else cleaned


class ArrangementEndForm(forms.Form):
    end = date_field("Last day", help_text="Sessions planned for later are removed")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["end"].initial = clock.today()
        self.helper = submitting("End this arrangement", css_class="nhsuk-button--warning")


class SessionPlanForm(forms.Form):
    first = date_field("Day of the first session")
    weeks = forms.IntegerField(
        label="For how many weeks?",
        min_value=1,
        max_value=26,
        initial=12,
        error_messages={"required": "Enter a number of weeks", "max_value": "Plan 26 weeks or fewer at once"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Plan these sessions")


class SessionForm(HeldForm, forms.Form):
    state = forms.ChoiceField(
        label="What became of it?",
        choices=State,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of the session"},
    )
    minutes = minutes_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Record this session")


class WeekForm(forms.Form):
    """All sessions of a week at once: for each a state and its minutes."""

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.sessions = list(sessions)
        for session in self.sessions:
            who = f"No. {session.worker.staff_number}, {session.on:%A %-d %B}"
            state = forms.ChoiceField(label=f"{who}: what became of it", choices=State, initial=session.state)
            minutes = minutes_field(f"{who}: minutes")
            minutes.initial = session.minutes
            minutes.widget.attrs["class"] = "nhsuk-input nhsuk-input--width-4"
            state.widget.attrs["class"] = "nhsuk-select"
            self.fields[f"state_{session.pk}"], self.fields[f"minutes_{session.pk}"] = state, minutes

    def rows(self):
        """(session, field of the state, field of the minutes), as the page prints them."""
        return [(one, self[f"state_{one.pk}"], self[f"minutes_{one.pk}"]) for one in self.sessions]

    def changed(self):
        """(session, state, minutes) of those about which something else is said than is stored."""
        said = [
            (one, self.cleaned_data[f"state_{one.pk}"], self.cleaned_data[f"minutes_{one.pk}"]) for one in self.sessions
        ]
        return [(one, state, minutes) for one, state, minutes in said if (state, minutes) != (one.state, one.minutes)]


class LeaveForm(forms.Form):
    start = date_field("First day of leave")
    end = date_field("Last day of leave")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save this leave")


class LeaveChangeForm(HeldForm, LeaveForm):
    is_removed = forms.BooleanField(label="This leave was not taken: remove it", required=False)
