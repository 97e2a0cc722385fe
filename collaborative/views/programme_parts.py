"""Optional parts of a programme: switched on by its administrator, read by its teams, filled in by those who lead a wave.

A part that is off does not exist: its addresses answer 404.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission, has_permission_over, require_permission
from collaborative.actions import programme_parts as actions
from collaborative.dashboards import programme_parts as pages
from collaborative.forms.programme_parts import BodyForm, CaseForm, ChecklistForm, FundingForm, PartsForm
from collaborative.models import CaseForChange, CriterionAnswer, DecisionBody, FundingLine, ProgrammePart
from collaborative.programme_lists import bodies, cascade, other_lists
from collaborative.views.breadcrumbs import to_improvement
from practices.models import Programme, Wave
from practices.views.methods import EDIT, GET_AND_POST

Part = ProgrammePart.Part


def is_on(user, programme, part):
    return ProgrammePart.objects.visible_to(user).filter(programme=programme, part=part).exists()


def waves_of(user, programme):
    return Wave.objects.visible_to(user).filter(programme=programme).select_related("programme")


def may_fill(user, programme):
    """Whoever answers for one of its waves as a whole."""
    return any(has_permission_over(user, Permission.CHANGE_PACKAGE, wave) for wave in waves_of(user, programme))


def programme_with(user, slug, part):
    """404 for a part that is off as for a programme out of scope; 403 without the right to read improvement work in it."""
    programme = get_object_or_404(Programme.objects.visible_to(user), slug=slug)
    if not is_on(user, programme, part):
        raise Http404
    reads = (has_permission(user, Permission.VIEW_IMPROVEMENT_WORK, wave) for wave in waves_of(user, programme))
    if not any(reads):
        raise PermissionDenied(Permission.VIEW_IMPROVEMENT_WORK.value)
    return programme


def programme_to_fill(user, slug, part):
    programme = programme_with(user, slug, part)
    if not may_fill(user, programme):
        raise PermissionDenied(Permission.CHANGE_PACKAGE.value)
    return programme


def show_form(request, programme, form, heading, back, remove_href="", lead=""):
    context = {
        "form": form,
        "lead": lead,
        "heading": heading,
        "caption": programme.name,
        "remove_href": remove_href,
        "breadcrumbs": to_improvement(back),
    }
    return render(request, "collaborative/parts/form.html", context)


# ------------------------------------------------------------------ the switch


@GET_AND_POST
def programme_parts(request, slug):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require_permission(request.user, Permission.CHANGE_WAVES, programme)
    on = list(ProgrammePart.objects.visible_to(request.user).filter(programme=programme).values_list("part", flat=True))
    form = PartsForm(request.POST or None, initial={"parts": on})
    # Without a tick nothing is sent but the button: that switches all off.
    if form.is_valid():
        actions.switch_parts(programme=programme, parts=form.cleaned_data["parts"], by=request.user)
        messages.success(request, "The parts of the programme are saved.")
        return redirect("programme_parts", slug)
    context = {
        "form": form,
        "programme": programme,
        "links": pages.links_to(on, programme),
        "waves": waves_of(request.user, programme) if Part.VALUE in on else [],
        "breadcrumbs": [
            ("Programmes", reverse("programme_list")),
            (programme.name, reverse("programme_detail", args=[slug])),
        ],
    }
    return render(request, "collaborative/parts/switch.html", context)


# ------------------------------------------------------------------ case for change


def case_of(user, programme):
    return CaseForChange.objects.visible_to(user).filter(programme=programme).first()


@require_safe
def case_for_change(request, slug):
    programme = programme_with(request.user, slug, Part.CASE)
    case = case_of(request.user, programme)
    lines = FundingLine.objects.visible_to(request.user).filter(programme=programme)
    can_change = may_fill(request.user, programme)
    context = {
        "programme": programme,
        "rows": pages.case_rows(case) if case else [],
        "funding": pages.funding_table(list(lines), can_change=can_change),
        "can_change": can_change,
        "breadcrumbs": to_improvement(),
    }
    return render(request, "collaborative/parts/case.html", context)


@EDIT
def case_edit(request, slug):
    programme = programme_to_fill(request.user, slug, Part.CASE)
    form = CaseForm(request.POST or None, instance=case_of(request.user, programme))
    if form.is_valid():
        actions.write_case(programme=programme, by=request.user, **form.cleaned_data)
        messages.success(request, "The case for change is saved.")
        return redirect("case_for_change", slug)
    return show_form(request, programme, form, "Write the case for change", back_to_case(programme))


@GET_AND_POST
def funding_create(request, slug):
    programme = programme_to_fill(request.user, slug, Part.CASE)
    form = FundingForm(request.POST or None)
    if form.is_valid():
        actions.add_funding(programme=programme, by=request.user, **form.cleaned_data)
        messages.success(request, "The funding line is added.")
        return redirect("case_for_change", slug)
    return show_form(request, programme, form, "Add a funding line", back_to_case(programme))


def back_to_case(programme):
    return "Case for change", reverse("case_for_change", args=[programme.slug])


def line_to_change(user, pk):
    line = get_object_or_404(FundingLine.objects.visible_to(user).select_related("programme"), pk=pk)
    return line, programme_to_fill(user, line.programme.slug, Part.CASE)


@EDIT
def funding_edit(request, funding_line):
    line, programme = line_to_change(request.user, funding_line)
    form = FundingForm(request.POST or None, instance=line)
    if form.is_valid():
        actions.change_funding(line=line, by=request.user, **form.cleaned_data)
        messages.success(request, "The funding line is changed.")
        return redirect("case_for_change", programme.slug)
    remove_href = reverse("funding_remove", args=[line.pk])
    return show_form(request, programme, form, "Change a funding line", back_to_case(programme), remove_href)


@require_POST
def funding_remove(request, funding_line):
    line, programme = line_to_change(request.user, funding_line)
    actions.remove_funding(line=line, by=request.user)
    messages.success(request, "The funding line is taken out.")
    return redirect("case_for_change", programme.slug)


# ------------------------------------------------------------------ cascade and checklists


@require_safe
def cascade_page(request, slug):
    return show_lists(request, slug, Part.CASCADE, cascade(), "cascade_edit")


@require_safe
def checklists_page(request, slug):
    return show_lists(request, slug, Part.CHECKLISTS, other_lists(), "checklists_edit")


@EDIT
def cascade_edit(request, slug):
    return edit_lists(request, slug, Part.CASCADE, cascade(), "cascade")


@EDIT
def checklists_edit(request, slug):
    return edit_lists(request, slug, Part.CHECKLISTS, other_lists(), "checklists")


def given_of(user, programme):
    answers = CriterionAnswer.objects.visible_to(user).filter(programme=programme)
    return {(answer.checklist, answer.criterion): answer for answer in answers}


def show_lists(request, slug, part, lists, edit_name):
    programme = programme_with(request.user, slug, part)
    given = given_of(request.user, programme)
    context = {
        "programme": programme,
        "heading": part.label,
        "lists": [(one.title, pages.unmet(one, given), pages.checklist_table(one, given)) for one in lists],
        "edit_href": reverse(edit_name, args=[slug]) if may_fill(request.user, programme) else None,
        "breadcrumbs": to_improvement(),
    }
    return render(request, "collaborative/parts/lists.html", context)


def edit_lists(request, slug, part, lists, page_name):
    programme = programme_to_fill(request.user, slug, part)
    form = ChecklistForm(request.POST or None, lists=lists, given=given_of(request.user, programme))
    if form.is_valid():
        actions.answer_criteria(programme=programme, answers=form.answers, by=request.user)
        messages.success(request, "The answers are saved.")
        return redirect(page_name, slug)
    back = (part.label, reverse(page_name, args=[slug]))
    return show_form(request, programme, form, part.label, back, lead="Leave out what you cannot answer yet.")


# ------------------------------------------------------------------ stakeholders


@require_safe
def stakeholder_map(request, slug):
    programme = programme_with(request.user, slug, Part.STAKEHOLDERS)
    found = list(DecisionBody.objects.visible_to(request.user).filter(programme=programme))
    can_change = may_fill(request.user, programme)
    names = {body.name for body in found}
    context = {
        "programme": programme,
        "table": pages.bodies_table(found, can_change=can_change),
        "missing": [name for name in bodies() if name not in names],
        "can_change": can_change,
        "breadcrumbs": to_improvement(),
    }
    return render(request, "collaborative/parts/stakeholders.html", context)


@GET_AND_POST
def body_create(request, slug):
    programme = programme_to_fill(request.user, slug, Part.STAKEHOLDERS)
    body = DecisionBody(programme=programme, name=request.GET.get("name", "")[:150])
    return save_body(request, programme, body, "Put a body on the map")


@EDIT
def body_edit(request, body):
    found, programme = body_to_change(request.user, body)
    remove_href = reverse("body_remove", args=[found.pk])
    return save_body(request, programme, found, f"Change {found.name}", remove_href)


@require_POST
def body_remove(request, body):
    found, programme = body_to_change(request.user, body)
    actions.remove_body(body=found, by=request.user)
    messages.success(request, f"{found.name} is taken off the map.")
    return redirect("stakeholder_map", programme.slug)


def body_to_change(user, pk):
    body = get_object_or_404(DecisionBody.objects.visible_to(user).select_related("programme"), pk=pk)
    return body, programme_to_fill(user, body.programme.slug, Part.STAKEHOLDERS)


def save_body(request, programme, body, heading, remove_href=""):
    form = BodyForm(request.POST or None, instance=body)
    if form.is_valid():
        actions.save_body(body=body, by=request.user, **form.cleaned_data)
        messages.success(request, f"{body.name} is on the map.")
        return redirect("stakeholder_map", programme.slug)
    back = ("Stakeholder map", reverse("stakeholder_map", args=[programme.slug]))
    return show_form(request, programme, form, heading, back, remove_href)
