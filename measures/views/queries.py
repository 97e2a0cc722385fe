"""Questions about figures of a return: the list, asking, answering, closing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission, require_permission
from measures.actions import queries as actions
from measures.actions.queries import WHOLE, AlreadyAsked
from measures.fields import COUNT_FIELDS
from measures.forms import AskForm
from measures.models import ReturnQuery
from measures.models.monthly_return import IllegalTransition
from measures.pages import query_pages
from measures.readers import audience_of_practice
from measures.views.returns import TOO_LATE, breadcrumbs, detail_page, visible_return
from practices import months
from practices.views.methods import GET_AND_POST


@require_safe
def query_list(request):
    require_permission(request.user, Permission.VIEW_RETURN)
    context = {
        "breadcrumbs": [("Home", reverse("home")), ("Returns", reverse("return_home"))],
        "tables": query_pages.query_tables(request.user),
        "may_answer": has_permission(request.user, Permission.SEND_RETURN),
    }
    return render(request, "measures/query_list.html", context)


@GET_AND_POST
def query_ask(request, pk, field):
    """About one figure, or several at once; about the return as a whole it is sent back with what is asked."""
    version = visible_return(request, pk)
    require_permission(request.user, Permission.QUERY_RETURN, version.practice)
    if field != WHOLE and field not in COUNT_FIELDS:
        raise Http404
    sees_figures = audience_of_practice(request.user, version.wave, version.practice).is_exact
    if field != WHOLE and not sees_figures:
        messages.info(request, "You do not see this practice's figures: you can ask about the return as a whole.")
        return redirect("query_ask", pk, WHOLE)
    if version.state not in (version.State.SUBMITTED, version.State.QUERIED):
        messages.warning(request, f"A return that is {version.get_state_display().lower()} is not asked about.")
        return redirect("return_detail", pk)
    figures = [] if field == WHOLE else query_pages.figures_to_ask(version)
    form = AskForm(request.POST or None, figures=figures, sees_figures=sees_figures, initial={"fields": [field]})
    if form.is_valid() and ask(request, version, form):
        return redirect("return_detail", pk)
    return ask_page(request, version, form, is_whole=field == WHOLE)


def ask(request, version, form) -> bool:
    """Whether there is nothing more to say on the form."""
    fields, question = form.cleaned_data.get("fields", [""]), form.cleaned_data["question"]
    try:
        actions.ask(version=version, by=request.user, fields=fields, question=question)
        messages.success(request, "The question stands on the practice's page.")
    except AlreadyAsked:
        form.add_error(None, "There is an open question about this already. Wait for its answer, or close it")
        return False
    except IllegalTransition:
        messages.warning(request, TOO_LATE)
    return True


def ask_page(request, version, form, *, is_whole):
    heading = "Send the return back with a question" if is_whole else "Ask about a figure"
    notes = ["The figures count on meanwhile, and the return is not accepted before the question is answered."]
    if not is_whole:
        notes.append("A question about the return as a whole has a page of its own, linked from the return.")
    context = {
        "form": form,
        "heading": heading,
        "caption": f"{version.practice.name}, {months.label(version.month)}",
        "notes": notes,
        "breadcrumbs": [*breadcrumbs(version), (months.label(version.month), detail_href(version))],
    }
    return render(request, "practices/form.html", context)


def detail_href(version):
    return reverse("return_detail", args=[version.pk])


def visible_query(request, pk):
    found = ReturnQuery.objects.visible_to(request.user).select_related("version__practice", "version__wave")
    return get_object_or_404(found, pk=pk)


@require_POST
def query_answer(request, query):
    found = visible_query(request, query)
    require_permission(request.user, Permission.SEND_RETURN, found.version.practice)
    form = query_pages.answer_form(found, request.POST)
    if not form.is_valid():
        version = visible_return(request, found.version_id)
        return detail_page(request, version, answers={found.pk: form}, form=form)
    try:
        actions.answer(query=found, by=request.user, words=form.cleaned_data["reason"])
        messages.success(request, "Your answer was sent; the figure stands.")
    except IllegalTransition:
        messages.warning(request, TOO_LATE)
    return redirect("return_detail", found.version_id)


@require_POST
def query_close(request, query):
    """By who asked, or by who accepts returns there."""
    found = visible_query(request, query)
    require_permission(request.user, Permission.QUERY_RETURN, found.version.practice)
    accepts = has_permission(request.user, Permission.ACCEPT_RETURN, found.version.practice)
    if not accepts and found.asked_by_id != request.user.pk:
        messages.warning(request, "Only who asked, or a facilitator, closes a question.")
        return redirect("return_detail", found.version_id)
    try:
        actions.close(query=found, by=request.user)
        messages.success(request, "The question is closed.")
    except IllegalTransition:
        messages.warning(request, TOO_LATE)
    return redirect("return_detail", found.version_id)
