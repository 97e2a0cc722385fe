"""Choices that stand in the address of a dashboard, so that a copied link shows the same: the clock, and parents then or now."""

from practices import months

WORKSHOP = "workshop"
CLOCKS = [("", "Calendar months"), (WORKSHOP, "Months since learning workshop 1")]
PARENTS = [("", "As it was in each month"), ("now", "As it is now")]


def chosen(request, name, choices):
    """The value of a choice in the address; the first for anything unknown."""
    value = request.GET.get(name, "")
    return value if value in dict(choices) else choices[0][0]


def chosen_workshop(request, wave):
    """The month that is month 0 of the collaborative's clock, or None for calendar months."""
    return months.first_of(wave.learning_workshop_1_on) if chosen(request, "clock", CLOCKS) == WORKSHOP else None


def switch(request, name, choices, anchor):
    """The choices as links that keep the others."""
    current = {"clock": chosen(request, "clock", CLOCKS), "pcts": chosen(request, "pcts", PARENTS)}
    return [
        {"text": text, "current": current[name] == value, "href": f"?{query(current | {name: value})}#{anchor}"}
        for value, text in choices
    ]


def query(values):
    return "&".join(f"{name}={value}" for name, value in values.items() if value)


def clock_switch(request, wave):
    return switch(request, "clock", CLOCKS, "charts")


def parent_switch(request, merged):
    """Offered only where a merger or a move makes a difference."""
    return switch(request, "pcts", PARENTS, "pcts") if merged else []
