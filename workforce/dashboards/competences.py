"""The matrix of worker and competence: who it is about, a page of it, and its file."""

from dataclasses import dataclass

import numpy as np
from django.db.models import Q
from django.utils.safestring import mark_safe

from accounts.permissions import Permission
from practices import clock
from practices.models import Organisation
from workforce import frameworks
from workforce.catalogue import role_name
from workforce.competence_matrix import COLUMNS, SHORT_WORDS, WORDS, Matrix, Standing, matrix
from workforce.dashboards.links import href
from workforce.models import CompetenceEvidence, Holding, Post, Worker, WorkforceProgramme
from workforce.models.scope import in_force

A_PAGE = 50
CLASSES = {Standing.SIGNED: "signed", Standing.WAITING: "waiting", Standing.EXPIRED: "expired", Standing.NONE: "none"}


@dataclass(frozen=True)
class Asked:
    """What the matrix is about; "" for any role or PCT."""

    framework: frameworks.Framework
    role: str = ""
    commissioner: str = ""


def frameworks_of(programme) -> tuple[frameworks.Framework, ...]:
    """Those that the programme has switched on and that take evidence."""
    codes = WorkforceProgramme.objects.filter(programme=programme).values_list("frameworks", flat=True).first()
    return frameworks.with_evidence(codes or [])


def to_sign_off():
    """Evidence that waits for somebody to sign it off, of frameworks in use: what is switched off asks for nothing."""
    used = Q(pk__in=[])
    for programme, codes in WorkforceProgramme.objects.values_list("programme", "frameworks"):
        used |= Q(worker__programme=programme, framework__in=codes)
    has_expired = Q(expires_on__lt=clock.today())
    return CompetenceEvidence.objects.filter(used, signed_off_on__isnull=True).exclude(has_expired)


def roles_in(user, programme) -> list[str]:
    posts = Post.objects.visible_to(user).filter(programme=programme)
    return sorted(posts.order_by().values_list("role", flat=True).distinct(), key=role_name)


def commissioners_in(user, programme) -> list[tuple[str, str]]:
    posts = Post.objects.visible_to(user).filter(programme=programme)
    found = Organisation.objects.filter(pk__in=posts.values("commissioner")).order_by("name")
    return list(found.values_list("ods_code", "name"))


def workers_in(user, programme, asked: Asked):
    """Those in post today, in roles to which the framework belongs, whose record this person may read."""
    roles = [asked.role] if asked.role else list(asked.framework.roles)
    held = Holding.objects.filter(in_force(), post__role__in=roles)
    if asked.commissioner:
        held = held.filter(post__commissioner__ods_code=asked.commissioner)
    workers = Worker.objects.visible_to(user, Permission.VIEW_STAFF_RECORD).filter(programme=programme)
    return workers.filter(pk__in=held.values("worker")).order_by("name", "pk")


def matrix_of(keys, framework, workers=None) -> Matrix:
    """Of the workers with these keys, in their order; one query. `workers` is where they come from when they are many."""
    of = keys if workers is None else workers.order_by().values("pk")
    rows = CompetenceEvidence.objects.filter(worker__in=of, framework=framework.code).order_by()
    return matrix(list(rows.values_list(*COLUMNS)), keys, list(framework.by_code), clock.today())


def cell(standing: Standing) -> str:
    return f'<td class="nhsuk-table__cell app-competences__{CLASSES[standing]}">{SHORT_WORDS[standing]}</td>'


# Written here and not in the template: a page has a thousand and more, of four kinds.
CELLS = {int(standing): cell(standing) for standing in Standing}


def matrix_table(workers, framework) -> dict:
    """What the page prints: the competences across, a row for each worker of the page, and what the rows come to."""
    found = matrix_of([worker.pk for worker in workers], framework)
    query = f"?framework={framework.code}"
    rows = [
        {
            "name": worker.name,
            "number": worker.staff_number,
            "href": href("worker_competences", worker.pk) + query,
            "signed": f"{signed} of {len(framework.competences)}",
            "cells": mark_safe("".join(CELLS[standing] for standing in line)),
        }
        for worker, signed, line in zip(workers, found.signed, found.standings.tolist(), strict=True)
    ]
    return {"framework": framework, "rows": rows, "sentence": sentence(found)}


def sentence(found: Matrix) -> str:
    counts = found.counts()
    parts = [f"{counts[standing]:,} {WORDS[standing].lower()}" for standing in reversed(Standing)]
    return f"On this page: {', '.join(parts)}."


def csv_headings(framework) -> list[str]:
    names = [f"{one.code} {one.name}" for one in framework.competences]
    return ["staff_number", "pct", "signed_off", *names]


def csv_rows(workers, framework) -> list[list]:
    """By staff number, without names; two queries for the whole programme."""
    people = list(workers.values_list("pk", "staff_number", "commissioner__ods_code"))
    found = matrix_of([key for key, *_ in people], framework, workers)
    words = np.array([WORDS[standing] for standing in sorted(Standing)], dtype=object)[found.standings].tolist()
    signed = found.signed.tolist()
    return [[number, pct, count, *line] for (_, number, pct), count, line in zip(people, signed, words, strict=True)]
