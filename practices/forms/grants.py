"""Giving a role to a person, and its last day."""

from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.permissions import HELD_AT, MAY_GRANT, Permission, Role
from practices import months
from practices.actions.grants import may_give, place_kind
from practices.forms.dates import date_field
from practices.forms.held import HeldForm
from practices.forms.organisations import get_helper
from practices.forms.waves import helper
from practices.models import Grant, Organisation, Programme, Wave

WITHIN = {"organisation": Organisation, "wave": Wave, "programme": Programme}


def today():
    """The real day in London: the demonstration's clock moves nobody's rights."""
    return timezone.localdate(timezone=months.LONDON)


def roles_to_give(user):
    """The roles that this person may give somewhere, in the order of the table."""
    allowed = set().union(*(MAY_GRANT.get(Role(grant.role), set()) for grant in user.acting_grants))
    return [role for role in Role if role in allowed]


def places_to_give(user, roles):
    """{"organisation:7": place} of all places where this person may give one of the roles, by kind and name."""
    kinds = set().union(*(HELD_AT[role] for role in roles))
    wider = [
        grant for grant in user.acting_grants if grant.allows(Permission.CHANGE_GRANTS) and not grant.organisation_id
    ]
    waves = Q(pk__in=[])
    for grant in wider:
        waves |= grant.covered_waves()
    places = [
        *Programme.objects.filter(pk__in=[grant.programme_id for grant in wider if grant.programme_id]),
        *Wave.objects.filter(waves).select_related("programme"),
        *Organisation.objects.visible_to(user, Permission.CHANGE_GRANTS).order_by("kind", "name"),
    ]
    return {key_of(place): place for place in places if place_kind(place) in kinds}


def key_of(place):
    name = next(name for name, model in WITHIN.items() if isinstance(place, model))
    return f"{name}:{place.pk}"


def said(place):
    code = getattr(place, "ods_code", None) or getattr(place, "code", "")
    return f"{place} ({code})" if code else str(place)


class GrantForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={"required": "Enter the person's e-mail address"},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label="Name",
        max_length=150,
        required=False,
        help_text="Needed when the person has no account yet; the name of an account that exists does not change",
    )
    role = forms.ChoiceField(label="Role", error_messages={"invalid_choice": "Choose one of the roles listed"})
    place = forms.ChoiceField(label="Where", error_messages={"invalid_choice": "Choose one of the places listed"})
    starts_on = date_field("First day")
    ends_on = date_field("Last day", required=False, help_text="Leave empty when no end is known")

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        roles = roles_to_give(by)
        self.places = places_to_give(by, roles)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["place"].choices = [(key, said(place)) for key, place in self.places.items()]
        self.fields["starts_on"].initial = today()
        self.helper = helper("Give the role")

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        if email == self.by.email:
            raise forms.ValidationError("Nobody changes their own roles. Ask somebody else who may")
        return email

    def clean_place(self):
        return self.places[self.cleaned_data["place"]]

    def clean(self):
        cleaned = self.cleaned_data
        self.check_person()
        role, place = cleaned.get("role"), cleaned.get("place")
        if role and place and not may_give(self.by, Role(role), place):
            wanted = " or a ".join(sorted(HELD_AT[Role(role)]))
            self.add_error("place", f"This role is held at a {wanted} in your scope. Choose one")
        check_days(self, cleaned.get("starts_on"), cleaned.get("ends_on"))
        if not self.errors and self.is_held():
            self.add_error("role", "This person holds this role there already")
        return cleaned

    def check_person(self):
        """A new person needs a name; an account that was closed must be opened again first."""
        email = self.cleaned_data.get("email")
        known = User.objects.filter(email=email).first() if email else None
        if email and known is None and not self.cleaned_data.get("name"):
            self.add_error("name", "Enter the person's name: there is no account of this address yet")
        if known and not known.is_active:
            self.add_error("email", "The account of this address is closed. Have it opened again first")

    def is_held(self):
        place = self.cleaned_data["place"]
        held = Grant.objects.in_force().filter(person__email=self.cleaned_data["email"], role=self.cleaned_data["role"])
        return any(grant.place == place for grant in held)


class GrantEditForm(HeldForm, forms.Form):
    ends_on = date_field("Last day", required=False, help_text="Leave empty when no end is known")

    def __init__(self, *args, grant, **kwargs):
        super().__init__(*args, initial={"ends_on": grant.ends_on}, **kwargs)
        self.grant = grant
        self.helper = helper("Save the last day")

    def clean(self):
        check_days(self, self.grant.starts_on, self.cleaned_data.get("ends_on"))
        return self.cleaned_data


def check_days(form, starts_on, ends_on):
    if ends_on and starts_on and ends_on < starts_on:
        form.add_error("ends_on", f"Choose a day from {starts_on:%-d %B %Y} on, the first day")
    elif ends_on and ends_on < today():
        form.add_error("ends_on", "Choose a day that has not passed. To end a role at once, use “End this role”")


class GrantSearchForm(forms.Form):
    is_search = True

    name = forms.CharField(label="Name or e-mail address", required=False, max_length=150)
    role = forms.ChoiceField(
        label="Role", required=False, choices=[("", "All roles"), *[(role.value, role.label) for role in Role]]
    )
    ended = forms.BooleanField(label="With those that have ended", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = get_helper("Find", "find")
