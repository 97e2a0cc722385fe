"""Waves: list, the page of the calendar with who takes part, create, edit."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission, require_permission
from practices import clock, months, wave_page
from practices.actions import waves as actions
from practices.forms.waves import WaveCreateForm, WaveForm
from practices.models import Organisation, Programme, Wave
from practices.views.methods import EDIT, GET_AND_POST
from practices.wave_changes import announce

CALENDAR_TITLES = [
    ("Orientation event", "orientation_on"),
    ("Learning workshop 1", "learning_workshop_1_on"),
    ("Learning workshop 2", "learning_workshop_2_on"),
    ("Learning workshop 3", "learning_workshop_3_on"),
    ("End of the wave", "ends_on"),
]


@require_safe
def wave_list(request):
    require_permission(request.user, Permission.VIEW_WAVES)
    waves = Wave.objects.visible_to(request.user).select_related("programme")
    sees_figures = has_permission(request.user, Permission.VIEW_SHARED_FIGURES)
    address = "wave_dashboard" if sees_figures else "wave_detail"
    table = {
        "caption": "Waves",
        "caption_hidden": True,
        "head": ["Wave", "Code", "Programme", "Now", {"text": "Practices", "numeric": True}, "Calendar"],
        "first_is_header": True,
        "rows": [
            wave_row(wave, address) for wave in waves.annotate(practice_count=Count("memberships", distinct=True))
        ],
        "empty": "You take part in no wave.",
    }
    return render(request, "practices/wave_list.html", {"table": table})


def wave_row(wave, address):
    """`address` is the page that the name leads to: the dashboard for whoever may see it."""
    calendar = reverse("wave_detail", args=[wave.code])
    return [
        {"text": wave.name, "href": reverse(address, args=[wave.code])},
        wave.code,
        wave.programme.name,
        {"tag": wave_page.phase_tag(wave, clock.today())},
        {"text": wave.practice_count, "numeric": True},
        {"text": f"Calendar of {wave.code}", "href": calendar},
    ]


@require_safe
def wave_detail(request, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    require_permission(request.user, Permission.VIEW_WAVES, wave)
    memberships = list(wave.memberships.select_related("practice"))
    can_change = has_permission(request.user, Permission.CHANGE_WAVES, wave)
    is_measured = wave.programme.kind == Programme.Kind.MEASURES
    context = {
        "wave": wave,
        "phase": wave_page.phase_tag(wave, clock.today()),
        "calendar": [{"key": title, "value": f"{getattr(wave, name):%-d %B %Y}"} for title, name in CALENDAR_TITLES],
        "action_periods": wave_page.action_periods_table(wave),
        "months": wave_page.months_table(wave, memberships) if is_measured else None,
        "practices": wave_page.practices_table(
            wave,
            memberships,
            in_scope=pks(Organisation.objects.visible_to(request.user)),
            agreement_known=pks(Organisation.objects.visible_to(request.user, Permission.VIEW_SHARING_AGREEMENT)),
            can_change=can_change,
        ),
        "baseline": ", ".join(months.label(month) for month in wave.baseline_months) if is_measured else "",
        "can_change": can_change,
        "sees_figures": has_permission(request.user, Permission.VIEW_SHARED_FIGURES, wave),
        "sees_status": is_measured and has_permission(request.user, Permission.VIEW_RETURN_STATUS, wave),
        "breadcrumbs": [("Waves", reverse("wave_list"))],
    }
    return render(request, "practices/wave_detail.html", context)


def pks(organisations):
    return set(organisations.values_list("pk", flat=True))


@GET_AND_POST
def wave_create(request, slug):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require_permission(request.user, Permission.CHANGE_WAVES, programme)
    form = WaveCreateForm(request.POST or None, instance=Wave(programme=programme))
    if form.is_valid():
        wave = actions.create_wave(programme=programme, by=request.user, **form.cleaned_data)
        messages.success(request, f"{wave} is set up. Now add its practices.")
        return redirect("wave_detail", wave.code)
    address = reverse("programme_detail", args=[slug])
    return render(
        request,
        "practices/form.html",
        {
            "form": form,
            "heading": "Set up a wave",
            "caption": programme.name,
            "breadcrumbs": [("Programmes", reverse("programme_list")), (programme.name, address)],
        },
    )


@EDIT
def wave_edit(request, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user), code=wave_code)
    require_permission(request.user, Permission.CHANGE_WAVES, wave)
    form = WaveForm(request.POST or None, instance=wave)
    if form.is_valid():
        wave.refresh_from_db()  # the form has written on it; the action compares with what is stored
        announce(actions.change_wave, wave=wave, by=request.user, **form.cleaned_data)
        messages.success(request, "The wave is saved.")
        return redirect("wave_detail", wave.code)
    address = reverse("wave_detail", args=[wave_code])
    return render(
        request,
        "practices/form.html",
        {
            "form": form,
            "heading": "Change the wave",
            "caption": f"{wave.name} ({wave.code})",
            "breadcrumbs": [("Waves", reverse("wave_list")), (wave.name, address)],
        },
    )
