"""The rules once more, for one series, as one would tell them: lists, loops, None for a missing month. A second opinion."""

from itertools import pairwise

SAME = 1e-9


def side(value, line):
    if value is None or line is None or abs(value - line) <= SAME * abs(line):
        return 0
    return 1 if value > line else -1


def windows(length, size):
    return [range(start, start + size) for start in range(length - size + 1)]


def of_one_phase(window, phases):
    return len({phases[row] for row in window}) == 1


def rows_of(patterns, length):
    """(members, completing) as lists of truth values, from pairs (member rows, completing row)."""
    members, completing = {row for rows, _ in patterns for row in rows}, {last for _, last in patterns}
    return [row in members for row in range(length)], [row in completing for row in range(length)]


def outside(values, lower, upper):
    return [
        side(value, high) == 1 or side(value, low) == -1 for value, low, high in zip(values, lower, upper, strict=True)
    ]


def same_side(values, centre, phases, size):
    patterns = []
    for window in windows(len(values), size):
        lie = [side(values[row], centre[row]) for row in window]
        if of_one_phase(window, phases) and abs(sum(lie)) == size:
            patterns.append((window, window[-1]))
    return rows_of(patterns, len(values))


def differences(values, window):
    return [side(values[after], values[before]) for before, after in pairwise(window)]


def trend(values, phases, size):
    patterns = []
    for window in windows(len(values), size):
        if of_one_phase(window, phases) and abs(sum(differences(values, window))) == size - 1:
            patterns.append((window, window[-1]))
    return rows_of(patterns, len(values))


def trend_side(values, phases, size, row):
    """The side of a member: of the trend that begins at it where one ends and one begins, else of its only trend."""
    ways = {}
    for window in windows(len(values), size):
        total = sum(differences(values, window))
        if of_one_phase(window, phases) and abs(total) == size - 1 and row in window:
            ways[1 if total > 0 else -1] = True
    if len(ways) == 2:
        return side(values[row + 1], values[row])
    return next(iter(ways), 0)


def two_in_three(values, centre, near, limit, phases, way, beyond_limits):
    """On one side: way 1 above, -1 below."""
    patterns = []
    for window in windows(len(values), 3):
        if not of_one_phase(window, phases) or any(side(values[row], centre[row]) != way for row in window):
            continue
        beyond = [row for row in window if side(values[row], near[row]) == way]
        if not beyond_limits:
            beyond = [row for row in beyond if side(values[row], limit[row]) != way]
        if len(beyond) >= 2:
            patterns.append((beyond, window[-1]))
    return rows_of(patterns, len(values))


def so_many_beyond(zones, phases, sigma, needed, size, way):
    patterns = []
    for window in windows(len(zones), size):
        if not of_one_phase(window, phases) or any(zones[row] is None for row in window):
            continue
        beyond = [row for row in window if zones[row] * way > sigma]
        if len(beyond) >= needed and window[-1] in beyond:
            patterns.append((beyond, window[-1]))
    return rows_of(patterns, len(zones))


def alternating(values, phases, size):
    patterns = []
    for window in windows(len(values), size):
        steps = differences(values, window)
        turns = all(one * other == -1 for one, other in pairwise(steps))
        if of_one_phase(window, phases) and turns:
            patterns.append((window, window[-1]))
    return rows_of(patterns, len(values))


def all_such(zones, phases, size, such):
    patterns = []
    for window in windows(len(zones), size):
        seen = [zones[row] for row in window]
        if of_one_phase(window, phases) and None not in seen and such(seen):
            patterns.append((window, window[-1]))
    return rows_of(patterns, len(zones))


def within_one(seen):
    return all(abs(zone) <= 1 for zone in seen)


def avoiding(seen):
    return all(abs(zone) > 1 for zone in seen) and min(seen) < 0 < max(seen)


def long_run(values, centre, phases, longest):
    """Members of runs of more than `longest(useful points of the phase)` points, noughts and gaps passed over."""
    members = []
    for phase in sorted(set(phases)):
        useful = [row for row in range(len(values)) if phases[row] == phase and side(values[row], centre[row])]
        runs = []
        for row in useful:
            if runs and side(values[runs[-1][-1]], centre[runs[-1][-1]]) == side(values[row], centre[row]):
                runs[-1].append(row)
            else:
                runs.append([row])
        if len(useful) >= 10:
            members += [row for run in runs if len(run) > longest(len(useful)) for row in run]
    return [row in members for row in range(len(values))]
