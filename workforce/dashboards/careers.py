"""The career pathway of a programme: next steps of its roles, what they require, and who has moved up."""

from collections import Counter

from django.db.models import Count

from workforce import careers
from workforce.catalogue import role_name, roles
from workforce.dashboards.links import href
from workforce.disclosure import shown, why_withheld
from workforce.models import EndReason, Leaving, Post, Terms
from workforce.training_programmes import training_name

PROMOTED = EndReason.PROMOTION
MOST_PEOPLE = 200


def promotions(programme):
    return Leaving.objects.filter(reason=PROMOTED, holding__post__programme=programme)


def roles_used(programme) -> set[str]:
    """The roles that the programme has, or had, posts for."""
    return set(Post.objects.filter(programme=programme).order_by().values_list("role", flat=True).distinct())


def career_page(user, programme, *, exact: bool) -> dict:
    """Steps by role with how many went from the one role to the other; five queries."""
    moved = moves_between(programme)
    hidden = why_counts_withheld(programme, sum(moved.values()), exact)
    used = roles_used(programme)
    ours = [step for step in careers.career_steps() if step.role in used]
    others = [step for step in careers.career_steps() if step.role not in used]
    return {
        "sentence": sentence(sum(moved.values()), hidden, exact),
        "tables": [
            step_table(ours, "Roles of this programme", lambda step: moved_text(step, moved, hidden, exact)),
            step_table(others, "Other roles"),
        ],
        "moves": moves_table(moved, hidden, exact),
        "people": people_table(user, programme),
    }


def moves_between(programme) -> Counter:
    """(role, next role) -> how many were promoted; the next role is "" where it was not said."""
    grouped = promotions(programme).order_by().values_list("holding__post__role", "next_role").annotate(Count("pk"))
    return Counter({(role, following): number for role, following, number in grouped})


def why_counts_withheld(programme, people: int, exact: bool) -> str:
    """That somebody left, and why, is shown of 8 people and 3 employers or more (D13)."""
    terms = Terms.objects.filter(holding__leaving__reason=PROMOTED, holding__post__programme=programme)
    employers = 0 if exact else terms.order_by().values("employer").distinct().count()
    return why_withheld(people, employers, exact=exact)


def sentence(people: int, hidden: str, exact: bool) -> str:
    if hidden:
        return f"How many moved up: {hidden}."
    number = shown(people, exact=exact)
    return f"{number:,} {'promotion was' if number == 1 else 'promotions were'} written down."


def step_table(steps, caption, moved_by=None) -> dict:
    """`moved_by` says of a step how many took it; None where the programme has no such posts."""
    head = ["From", "Next step", "What it requires", "Basis"]
    return {
        "caption": caption,
        "first_is_header": True,
        "head": [*head, {"text": "Moved up", "numeric": True}] if moved_by else head,
        "rows": [
            [*step_cells(step), *([{"text": moved_by(step), "numeric": True}] if moved_by else [])] for step in steps
        ],
        "empty": "No next step is described for these roles.",
    }


def step_cells(step) -> list:
    requires = "; ".join(step.requires)
    if step.training:
        requires = f"{requires} (course: {training_name(step.training)})"
    return [role_cell(step.role), step.name, requires, basis(step)]


def moved_text(step, moved, hidden, exact):
    """A step within a role is not told apart from others within it."""
    if step.role == step.next_role:
        return "in the same role"
    return hidden or shown(moved[step.role, step.next_role], exact=exact)


def role_cell(code) -> dict:
    return {"text": role_name(code), "href": href("role_detail", code) if code in roles() else ""}


def basis(step) -> str:
    """Who says so."""
    words = "Design choice of this application" if step.is_design_choice else ""
    return ". ".join(part for part in (words, step.source) if part)


def moves_table(moved, hidden, exact) -> dict:
    """Every promotion by its two roles, also where no step is described."""
    rows = [] if hidden else [move_row(pair, number, exact) for pair, number in sorted(moved.items())]
    return {
        "caption": "Who moved from which role to which",
        "first_is_header": True,
        "head": ["From", "To", {"text": "People", "numeric": True}],
        "rows": rows,
        "empty": f"{hidden[:1].upper()}{hidden[1:]}." if hidden else "No promotion was written down.",
    }


def move_row(pair, number, exact) -> list:
    role, following = pair
    return [
        role_name(role),
        role_name(following) if following else "not said",
        {"text": shown(number, exact=exact), "numeric": True},
    ]


def people_table(user, programme) -> dict | None:
    """Who was promoted, for whoever may know why they left; None for everybody else."""
    # By the worker's programme: asked by the post's, SQLite compares every post with every worker.
    found = Leaving.objects.visible_to(user).filter(reason=PROMOTED, holding__worker__programme=programme)
    found = found.select_related("holding__worker", "holding__post").order_by("-holding__end", "pk")[:MOST_PEOPLE]
    rows = [
        [
            {"text": one.holding.worker.name, "href": href("worker_detail", one.holding.worker_id)},
            one.holding.worker.staff_number,
            role_name(one.holding.post.role),
            role_name(one.next_role) if one.next_role else "not said",
            f"{one.holding.end:%-d %b %Y}" if one.holding.end else "not said",
        ]
        for one in found
    ]
    head = ["Name", "No.", "From", "To", "Last day in the former post"]
    return (
        {
            "caption": f"People who moved up, the latest {MOST_PEOPLE} at most",
            "first_is_header": True,
            "head": head,
            "rows": rows,
        }
        if rows
        else None
    )
