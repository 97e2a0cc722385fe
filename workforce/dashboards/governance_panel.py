"""What governance brings to the page of a post: what is not in place."""

from workforce.dashboards.governance import gap_line, of_post, tag
from workforce.dashboards.links import href
from workforce.dashboards.panels import Panel, post_panel
from workforce.governance_lists import gaps


@post_panel
def governance(user, post) -> Panel | None:
    """For everybody who may see the post: the checklist is about the post, not about who holds it."""
    answers = of_post(post)
    lacking = gaps(answers)
    note = f"{len(answers) - len(lacking)} of {len(answers)} items are in place; {len(lacking)} are gaps."
    context = {
        "notes": [note],
        "table": {
            "caption": "Governance gaps",
            "head": ["What is missing", "Answer"],
            "rows": [[gap_line(one), {"tag": tag(one.answer)}] for one in lacking],
            "empty": "Every item of the checklist is in place.",
        },
        "links": [{"text": "Governance checklist", "href": href("governance_post", post.pk)}],
    }
    return Panel("Governance", "workforce/panels/table.html", context, order=60)
