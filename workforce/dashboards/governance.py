"""Governance as pages show it: the programme's roles and items, the list of a role, the list of a post."""

from collections import defaultdict

from django.db.models import Count

from practices import clock
from workforce import governance_lists
from workforce.catalogue import role_name
from workforce.dashboards.links import href
from workforce.disclosure import MINIMUM_PEOPLE, shown
from workforce.governance_lists import NOT_ANSWERED, YES, Answered
from workforce.models import Answer, Post, PostGovernance, RoleGovernance
from workforce.models.scope import in_force

COLOURS = {"yes": "green", "partly": "yellow", "no": "red", "": "grey"}
TOO_FEW_POSTS = f"withheld: fewer than {MINIMUM_PEOPLE} posts"


def role_answers(programme) -> dict[str, dict[str, RoleGovernance]]:
    """The answers of a programme's roles: role -> item -> row."""
    found = defaultdict(dict)
    for row in RoleGovernance.objects.filter(programme=programme):
        found[row.role][row.item] = row
    return found


def of_role(programme, role) -> tuple[Answered, ...]:
    return governance_lists.answered(role, role_answers(programme).get(role, {}))


def of_post(post) -> tuple[Answered, ...]:
    """The list of a post; what it has not answered it takes from its role. Two queries."""
    own = {row.item: row for row in PostGovernance.objects.filter(post=post)}
    rows = RoleGovernance.objects.filter(programme=post.programme_id, role=post.role)
    return governance_lists.answered(post.role, own, {row.item: row for row in rows})


def tag(answer: str) -> dict:
    return {"text": Answer(answer).label if answer else NOT_ANSWERED, "colour": COLOURS[answer]}


def checklist_table(answers, caption: str, *, is_post: bool = False) -> dict:
    return {
        "caption": caption,
        "head": ["Item", "In place", "Evidence", "Who sees to it", "Answered", "Look at it again"],
        "rows": [checklist_row(one, is_post) for one in answers],
        "first_is_header": True,
    }


def checklist_row(one: Answered, is_post: bool) -> list:
    kept = "once for the role" if one.item.is_of_role else "each post answers for itself"
    return [
        one.item.name if is_post else {"text": one.item.name, "hint": f"{one.item.question} ({kept})"},
        {"tag": tag(one.answer), "hint": "as for the role" if one.is_inherited else ""},
        one.evidence,
        one.owner,
        f"{one.answered_on:%-d %b %Y}" if one.answered_on else "",
        review_cell(one.review_on),
    ]


def review_cell(review_on):
    """The day, and in words that it has passed."""
    if review_on is None:
        return "No day is set"
    day = f"{review_on:%-d %b %Y}"
    return {"tag": {"text": f"Overdue since {day}", "colour": "yellow"}} if review_on < clock.today() else day


def policy_sentence(role, answers) -> str:
    """How many parts of the policy on the role are in place (row 65); "" for a role that needs no such policy."""
    done, parts = governance_lists.policy_in_place(role, answers)
    return f"Policy on the role: {done} of {parts} parts are in place." if parts else ""


def gap_lines(answers) -> list[str]:
    """What a role or post lacks, in words (row 8)."""
    return [gap_line(one) for one in governance_lists.gaps(answers)]


def gap_line(one: Answered) -> str:
    words = Answer(one.answer).label.lower() if one.answer else NOT_ANSWERED.lower()
    owner = f"; {one.owner} sees to it" if one.owner else "; nobody is named to see to it"
    return f"{one.item.name}: {words}{owner}; {review_words(one.review_on)}"


def review_words(review_on) -> str:
    if review_on is None:
        return "no day is set to look at it again"
    passed = "it was to be" if review_on < clock.today() else "it is"
    return f"{passed} looked at again on {review_on:%-d %b %Y}"


def open_posts(programme):
    return Post.objects.filter(in_force(), programme=programme)


def roles_of(programme, posts) -> dict[str, int]:
    """How many of `posts` each role of the programme has, by the role's name; roles with answers but no posts too."""
    counts = dict(posts.order_by().values_list("role").annotate(Count("pk")))
    answered = RoleGovernance.objects.filter(programme=programme).order_by().values_list("role", flat=True).distinct()
    return {role: counts.get(role, 0) for role in sorted({*counts, *answered}, key=role_name)}


def own_answers(posts) -> dict[tuple[str, str], tuple[int, int]]:
    """(role, item) -> how many of these posts say yes, and how many something else."""
    grouped = PostGovernance.objects.filter(post__in=posts.values("pk")).order_by()
    found = defaultdict(lambda: [0, 0])
    for role, item, answer, number in grouped.values_list("post__role", "item", "answer").annotate(Count("pk")):
        found[role, item][0 if answer == YES else 1] += number
    return {key: (yes, other) for key, (yes, other) in found.items()}


def programme_table(programme, posts, *, exact: bool) -> dict:
    """Items down, roles across: the answer for the role, and how many of `posts` have a gap. Four queries, whatever the roles."""
    numbers, answers, own = roles_of(programme, posts), role_answers(programme), own_answers(posts)
    lists = {role: governance_lists.answered(role, answers.get(role, {})) for role in numbers}
    cells = {
        (role, one.item.code): role_cell(one, gap_count(role, one, number, own), number, exact)
        for role, number in numbers.items()
        for one in lists[role]
    }
    items = {one.item.code: one.item.name for found in lists.values() for one in found}
    return {
        "caption": "What is in place: each item, by role",
        "head": ["Item", *(role_heading(programme, role, lists[role]) for role in numbers)],
        "rows": [[name, *(cells.get((role, code), "Not asked") for role in numbers)] for code, name in items.items()],
        "first_is_header": True,
        "empty": "No role has posts or a checklist yet. Open a role below to see its checklist.",
    }


def role_heading(programme, role, answers) -> dict:
    text = f"{role_name(role)}: {len(governance_lists.gaps(answers))} gaps of the role"
    return {"text": text, "href": href("governance_role", programme.slug, role)}


def gap_count(role, one: Answered, posts, own) -> int:
    yes, other = own.get((role, one.item.code), (0, 0))
    return governance_lists.posts_with_gap(one.item, posts, yes, other, one.answer)


def role_cell(one: Answered, lacking, posts, exact) -> dict:
    """Without posts there is nothing to count; fewer than 8 posts are not counted for others than their lead."""
    if not posts:
        words = "No post is open"
    elif not exact and posts < MINIMUM_PEOPLE:
        words = TOO_FEW_POSTS
    else:
        words = f"Gap in {shown(lacking, exact=exact)} of {shown(posts, exact=exact)} posts"
    return {"tag": tag(one.answer), "hint": words}


def posts_table(posts) -> dict:
    """A page of a role's posts, each with how many items are not in place; two queries."""
    own = defaultdict(dict)
    for row in PostGovernance.objects.filter(post__in=posts):
        own[row.post_id][row.item] = row
    roles = role_answers(posts[0].programme) if posts else {}
    return {
        "caption": "Open posts of this role",
        "head": ["Post", "PCT", {"text": "Gaps", "numeric": True}, "What is missing, and who sees to it", "Next look"],
        "rows": [post_row(post, own[post.pk], roles.get(post.role, {})) for post in posts],
        "first_is_header": True,
        "empty": "No post of this role is open today.",
    }


def post_row(post, own, role) -> list:
    lacking = governance_lists.gaps(governance_lists.answered(post.role, own, role))
    return [
        {"text": post.number, "href": href("governance_post", post.pk)},
        post.commissioner.name,
        {"text": len(lacking), "numeric": True},
        "; ".join(missing_words(one) for one in lacking) or "Nothing",
        review_cell(min((one.review_on for one in lacking if one.review_on), default=None)) if lacking else "",
    ]


def missing_words(one: Answered) -> str:
    return f"{one.item.name} ({one.owner or 'nobody named'})"
