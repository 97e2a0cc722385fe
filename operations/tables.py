"""The head and the rows of a table, in the markup of the design system.

Written here and not in a template: a page of fifty rows has some hundreds of cells, and each would go through the template
language twice. What a cell may be says templates/components/table.html.
"""

from django.template.base import render_value_in_context
from django.utils.safestring import SafeString, mark_safe


def head(table, context) -> SafeString:
    return mark_safe("".join(head_cell(cell, context) for cell in part(table, "head") or ()))


def head_cell(cell, context) -> str:
    name = f"nhsuk-table__header{' nhsuk-table__header--numeric' if part(cell, 'numeric') else ''}"
    sort = part(cell, "sort")
    order = f' aria-sort="{render_value_in_context(sort, context)}"' if sort else ""
    return f'<th scope="col" class="{name}"{order}>{linked(cell, context)}</th>'


def body(table, context) -> SafeString:
    has_header = bool(part(table, "first_is_header"))
    return mark_safe("".join(row(cells, has_header, context) for cells in part(table, "rows")))


def row(cells, has_header: bool, context) -> str:
    parts = [
        f'<th scope="row" class="nhsuk-table__header">{content(cell, context)}</th>'
        if has_header and not place
        else data_cell(cell, context)
        for place, cell in enumerate(cells)
    ]
    return f'<tr class="nhsuk-table__row">{"".join(parts)}</tr>\n'


def data_cell(cell, context) -> str:
    if isinstance(cell, str):
        return f'<td class="nhsuk-table__cell">{render_value_in_context(cell, context)}</td>'
    name = f"nhsuk-table__cell{' nhsuk-table__cell--numeric' if part(cell, 'numeric') else ''}"
    width = part(cell, "colspan")
    span = f' colspan="{render_value_in_context(width, context)}"' if width else ""
    return f'<td class="{name}"{span}>{content(cell, context)}</td>'


def content(cell, context) -> str:
    """What stands in a cell: a tag, a link or text, then what can be done, then a hint."""
    if isinstance(cell, str):
        return render_value_in_context(cell, context)
    tag = part(cell, "tag")
    main = tag_html(tag, context) if tag else linked(cell, context)
    return f"{main}{action(part(cell, 'action'), context)}{hint(part(cell, 'hint'), context)}"


def linked(cell, context) -> str:
    address = part(cell, "href")
    if address:
        return f'<a href="{render_value_in_context(address, context)}">{said(cell, "text", context)}</a>'
    text = part(cell, "text")
    return render_value_in_context(cell if text is None else text, context)


def tag_html(tag, context) -> str:
    colour = f" nhsuk-tag--{said(tag, 'colour', context)}" if part(tag, "colour") else ""
    return f'<strong class="nhsuk-tag{colour}">{said(tag, "text", context)}</strong>'


def action(found, context) -> str:
    if not found:
        return ""
    address, text, of = (said(found, name, context) for name in ("href", "text", "of"))
    return f' <a class="app-no-print" href="{address}">{text}<span class="nhsuk-u-visually-hidden"> in {of}</span></a>'


def hint(found, context) -> str:
    return f'<span class="app-cell-hint">{render_value_in_context(found, context)}</span>' if found else ""


def part(cell, name: str):
    """As a template would find it; None where there is none."""
    return cell.get(name) if isinstance(cell, dict) else getattr(cell, name, None)


def said(cell, name: str, context) -> str:
    found = part(cell, name)
    return "" if found is None else render_value_in_context(found, context)
