"""Practices join a wave and leave it; the practice gives its sharing agreement and withdraws it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.permissions import Permission, has_permission, require_permission
from practices.actions import waves as actions
from practices.forms.waves import MembershipEndForm, MembershipForm, SeverityToolForm
from practices.models import Organisation, SharingAgreement, Wave, WaveMembership
from practices.views.methods import EDIT, GET_AND_POST
from practices.wave_changes import announce


@GET_AND_POST
def membership_create(request, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    require_permission(request.user, Permission.CHANGE_WAVES, wave)
    directory = Organisation.objects.visible_to(request.user, Permission.VIEW_ORGANISATIONS)
    given = {"ods_code": request.GET.get("ods_code", "")}
    form = MembershipForm(request.POST or None, wave=wave, directory=directory, initial=given)
    if form.is_valid():
        practice = form.cleaned_data.pop("ods_code")
        membership = announce(actions.add_practice, wave=wave, practice=practice, by=request.user, **form.cleaned_data)
        messages.success(request, f"{practice} takes part from {membership.joined_on:%-d %B %Y}.")
        return redirect("wave_detail", wave.code)
    return render(
        request,
        "practices/form.html",
        {
            "form": form,
            "heading": "Add a practice",
            "caption": f"{wave.name} ({wave.code})",
            "breadcrumbs": crumbs(wave),
        },
    )


def crumbs(wave):
    return [("Waves", reverse("wave_list")), (wave.name, reverse("wave_detail", args=[wave.code]))]


@EDIT
def membership_edit(request, wave_code, ods_code):
    membership = membership_in_scope(request.user, wave_code, ods_code)
    require_permission(request.user, Permission.CHANGE_WAVES, membership.wave)
    form = SeverityToolForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        actions.register_severity_tool(membership=membership, by=request.user, **form.cleaned_data)
        messages.success(request, f"The severity tool of {membership.practice} is saved.")
        return redirect("wave_detail", wave_code)
    return render(
        request,
        "practices/form.html",
        {
            "form": form,
            "heading": f"Severity tool of {membership.practice}",
            "caption": f"{membership.wave.name} ({membership.wave.code})",
            "breadcrumbs": crumbs(membership.wave),
        },
    )


@GET_AND_POST
def membership_end(request, wave_code, ods_code):
    membership = membership_in_scope(request.user, wave_code, ods_code)
    require_permission(request.user, Permission.CHANGE_WAVES, membership.wave)
    if membership.left_on:
        messages.info(request, f"{membership.practice} has left already.")
        return redirect("wave_detail", wave_code)
    form = MembershipEndForm(request.POST or None, membership=membership)
    if form.is_valid():
        announce(end_part, wave=membership.wave, membership=membership, by=request.user, **form.cleaned_data)
        messages.success(request, f"{membership.practice} leaves after {membership.left_on:%-d %B %Y}.")
        return redirect("wave_detail", wave_code)
    return render(
        request,
        "practices/form.html",
        {
            "form": form,
            "heading": f"End the part of {membership.practice}",
            "caption": f"{membership.wave.name} ({membership.wave.code})",
            "breadcrumbs": crumbs(membership.wave),
        },
    )


def end_part(*, wave, **arguments):
    return actions.end_membership(**arguments)


def membership_in_scope(user, wave_code, ods_code):
    memberships = WaveMembership.objects.visible_to(user).select_related("wave__programme", "practice")
    return get_object_or_404(memberships, wave__code=wave_code, practice__ods_code=ods_code)


@GET_AND_POST
def sharing_agreement(request, wave_code, ods_code):
    membership = membership_in_scope(request.user, wave_code, ods_code)
    wave, practice = membership.wave, membership.practice
    needed = Permission.CHANGE_SHARING_AGREEMENT if request.method == "POST" else Permission.VIEW_SHARING_AGREEMENT
    require_permission(request.user, needed, practice)
    agreements = SharingAgreement.objects.visible_to(request.user).filter(wave=wave, practice=practice)
    if request.method == "POST":
        decide(request, wave, practice, agreements)
        return redirect("sharing_agreement", wave_code, ods_code)
    current = agreements.in_force().first()
    return render(
        request,
        "practices/sharing_agreement.html",
        {
            "wave": wave,
            "practice": practice,
            "current": current,
            "history": history_table(agreements),
            "can_change": has_permission(request.user, Permission.CHANGE_SHARING_AGREEMENT, practice),
            "decision": "withdraw" if current else "give",
            "has_trail": has_permission(request.user, Permission.VIEW_AUDIT_TRAIL_OF_PLACE, practice),
            "breadcrumbs": crumbs(wave),
        },
    )


def decide(request, wave, practice, agreements):
    """Give or withdraw, as the button says; a decision that was taken already changes nothing."""
    decision, open_one = request.POST.get("decision"), agreements.filter(revoked_on=None).first()
    if decision == "give":
        actions.give_agreement(wave=wave, practice=practice, by=request.user)
        messages.success(request, f"{practice} shares its exact figures with its commissioner and facilitator.")
    elif decision == "withdraw" and open_one:
        actions.withdraw_agreement(agreement=open_one, by=request.user)
        messages.success(request, f"The agreement is withdrawn. Only {practice} sees its exact figures from now on.")
    elif decision != "withdraw":
        raise BadRequest("Neither given nor withdrawn")


def history_table(agreements):
    return {
        "caption": "History of the agreement",
        "head": ["Given on", "Withdrawn on", "Recorded by"],
        "rows": [
            [
                f"{row.agreed_on:%-d %B %Y}",
                f"{row.revoked_on:%-d %B %Y}" if row.revoked_on else "In force",
                str(row.recorded_by or "Recorded when the practice joined"),
            ]
            for row in agreements.select_related("recorded_by").order_by("-agreed_on", "-pk")
        ],
        "empty": "This practice has not agreed to share its figures.",
    }
