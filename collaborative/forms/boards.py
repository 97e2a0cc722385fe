"""Narrowing a board of cycles."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from collaborative.models import PdsaCycle, TeamPartner
from practices.models import Organisation

ANY = ("", "All")


class BoardFilterForm(forms.Form):
    """`teams` and `principles` are those that the board can show; what is not among them narrows nothing."""

    is_search = True

    team = forms.ChoiceField(label="Team", required=False)
    practice = forms.ChoiceField(label="Practice", required=False)
    principle = forms.ChoiceField(label="Change principle", required=False)
    scale = forms.ChoiceField(label="Scale", required=False, choices=[ANY, *PdsaCycle.Scale.choices])
    state = forms.ChoiceField(label="State", required=False, choices=[ANY, *PdsaCycle.State.choices])
    long_open = forms.BooleanField(label="Only those open for more than 30 days", required=False)

    def __init__(self, *args, teams, principles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [ANY, *((team.pk, team.name) for team in teams)]
        if len(teams) == 1:
            del self.fields["team"]
        self.fields["practice"].choices = [ANY, *practices_of(teams)]
        self.fields["principle"].choices = [ANY, *((one.pk, str(one)) for one in principles), ("none", "Not chosen")]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", "Show", css_class="secondary"))

    def narrow(self, cycles):
        """The cycles that fit; all of them when what was asked makes no sense."""
        if not self.is_valid():
            return cycles
        asked = self.cleaned_data
        names = {"team": "team", "practice": "practices", "scale": "scale", "state": "state"}
        cycles = cycles.filter(**{field: asked[name] for name, field in names.items() if asked.get(name)})
        if asked["principle"]:
            chosen = asked["principle"]
            cycles = cycles.filter(principle=None if chosen == "none" else chosen)
        return cycles.long_open() if asked["long_open"] else cycles


def practices_of(teams) -> list[tuple[int, str]]:
    """The practices that take part in these teams or have done so, in alphabetical order."""
    partners = TeamPartner.objects.filter(team__in=teams, kind=TeamPartner.Kind.PRACTICE)
    found = Organisation.objects.filter(team_partnerships__in=partners).distinct()
    return list(found.order_by("name", "ods_code").values_list("pk", "name"))
