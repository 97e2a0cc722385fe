"""One post: its page, and its changes by whoever leads the roster there."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from workforce.actions import posts as actions
from workforce.actions.transfers import transfer
from workforce.catalogue import role_name
from workforce.dashboards.links import href
from workforce.forms.posts import HostsForm, PostCloseForm, PostEditForm, PostForm, TransferForm
from workforce.views.breadcrumbs import to_programme
from workforce.views.forms import back_to_post, directory_of, employers_for, form_page, post_form_page, trusts_led
from workforce.views.pages import programme_page
from workforce.views.panels import parts_of_post
from workforce.views.scope import post_of, programme_to_lead


@require_safe
def post_detail(request, post):
    post = post_of(request, post)
    context = {"heading": f"Post {post.number}: {role_name(post.role)}", "parts": parts_of_post(request, post)}
    crumb = ("Posts", href("roster", post.programme.slug))
    return programme_page(request, "workforce/parts.html", post.programme, context, crumb)


@GET_AND_POST
def post_create(request, programme):
    programme = programme_to_lead(request, programme)
    trusts, directory = trusts_led(request.user, programme), directory_of(request.user).practices()
    form = PostForm(request.POST or None, trusts=trusts, directory=directory)
    if form.is_valid():
        post = attempted(form, actions.create, programme=programme, by=request.user, **form.cleaned_data)
        if post:
            messages.success(request, f"Post {post.number} is on the roster.")
            return redirect("post_detail", post.pk)
    crumbs = to_programme(programme, ("Posts", href("roster", programme.slug)))
    return form_page(request, form, "Add a post", crumbs, caption=programme.name)


@EDIT
def post_edit(request, post):
    post = post_of(request, post, Permission.CHANGE_ROSTER)
    form = PostEditForm(request.POST or None, post=post)
    saving = {"post": post, "seen": form.seen, "by": request.user}
    if form.is_valid() and attempted(form, actions.edit, **saving, **form.cleaned_data):
        return back_to_post(request, post, "The post is saved.")
    return post_form_page(request, post, form, "Change this post")


@EDIT
def post_close(request, post):
    post = post_of(request, post, Permission.CHANGE_ROSTER)
    form = PostCloseForm(request.POST or None)
    if form.is_valid() and attempted(form, actions.close, post=post, by=request.user, **form.cleaned_data):
        return back_to_post(request, post, "The post is closed.")
    notes = ["A closed post stays on record. It is no vacancy from the next day on."]
    return post_form_page(request, post, form, "Close this post", notes)


@EDIT
def post_host_change(request, post):
    post = post_of(request, post, Permission.CHANGE_ROSTER)
    hosts = list(post.hosts.visible_to(request.user).select_related("practice"))
    form = HostsForm(request.POST or None, hosts=hosts, directory=directory_of(request.user).practices())
    if form.is_valid():
        chosen = {"start": form.cleaned_data["start"], "shares": form.shares}
        if attempted(form, actions.change_hosts, post=post, seen=form.seen, by=request.user, **chosen):
            return back_to_post(request, post, "The hosts are saved.")
    notes = ["Enter all hosts from that day on. The shares come to 100 per cent or less."]
    return post_form_page(request, post, form, "Change the hosts", notes)


@GET_AND_POST
def post_transfer(request, programme):
    programme = programme_to_lead(request, programme)
    form = TransferForm(
        request.POST or None,
        trusts=trusts_led(request.user, programme),
        directory=directory_of(request.user).commissioners(),
        employers=employers_for(request.user),
    )
    if form.is_valid():
        moved = attempted(form, transfer, programme=programme, by=request.user, **form.cleaned_data)
        if moved:
            messages.success(request, f"Posts carried over: {moved}.")
            return redirect("roster", programme.slug)
    crumbs = to_programme(programme, ("Posts", href("roster", programme.slug)))
    notes = [
        "For a merger of PCTs, or a service that changes hands. Nobody is counted as leaving, and all terms go on."
    ]
    return form_page(request, form, "Carry posts over to another PCT", crumbs, caption=programme.name, notes=notes)
