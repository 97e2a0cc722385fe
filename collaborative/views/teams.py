"""Improvement teams: those of a wave, the page of one, and what its people change in it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission, require_permission
from collaborative.actions import teams as actions
from collaborative.dashboards import sharing, surveys, team_measures, teams
from collaborative.forms.teams import (
    MemberEndForm,
    MemberForm,
    PartnerEndForm,
    PartnerForm,
    TeamCreateForm,
    TeamForm,
    initial_of,
)
from collaborative.models import ImprovementTeam, TeamMember, TeamPartner
from collaborative.views.breadcrumbs import to_improvement
from collaborative.views.form_pages import show_form
from collaborative.views.scope import team_to_change, team_to_read, wave_to_read
from practices.models import Organisation, Wave
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted


@require_safe
def team_list(request, wave_code):
    """With ?of= and the code of a practice or PCT it leads to that one's team."""
    wave = wave_to_read(request.user, wave_code)
    found = ImprovementTeam.objects.visible_to(request.user).filter(wave=wave)
    own = team_of(request.user, found, request.GET.get("of", ""))
    if own:
        return redirect("team_detail", own.pk)
    context = {
        "wave": wave,
        "table": teams.team_table(wave, found),
        "create_href": create_address(request.user, wave),
        "breadcrumbs": to_improvement(),
    }
    return render(request, "collaborative/improvement/team_list.html", context)


def team_of(user, found, ods_code):
    """The team of an organisation, or None when it has none or several."""
    directory = Organisation.objects.visible_to(user, Permission.VIEW_ORGANISATIONS)
    organisation = directory.filter(ods_code=ods_code).first() if ods_code else None
    having = list(found.of_organisation(organisation)[:2]) if organisation else []
    return having[0] if len(having) == 1 else None


def create_address(user, wave):
    """ "" for whoever may set up none of the teams that are missing."""
    may = has_permission(user, Permission.CREATE_TEAMS, wave) and actions.may_set_up(user, wave).exists()
    return reverse("team_create", args=[wave.code]) if may else ""


@GET_AND_POST
def team_create(request, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user), code=wave_code)
    require_permission(request.user, Permission.CREATE_TEAMS, wave)
    form = TeamCreateForm(request.POST or None, choices=actions.may_set_up(request.user, wave))
    team = form.is_valid() and attempted(form, actions.create_team, wave=wave, by=request.user, **form.cleaned_data)
    if team:
        messages.success(request, f"{team} is set up. Now name its members.")
        return redirect("team_detail", team.pk)
    back = to_improvement(("Teams", reverse("team_list", args=[wave.code])))
    return show_form(request, form, "Set up a team", wave.name, back)


@require_safe
def team_detail(request, team):
    team = team_to_read(request.user, team)
    level = team.reading_level(request.user)
    context = {
        "team": team,
        "page": teams.team_page(team, level, request.user, may_change=team.may_change(request.user)),
        "measures": team_measures.measures_of(team, request.user),
        "surveys": surveys.survey_results_of(team, request.user),
        "breadcrumbs": breadcrumbs(team)[:-1],
    }
    return render(request, "collaborative/improvement/team_detail.html", context)


def breadcrumbs(team):
    return to_improvement(
        (f"Teams of {team.wave.name}", reverse("team_list", args=[team.wave.code])),
        (team.name, reverse("team_detail", args=[team.pk])),
    )


@EDIT
def team_edit(request, team):
    team = team_to_change(request.user, team)
    form = TeamForm(request.POST or None, initial={"name": team.name, "aim": team.aim})
    if form.is_valid():
        actions.change_team(team=team, by=request.user, **form.cleaned_data)
        messages.success(request, "The team is saved.")
        return redirect("team_detail", team.pk)
    return show_form(request, form, "Name and aim", team.name, breadcrumbs(team))


@require_safe
def team_sharing(request, team):
    team = team_to_change(request.user, team)
    context = {"team": team, "page": sharing.sharing_page(team, request.user), "breadcrumbs": breadcrumbs(team)}
    return render(request, "collaborative/improvement/team_sharing.html", context)


# ---- members


def organisations_of(user, team):
    """The PCT and the practices of a team, for a member to come from."""
    directory = Organisation.objects.visible_to(user, Permission.VIEW_ORGANISATIONS)
    return directory.filter(pk__in=[team.organisation_id, *team.partners.values_list("organisation", flat=True)])


@GET_AND_POST
def member_create(request, team):
    team = team_to_change(request.user, team)
    form = MemberForm(request.POST or None, organisations=organisations_of(request.user, team))
    if form.is_valid() and attempted(form, actions.add_member, team=team, by=request.user, **form.fields_of_member):
        messages.success(request, f"{form.cleaned_data['name']} is in the team.")
        return redirect("team_detail", team.pk)
    return show_form(request, form, "Add a member", team.name, breadcrumbs(team))


def member_to_change(user, pk):
    member = get_object_or_404(TeamMember.objects.visible_to(user).select_related("team__wave", "person"), pk=pk)
    member.team.require_may_change(user)
    return member


@EDIT
def member_edit(request, member):
    member = member_to_change(request.user, member)
    team = member.team
    organisations = organisations_of(request.user, team)
    form = MemberForm(request.POST or None, organisations=organisations, initial=initial_of(member))
    if form.is_valid() and attempted(
        form, actions.change_member, member=member, by=request.user, **form.fields_of_member
    ):
        messages.success(request, f"{form.cleaned_data['name']} is saved.")
        return redirect("team_detail", team.pk)
    context = {
        "form": form,
        "heading": "Change a member",
        "caption": team.name,
        "end_href": reverse("member_end", args=[member.pk]),
        "breadcrumbs": breadcrumbs(team),
    }
    return render(request, "collaborative/improvement/team_member.html", context)


@GET_AND_POST
def member_end(request, member):
    member = member_to_change(request.user, member)
    form = MemberEndForm(request.POST or None)
    if form.is_valid() and attempted(form, actions.end_member, member=member, by=request.user, **form.cleaned_data):
        messages.success(request, f"{member.name} has left the team and stays in its history.")
        return redirect("team_detail", member.team_id)
    return show_form(request, form, f"End the part of {member.name}", member.team.name, breadcrumbs(member.team))


# ---- partners


@GET_AND_POST
def partner_create(request, team):
    team = team_to_change(request.user, team)
    directory = Organisation.objects.visible_to(request.user, Permission.VIEW_ORGANISATIONS)
    form = PartnerForm(request.POST or None, directory=directory)
    if form.is_valid():
        partner = attempted(form, actions.add_partner, team=team, by=request.user, **form.cleaned_data)
        if partner:
            messages.success(request, f"{partner.name} is a partner of the team.")
            return redirect("team_detail", team.pk)
    return show_form(request, form, "Add a partner", team.name, breadcrumbs(team))


@GET_AND_POST
def partner_end(request, partner):
    partner = get_object_or_404(TeamPartner.objects.visible_to(request.user).select_related("team__wave"), pk=partner)
    partner.team.require_may_change(request.user)
    form = PartnerEndForm(request.POST or None)
    if form.is_valid() and attempted(form, actions.end_partner, partner=partner, by=request.user, **form.cleaned_data):
        messages.success(request, f"{partner.name} has withdrawn and stays in the history of the team.")
        return redirect("team_detail", partner.team_id)
    return show_form(
        request, form, f"End the partnership of {partner.name}", partner.team.name, breadcrumbs(partner.team)
    )
