"""Pages for what went wrong: styled, without a trace or data, with a reference number that is also in the log."""

import errno
import logging
import secrets
import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from measures.computing.standing import NOW
from measures.views.measured import WithoutMeasures
from measures.views.standing import DayRefused, form_of
from practices import clock
from practices.spreadsheets.tables import Limits, megabytes

logger = logging.getLogger("collaborative.errors")
USUAL_LIMIT = Limits().bytes
# No room left, over the quota, larger than a file may be, broken, only to be read.
DISK_FAULTS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}


def reference_of(request, status):
    """A number that ties what a person reports to the line in the log."""
    reference = secrets.token_hex(4).upper()
    level = logging.ERROR if status >= 500 else logging.INFO
    # %r: a line feed in an address must not begin a second line in the log.
    logger.log(level, "%s %r answered with %s, reference %s", request.method, request.path, status, reference)
    return reference


def page(request, status, **context):
    context |= {"reference": reference_of(request, status)}
    return render(request, f"{status}.html", context, status=status)


def bare_page(request, status):
    """For when the database may be gone: no session, no person, no navigation."""
    context = {
        "reference": reference_of(request, status),
        "demonstration": clock.today() if settings.DEMONSTRATION else None,
        "home_url": "/",
    }
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)


@login_not_required
def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, getattr(exception, "limit", USUAL_LIMIT))
    if isinstance(exception, DayRefused):
        return page(request, 400, day_refused=exception.words, as_at_form=form_of(request, NOW, exception.wave))
    return page(request, 400)


@login_not_required
def permission_denied(request, exception=None):
    return page(request, 403)


@login_not_required
def not_found(request, exception=None):
    """Whoever may see a wave is told that it has no measures."""
    without = exception.wave if isinstance(exception, WithoutMeasures) else None
    return page(request, 404, wave_without_measures=without)


def method_not_allowed(request, allowed):
    response = page(request, 405)
    response["Allow"] = allowed
    return response


def conflict(request, *, changes, changed_by, changed_at, back_href):
    """Somebody else saved first: `changes` are (what, value now, value sent)."""
    return page(request, 409, changes=changes, changed_by=changed_by, changed_at=changed_at, back_href=back_href)


def too_large(request, limit=USUAL_LIMIT):
    """`limit` in bytes: that of the kind of file."""
    return page(request, 413, limit=megabytes(limit))


def too_many_requests(request, exception=None):
    return page(request, 429)


@login_not_required
def server_error(request):
    """A fault of ours; or the database or the disk does not answer, which is told apart: nothing was changed."""
    return bare_page(request, 503 if is_out_of_reach(sys.exc_info()[1]) else 500)


def is_out_of_reach(exception):
    """Whether the database, the store of sign-in limits or the disk failed us; a program at fault is none of them."""
    full_disk = isinstance(exception, OSError) and exception.errno in DISK_FAULTS
    return full_disk or isinstance(exception, OperationalError | InterfaceError | RedisError)


def csrf_failure(request, reason=""):
    return page(request, 403, form_expired=True)
