"""Letters: one's own, what one wants to get, the rounds of a wave, the whole post, and who is asked for a practice's return."""

from django.contrib import messages as flashes
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission, require_permission
from collaborative.dashboards import letters as pages
from collaborative.forms.letters import ChoicesForm, ContactForm, PostSearchForm
from collaborative.views.form_pages import show_form
from collaborative.views.paging import page_of, query_without
from measures.actions.contacts import choose_contacts
from measures.contacts import contacts_of, senders_of
from measures.views.measured import require_measures
from measures.views.tracker import tracker_crumb
from operations import messages
from practices.models import Organisation, Wave
from practices.views.methods import EDIT
from practices.wording import counted

A_PAGE = 20
A_PAGE_OF_POST = 50


@require_safe
def message_list(request):
    page = page_of(request, messages.for_person(request.user), A_PAGE)
    context = {"page": page, "letters": pages.own_letters(request.user, page), "breadcrumbs": [home()]}
    return render(request, "collaborative/letters/message_list.html", context)


def home():
    return "Home", reverse("home")


@EDIT
def message_choices(request):
    choices = pages.choices_page(request.user)
    form = ChoicesForm(request.POST or None, kinds=choices["kinds"], initial={"wanted": choices["wanted"]})
    if request.method == "POST" and form.is_valid():
        among = [kind.name for kind in choices["kinds"]]
        messages.choose(by=request.user, wanted=form.cleaned_data["wanted"], among=among)
        flashes.success(request, "Your choice is saved.")
        return redirect("message_list")
    context = {"form": form, "kinds": choices["kinds"], "breadcrumbs": [home(), ("Letters", reverse("message_list"))]}
    return render(request, "collaborative/letters/message_choices.html", context)


@require_safe
def reminder_preview(request, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user).select_related("programme"), code=wave_code)
    require_permission(request.user, Permission.CHASE_RETURNS, wave)
    require_measures(wave)
    preview = pages.preview(request.user, wave)
    page = page_of(request, preview.letters, A_PAGE)
    context = {"wave": wave, "preview": preview, "page": page, "breadcrumbs": [home(), tracker_crumb(wave)]}
    return render(request, "collaborative/letters/reminder_preview.html", context)


@require_safe
def message_post(request):
    require_permission(request.user, Permission.VIEW_OPERATIONS)
    form = PostSearchForm(request.GET, kinds=pages.all_kinds())
    page = page_of(request, form.narrow(pages.all_letters()), A_PAGE_OF_POST)
    context = {
        "form": form,
        "page": page,
        "page_query": query_without(request, "page"),
        "caption": counted(page.paginator.count, "letter"),
        "rows": pages.post_rows(page, has_permission(request.user, Permission.CHANGE_OPERATIONS)),
        "breadcrumbs": [home(), ("Jobs", reverse("job_list"))],
    }
    return render(request, "collaborative/letters/message_post.html", context)


@require_POST
def message_resend(request, message):
    require_permission(request.user, Permission.CHANGE_OPERATIONS)
    letter = get_object_or_404(pages.find_letters(), pk=message)
    if messages.resend(letter, by=request.user):
        flashes.success(request, "The letter is put down again.")
    else:
        flashes.info(request, "Only a letter that came back or perhaps went can be sent again.")
    return redirect("message_post")


@EDIT
def return_contact(request, ods_code):
    practices = Organisation.objects.visible_to(request.user).practices()
    practice = get_object_or_404(practices, ods_code=ods_code)
    require_permission(request.user, Permission.SEND_RETURN, practice)
    now = contacts_of([practice])[practice.pk]
    initial = {"responsible": pk_of(now.responsible), "deputy": pk_of(now.deputy)}
    form = ContactForm(request.POST or None, senders=senders_of([practice.pk])[practice.pk], initial=initial)
    if request.method == "POST" and form.is_valid():
        choose_contacts(practice=practice, by=request.user, **form.chosen)
        flashes.success(request, "Reminders go to the people you chose.")
        return redirect("return_home")
    notes = [
        "Reminders of a return that is due, and questions about it, go to these people.",
        "Whoever else may send a return still can. Give somebody a role under People, and they are listed here.",
        *([] if now.is_chosen else ["Nobody was chosen yet: the managers are asked, then the data officers."]),
    ]
    breadcrumbs = [home(), ("Returns", reverse("return_home"))]
    return show_form(request, form, "Who is asked for the return", practice.name, breadcrumbs, notes)


def pk_of(person):
    return person.pk if person else None
