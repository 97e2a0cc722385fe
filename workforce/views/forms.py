"""The pages of the workforce that are one form."""

from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.permissions import Permission
from practices.models import Organisation
from workforce.files.staff_scope import trusts_to_send_for
from workforce.models import Employer
from workforce.views.breadcrumbs import to_post, to_worker


def form_page(request, form, heading, breadcrumbs, *, caption="", notes=()):
    """`notes` are paragraphs above the form."""
    context = {"form": form, "heading": heading, "caption": caption, "notes": notes, "breadcrumbs": breadcrumbs}
    return render(request, "practices/form.html", context)


def worker_form_page(request, worker, form, heading, notes=(), further=()):
    """`further` are (text, address) pairs between the worker and the form."""
    crumbs, caption = to_worker(worker, *further), f"Worker no. {worker.staff_number}"
    return form_page(request, form, heading, crumbs, caption=caption, notes=notes)


def post_form_page(request, post, form, heading, notes=()):
    return form_page(request, form, heading, to_post(post), caption=f"Post {post.number}", notes=notes)


def back_to_post(request, post, words):
    """After the form was saved; `words` say what was."""
    messages.success(request, words)
    return redirect("post_detail", post.pk)


def trusts_led(user, programme):
    """The PCTs whose roster of this programme the person changes, by form as by file; what is led of another opens none."""
    return trusts_to_send_for(user, programme).distinct().order_by("name")


def directory_of(user):
    """All organisations: the directory is published."""
    return Organisation.objects.visible_to(user, Permission.VIEW_ORGANISATIONS)


def employers_for(user):
    return Employer.objects.visible_to(user)
