"""Import profiles: how the columns of a practice's clinical system are called, shipped or its own."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from registers.actions import profiles as actions
from registers.dashboards import profiles as pages
from registers.files.schemas import KINDS, title_of
from registers.forms.profiles import ProfileForm
from registers.models import ImportProfile
from registers.views.breadcrumbs import to_register
from registers.views.scope import practice_to_read

HOW = (
    "Write down the headings as they stand in your export. The key tool makes the key, the key-check value and the year of "
    "birth: leave those."
)


def profile_of(request, practice, profile):
    """A shipped profile, or one of this practice's own."""
    visible = ImportProfile.objects.visible_to(request.user)
    return get_object_or_404(visible.of_practice_or_shipped(practice), pk=profile)


def crumbs(practice, *further):
    return to_register(practice, ("Import profiles", reverse("profile_list", args=[practice.ods_code])), *further)


@require_safe
def profile_list(request, ods_code):
    practice = practice_to_read(request, ods_code)
    profiles = list(ImportProfile.objects.visible_to(request.user).of_practice_or_shipped(practice))
    confirmed = {one.pk for one in profiles if one.is_shipped} & actions.confirmed_by(practice)
    context = {
        "practice": practice,
        "page": pages.list_page(practice, profiles, confirmed),
        "may_change": has_permission(request.user, Permission.SEND_EXTRACT, practice),
        "breadcrumbs": to_register(practice),
    }
    return render(request, "registers/profile_list.html", context)


@require_safe
def profile_detail(request, ods_code, profile):
    practice = practice_to_read(request, ods_code)
    profile = profile_of(request, practice, profile)
    confirmation = profile.confirmations.filter(practice=practice).select_related("confirmed_by").first()
    may_change = has_permission(request.user, Permission.SEND_EXTRACT, practice)
    context = {
        "practice": practice,
        "profile": profile,
        "summary": pages.summary(profile, confirmation),
        "table": pages.columns_table(profile),
        "may_confirm": may_change and profile.is_shipped and confirmation is None,
        "may_copy": may_change and profile.is_shipped,
        "may_edit": may_change and not profile.is_shipped,
        "breadcrumbs": crumbs(practice),
    }
    return render(request, "registers/profile_detail.html", context)


@GET_AND_POST
def profile_create(request, ods_code, kind):
    """Empty, or with what a shipped profile says (?like=its id)."""
    practice = practice_to_read(request, ods_code, Permission.SEND_EXTRACT)
    if kind not in KINDS:
        raise Http404
    form = ProfileForm(request.POST or None, kind=kind, initial=like(request, practice, kind))
    if form.is_valid() and (made := attempted(form, actions.create_profile, **wanted(request, practice, kind, form))):
        messages.success(request, "The profile is saved. Choose it when you upload the next file.")
        return redirect("profile_detail", ods_code, made.pk)
    return form_page(request, practice, form, f"New profile for {title_of(kind).lower()}")


def like(request, practice, kind) -> dict:
    number = request.GET.get("like", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return {}
    profiles = ImportProfile.objects.visible_to(request.user).of_practice_or_shipped(practice)
    found = profiles.filter(kind=kind, pk=int(number)).first()
    return ProfileForm.initial_of(found) if found else {}


def wanted(request, practice, kind, form) -> dict:
    return {"practice": practice, "kind": kind, "by": request.user, **form.fields_of_profile}


@EDIT
def profile_edit(request, ods_code, profile):
    practice = practice_to_read(request, ods_code, Permission.SEND_EXTRACT)
    profile = profile_of(request, practice, profile)
    if profile.is_shipped:
        return redirect("profile_detail", ods_code, profile.pk)
    form = ProfileForm(request.POST or None, kind=profile.kind, initial=ProfileForm.initial_of(profile))
    if form.is_valid():
        fields = form.fields_of_profile
        if attempted(form, actions.change_profile, profile=profile, by=request.user, **fields):
            messages.success(request, "The profile is saved.")
            return redirect("profile_detail", ods_code, profile.pk)
    return form_page(request, practice, form, "Change the profile")


@require_POST
def profile_confirm(request, ods_code, profile):
    practice = practice_to_read(request, ods_code, Permission.SEND_EXTRACT)
    profile = profile_of(request, practice, profile)
    if profile.is_shipped:
        actions.confirm_profile(profile=profile, practice=practice, by=request.user)
        messages.success(request, "Thank you. The profile is marked as confirmed by your practice.")
    return redirect("profile_detail", ods_code, profile.pk)


def form_page(request, practice, form, heading):
    context = {
        "form": form,
        "heading": heading,
        "caption": practice.name,
        "notes": [HOW],
        "breadcrumbs": crumbs(practice),
    }
    return render(request, "practices/form.html", context)
