"""Programmes: list, page, create, edit."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission, require_permission
from practices.actions import waves as actions
from practices.forms.waves import SEVERITY_TOOLS, ProgrammeForm
from practices.models import Programme, Wave
from practices.scope import SESSION_KEY
from practices.views.methods import EDIT, GET_AND_POST

CRUMB = "Programmes"


@require_safe
def programme_list(request):
    require_permission(request.user, Permission.VIEW_WAVES)
    programmes = Programme.objects.visible_to(request.user).annotate(wave_count=Count("waves", distinct=True))
    table = {
        "caption": "Programmes",
        "caption_hidden": True,
        "head": ["Programme", "What it works on", {"text": "Waves", "numeric": True}],
        "first_is_header": True,
        "rows": [
            [
                {"text": row.name, "href": reverse("programme_detail", args=[row.slug])},
                row.get_kind_display(),
                {"text": row.wave_count, "numeric": True},
            ]
            for row in programmes
        ],
        "empty": "You take part in no programme.",
    }
    can_create = has_permission(request.user, Permission.CHANGE_WAVES)
    return render(request, "practices/programme_list.html", {"table": table, "can_create": can_create})


@require_safe
def programme_detail(request, slug):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require_permission(request.user, Permission.VIEW_WAVES)
    context = {
        "programme": programme,
        "summary": summary(programme, checks_link(request.user, programme)),
        "waves": waves_table(Wave.objects.visible_to(request.user).filter(programme=programme)),
        "can_change": has_permission(request.user, Permission.CHANGE_WAVES, programme),
        "breadcrumbs": [(CRUMB, reverse("programme_list"))],
    }
    return render(request, "practices/programme_detail.html", context)


def summary(programme, checks_link):
    names = dict(SEVERITY_TOOLS)
    tools = ", ".join(names.get(tool, tool) for tool in programme.severity_tools)
    return [
        {"key": "What it works on", "value": programme.get_kind_display()},
        {"key": "Aim", "value": programme.aim or "Not written yet"},
        {"key": "Severity tools", "value": tools or "None chosen"},
        {"key": "Checks not used", "value": ", ".join(programme.rules_off) or "None is named here", **checks_link},
        {"key": "Months close", "value": closing_words(programme)},
    ]


def checks_link(user, programme):
    """A workforce programme has no returns to check."""
    if programme.kind != Programme.Kind.MEASURES or not has_permission(user, Permission.VIEW_RETURN_STATUS):
        return {}
    return {"action": {"text": "Look at all checks", "href": reverse("return_rules", args=[programme.slug])}}


def closing_words(programme):
    days = programme.lock_after_days
    return "Never" if days is None else f"{days} days after their end"


def waves_table(waves):
    return {
        "caption": "Waves",
        "head": ["Wave", "Code", "Orientation", "Ends"],
        "first_is_header": True,
        "rows": [
            [
                {"text": wave.name, "href": reverse("wave_detail", args=[wave.code])},
                wave.code,
                f"{wave.orientation_on:%-d %b %Y}",
                f"{wave.ends_on:%-d %b %Y}",
            ]
            for wave in waves
        ],
        "empty": "This programme has no wave that you can see.",
    }


@GET_AND_POST
def programme_create(request):
    require_permission(request.user, Permission.CHANGE_WAVES)
    form = ProgrammeForm(request.POST or None)
    if form.is_valid():
        programme = actions.create_programme(slug=form.slug, by=request.user, **form.cleaned_data)
        act_for(request, programme)
        messages.success(request, f"{programme} is set up. You now act for it.")
        return redirect("programme_detail", programme.slug)
    return render(
        request,
        "practices/form.html",
        {"form": form, "heading": "Set up a programme", "breadcrumbs": [(CRUMB, reverse("programme_list"))]},
    )


def act_for(request, programme):
    """Who has set a programme up goes on under the role that came with it, or would not find it."""
    grant = request.user.grants.get(programme=programme)
    request.session[SESSION_KEY] = str(grant.pk)


@EDIT
def programme_edit(request, slug):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require_permission(request.user, Permission.CHANGE_WAVES, programme)
    form = ProgrammeForm(request.POST or None, instance=programme)
    if form.is_valid():
        programme.refresh_from_db()  # the form has written on it; the action compares with what is stored
        actions.change_programme(programme=programme, by=request.user, **form.cleaned_data)
        messages.success(request, "The programme is saved.")
        return redirect("programme_detail", programme.slug)
    address = reverse("programme_detail", args=[slug])
    return render(
        request,
        "practices/form.html",
        {
            "form": form,
            "heading": "Change the programme",
            "caption": programme.name,
            "breadcrumbs": [(CRUMB, reverse("programme_list")), (programme.name, address)],
        },
    )
