"""How a practice keeps its register: for its manager."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from practices.views.methods import EDIT
from practices.views.refusals import attempted
from registers.actions import settings as actions
from registers.dashboards import settings as pages
from registers.dashboards.links import href
from registers.forms.settings import InterfaceSwitchForm, KeyCheckForm, SeverityToolForm
from registers.models import PracticeRegister
from registers.views.breadcrumbs import to_register
from registers.views.scope import practice_to_read

NEW_KEY = (
    "With a new key everybody on the list gets a new key too: the next register file will look as if all had left and others "
    "had come. Change it only when the secret is lost or was seen by somebody."
)


def practice_to_set(request, ods_code):
    return practice_to_read(request, ods_code, Permission.CHANGE_REGISTER_SETTINGS)


def settings_of(request, practice):
    return PracticeRegister.objects.visible_to(request.user).filter(practice=practice).first()


@require_safe
def register_settings(request, ods_code):
    practice = practice_to_set(request, ods_code)
    context = {
        "practice": practice,
        "rows": pages.facts(practice),
        "links": [
            ("Copies and erasure of one person's data", href("data_request_list")),
            ("How long rows are kept", href("retention_schedule")),
            ("The key tool", href("key_tool", ods_code)),
        ],
        "breadcrumbs": to_register(practice),
    }
    return render(request, "registers/settings.html", context)


@EDIT
def key_check_set(request, ods_code):
    practice = practice_to_set(request, ods_code)
    register = settings_of(request, practice)
    is_change = bool(register and register.key_check_value)
    form = KeyCheckForm(request.POST or None, is_change=is_change)
    if form.is_valid() and attempted(
        form, actions.set_key_check, practice=practice, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "The key-check value is saved.")
        return redirect("register_settings", ods_code)
    heading = "Change the key-check value" if is_change else "Set the key-check value"
    return form_page(request, practice, form, heading, notes=[NEW_KEY] if is_change else [])


@EDIT
def interface_switch(request, ods_code):
    practice = practice_to_set(request, ods_code)
    register = settings_of(request, practice)
    now = "yes" if register and register.keeps_interface_records else "no"
    form = InterfaceSwitchForm(request.POST or None, initial={"is_on": now})
    if form.is_valid():
        actions.switch_interface_records(practice=practice, by=request.user, **form.cleaned_data)
        messages.success(request, "The setting is saved.")
        return redirect("register_settings", ods_code)
    return form_page(request, practice, form, "Records of work with other teams")


@EDIT
def severity_tool_choose(request, ods_code):
    practice = practice_to_set(request, ods_code)
    form = SeverityToolForm(request.POST or None)
    if form.is_valid() and attempted(
        form, actions.choose_severity_tool, practice=practice, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "The severity tool is saved.")
        return redirect("register_settings", ods_code)
    notes = [
        "Totals of one tool are never turned into those of another: before and after are compared within one tool."
    ]
    return form_page(request, practice, form, "Severity tool", notes=notes)


def form_page(request, practice, form, heading, notes=()):
    context = {
        "form": form,
        "heading": heading,
        "caption": practice.name,
        "notes": notes,
        "breadcrumbs": to_register(practice, ("Settings", href("register_settings", practice.ods_code))),
    }
    return render(request, "practices/form.html", context)
