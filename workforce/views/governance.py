"""Governance: the programme's roles, the checklist of a role, the checklist of a post."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from practices.forms.free_text import NO_PATIENT
from practices.views.methods import EDIT
from practices.views.refusals import attempted
from workforce.actions.governance import answer_post, answer_role
from workforce.catalogue import role_name, roles
from workforce.dashboards import governance as pages
from workforce.dashboards.links import href
from workforce.forms.governance import GovernanceForm
from workforce.models import Post
from workforce.models.scope import grants_with
from workforce.views.breadcrumbs import to_post, to_programme
from workforce.views.forms import form_page
from workforce.views.pages import programme_page
from workforce.views.scope import post_of, programme_to_lead, programme_to_see, sees_exactly

A_PAGE = 50
HOW_TO_ANSWER = [
    f"A yes needs evidence; what is left unanswered counts as a gap. Name owners by job title. {NO_PATIENT}."
]
OF_THE_WHOLE = "Only the lead of the whole programme changes this: it holds for every PCT."


def leads_some(user) -> bool:
    return bool(grants_with(user, Permission.CHANGE_ROSTER))


def posts_to_count(request, programme):
    """(posts, whether they are counted exactly, whose): the lead's own, or everybody's protected."""
    exact = sees_exactly(request.user, programme)
    if exact or not leads_some(request.user):
        return pages.open_posts(programme), exact, f"Counted are all posts of {programme.name}."
    own = Post.objects.visible_to(request.user, Permission.CHANGE_ROSTER)
    return pages.open_posts(programme).filter(pk__in=own.values("pk")), True, "Counted are the posts of your own PCT."


@require_safe
def governance_home(request, programme):
    programme = programme_to_see(request, programme)
    posts, exact, whose = posts_to_count(request, programme)
    context = {
        "heading": "Governance",
        "whose": whose,
        "is_protected": not exact,
        "table": pages.programme_table(programme, posts, exact=exact),
        "other_roles": [
            {"text": role.name, "href": href("governance_role", programme.slug, code)} for code, role in roles().items()
        ],
    }
    return programme_page(request, "workforce/governance.html", programme, context)


def known(role: str) -> str:
    if role not in roles():
        raise Http404
    return role


@require_safe
def governance_role(request, programme, role):
    programme, role = programme_to_see(request, programme), known(role)
    answers = pages.of_role(programme, role)
    is_lead = leads_some(request.user)
    context = {
        "heading": f"Governance of the role: {role_name(role)}",
        "policy": pages.policy_sentence(role, answers),
        "gaps": pages.gap_lines(answers),
        "table": pages.checklist_table(answers, "The checklist"),
        "links": [{"text": "Answer the checklist", "href": href("governance_role_edit", programme.slug, role)}]
        if is_lead and sees_exactly(request.user, programme)
        else [],
    }
    if is_lead:
        own = Post.objects.visible_to(request.user, Permission.CHANGE_ROSTER)
        posts = pages.open_posts(programme).filter(pk__in=own.values("pk"), role=role)
        rows = posts.select_related("commissioner", "programme")
        page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "posts": pages.posts_table(list(page))}
    crumb = ("Governance", href("governance", programme.slug))
    return programme_page(request, "workforce/governance_role.html", programme, context, crumb)


@EDIT
def governance_role_edit(request, programme, role):
    programme, role = programme_to_lead(request, programme), known(role)
    form = GovernanceForm(request.POST or None, answers=pages.of_role(programme, role))
    is_whole = sees_exactly(request.user, programme)
    if form.is_bound and not is_whole:
        form.add_error(None, OF_THE_WHOLE)
    values = {"programme": programme, "role": role, "by": request.user}
    if form.is_valid() and attempted(form, answer_role, replies=form.replies, **values) is not None:
        messages.success(request, "The checklist is saved.")
        return redirect("governance_role", programme.slug, role)
    crumbs = to_programme(
        programme,
        ("Governance", href("governance", programme.slug)),
        (role_name(role), href("governance_role", programme.slug, role)),
    )
    notes = HOW_TO_ANSWER if is_whole else [OF_THE_WHOLE]
    heading = f"Checklist of the role: {role_name(role)}"
    return form_page(request, form, heading, crumbs, caption=programme.name, notes=notes)


@require_safe
def governance_post(request, post):
    post = post_of(request, post)
    answers = pages.of_post(post)
    may_change = Post.objects.visible_to(request.user, Permission.CHANGE_ROSTER).filter(pk=post.pk).exists()
    change = {"text": "Answer the checklist", "href": href("governance_post_edit", post.pk)}
    context = {
        "post": post,
        "heading": "Governance",
        "caption": f"Post {post.number}, {role_name(post.role)}",
        "gaps": pages.gap_lines(answers),
        "table": pages.checklist_table(answers, "The checklist", is_post=True),
        "links": [change] if may_change else [],
        "breadcrumbs": to_post(post),
    }
    return render(request, "workforce/governance_post.html", context)


@EDIT
def governance_post_edit(request, post):
    post = post_of(request, post, Permission.CHANGE_ROSTER)
    form = GovernanceForm(request.POST or None, answers=pages.of_post(post), blank="As for the role")
    values = {"post": post, "by": request.user}
    if form.is_valid() and attempted(form, answer_post, replies=form.replies, **values) is not None:
        messages.success(request, "The checklist is saved.")
        return redirect("governance_post", post.pk)
    crumbs = to_post(post, ("Governance", href("governance_post", post.pk)))
    return form_page(request, form, "Checklist of the post", crumbs, caption=f"Post {post.number}", notes=HOW_TO_ANSWER)
