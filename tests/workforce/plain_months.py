"""The months of a roster counted plainly: every figure from its definition, one month and one row at a time."""

import random
from datetime import date, timedelta

import pandas as pd

from practices.months import add_months, first_of, last_day, month_range
from workforce.role_spells import HOLDING_COLUMNS, role_spells
from workforce.roster_months import AMOUNTS, COUNTS

FIRST = date(2005, 3, 1)
TODAY = date(2006, 3, 20)
ROLES, TRUSTS = ("GMHW", "MHP"), (1, 2)
REASONS = ("pay", "promotion", "transfer", "moved_post", "")


def random_tables(seed):
    """Tables of a small roster, and the months to count."""
    chance = random.Random(seed)
    posts = [random_post(chance, number) for number in range(chance.randint(1, 6))]
    holdings = [random_holding(chance, number, chance.choice(posts)) for number in range(chance.randint(0, 8))]
    first = first_of(min(post["start"] for post in posts))
    wanted = month_range(first, add_months(first_of(TODAY), -1))
    tables = {
        "posts": table(posts, ["post", "commissioner", "role", "wte", "start", "end"]),
        "holdings": table(holdings, [*HOLDING_COLUMNS, "post"]),
        "terms": table([term for one in holdings for term in random_terms(chance, one)], ["holding", "employer", "wte", "start", "end"]),
        "caseload": table([case for one in holdings for case in random_caseload(chance, one, wanted)], ["holding", "month", "new_patients", "active"]),
        "supervision": table([month for worker in (1, 2, 3) for month in random_supervision(chance, worker, wanted)], ["worker", "month", "expected", "held"]),
    }  # fmt: skip
    return {**tables, "spells": role_spells(tables["holdings"], TODAY)}, wanted


def table(rows, columns):
    found = pd.DataFrame(rows, columns=columns)
    for name in {"start", "end", "month"} & set(columns):
        found[name] = pd.to_datetime(found[name]).astype("datetime64[s]")
    numbers = {"cohort", "employer", "wte", "new_patients", "active", "expected", "held"} & set(columns)
    return found.astype(dict.fromkeys(numbers, "float64"))


def random_dates(chance, earliest):
    start = earliest + timedelta(days=chance.randint(0, 330))
    return start, chance.choice([None, start + timedelta(days=chance.randint(0, 200))])


def random_post(chance, number):
    start, end = random_dates(chance, FIRST)
    place = {"commissioner": chance.choice(TRUSTS), "role": chance.choice(ROLES)}
    return {"post": number, "wte": chance.choice([0.5, 1.0]), "start": start, "end": end, **place}


def random_holding(chance, number, post):
    start, end = random_dates(chance, post["start"])
    return {
        "holding": number, "post": post["post"], "worker": chance.randint(1, 3), "role": post["role"],
        "commissioner": post["commissioner"], "start": start, "end": end, "cohort": None, "employer": 1,
        "reason": chance.choice(REASONS) if end else "", "destination": "",
    }  # fmt: skip


def random_terms(chance, holding):
    """Up to two sets, one after the other, the last without an end of its own."""
    change = holding["start"] + timedelta(days=chance.randint(1, 150))
    first = {"holding": holding["holding"], "employer": chance.randint(1, 3), "wte": 0.5, "start": holding["start"]}
    if chance.random() < 0.5:
        return [{**first, "end": None}]
    later = {**first, "employer": chance.randint(1, 3), "wte": 0.75, "start": change, "end": None}
    return [{**first, "end": change - timedelta(days=1)}, later]


def random_caseload(chance, holding, wanted):
    chosen = [month for month in wanted if chance.random() < 0.3]
    said = [0, 7, 25, None]
    return [
        {"holding": holding["holding"], "month": month, "new_patients": chance.choice(said), "active": chance.choice(said)}
        for month in chosen
    ]  # fmt: skip


def random_supervision(chance, worker, wanted):
    return [
        {"worker": worker, "month": month, "expected": chance.choice([None, 240.0]), "held": chance.choice([0, 60])}
        for month in wanted
        if chance.random() < 0.5
    ]


# ---- the plain count


def as_dictionary(found):
    return {
        (row["commissioner"], row["role"], row["month"]): {name: row[name] for name in (*COUNTS, *AMOUNTS)}
        for row in found.to_dict("records")
    }


def counted(tables, wanted):
    rows = {name: plain(found) for name, found in tables.items()}
    groups = sorted({(post["commissioner"], post["role"]) for post in rows["posts"]})
    return {
        (*group, month): figures(rows, group, month)
        for group in groups
        for month in wanted
        if min(first_of(post["start"]) for post in own(rows["posts"], group)) <= month
    }


def plain(found):
    return [
        {name: None if pd.isna(value) else plain_value(value) for name, value in row.items()}
        for row in found.to_dict("records")
    ]


def plain_value(value):
    return value.date() if isinstance(value, pd.Timestamp) else value


def own(rows, group, place="commissioner"):
    return [row for row in rows if (row[place], row["role"]) == group]


def holds(row, day):
    return row["start"] <= day and (row["end"] is None or row["end"] >= day)


def figures(rows, group, month):
    posts, holdings = own(rows["posts"], group), own(rows["holdings"], group)
    return {
        **of_posts(posts, rows["holdings"], last_day(month)),
        **of_people(rows, holdings, group, month),
        **of_caseload(rows, holdings, month),
        **of_supervision(rows, group, month),
    }


def of_posts(posts, holdings, day):
    open_posts = [post for post in posts if holds(post, day)]
    held = {one["post"] for one in holdings if holds(one, day)}
    return {
        "posts": len(open_posts),
        "posts_vacant": sum(post["post"] not in held for post in open_posts),
        "wte_established": sum(post["wte"] for post in open_posts),
    }


def of_people(rows, holdings, group, month):
    day = last_day(month)
    now = [one for one in holdings if holds(one, day)]
    terms = [term for one in now for term in rows["terms"] if term["holding"] == one["holding"] and holds(term, day)]
    ended = [
        one for one in own(rows["spells"], group, "last_commissioner") if one["last"] and first_of(one["last"]) == month
    ]
    return {
        "people": len({one["worker"] for one in now}),
        "employers": len({term["employer"] for term in terms}),
        "wte_in_post": sum(term["wte"] for term in terms),
        "starters": sum(first_of(one["start"]) == month for one in own(rows["spells"], group)),
        "leavers": sum(one["outcome"] == "left" for one in ended),
        "promoted": sum(one["outcome"] == "promoted" for one in ended),
    }


def of_caseload(rows, holdings, month):
    mine = {one["holding"]: one for one in holdings}
    found = [case for case in rows["caseload"] if case["holding"] in mine and case["month"] == month]
    said = [case for case in found if case["new_patients"] is not None]
    worked = sum(wte_month(rows, mine[case["holding"]], month) for case in said)
    return {
        "new_patients": sum(case["new_patients"] for case in said),
        "wte_months": round(worked, 6),
        "active": sum(case["active"] or 0 for case in found),
        "holdings_counted": len(said),
    }


def wte_month(rows, holding, month):
    """WTE of each day, added up, as a part of the month."""
    days = [month + timedelta(days=day) for day in range(last_day(month).day)]
    terms = [term for term in rows["terms"] if term["holding"] == holding["holding"]]
    return sum(term["wte"] for day in days for term in terms if holds(term, day) and holds(holding, day)) / len(days)


def of_supervision(rows, group, month):
    found = [one for one in rows["supervision"] if one["month"] == month and one["expected"] is not None]
    mine = [one for one in found if place_of(rows, one["worker"], month) == group]
    return {
        "supervision_expected": sum(one["expected"] for one in mine),
        "supervision_held": sum(one["held"] for one in mine),
    }


def place_of(rows, worker, month):
    """PCT and role of the latest holding that has a day in the month."""
    held = [
        one
        for one in rows["holdings"]
        if one["worker"] == worker and one["start"] <= last_day(month) and (one["end"] is None or one["end"] >= month)
    ]
    latest = max(held, key=lambda one: (one["start"], one["holding"]), default=None)
    return latest and (latest["commissioner"], latest["role"])
