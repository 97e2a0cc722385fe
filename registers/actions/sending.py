"""An extract comes in."""

from django.db import transaction

from practices.models import Upload
from practices.uploads import actions as uploads
from practices.uploads.models import UploadState
from registers.files.schemas import LARGE


@transaction.atomic
def receive_extract(*, by, practice, kind: str, file, profile=None, covers=(), acting_scope: str = "") -> Upload:
    """Keep a sent file and put down its check; what can be refused at sight comes back refused.

    The upload names its practice from the start, so that nobody else ever sees it. `file`: a
    practices.uploads.handlers.StreamedFile, or anything else with a name and `read`; `covers`: months, 2006-11, that it
    covers beside those of its dates.
    """
    context = {"profile": profile.pk if profile else None, "covers": list(covers)}
    upload = uploads.receive(
        by=by,
        kind=kind,
        name=file.name,
        content=file if hasattr(file, "sha256") else file.read(),
        acting_scope=acting_scope,
        may_send_for=[practice.ods_code],
        practices=[practice],
        context={key: value for key, value in context.items() if value},
        limits=LARGE,
    )
    if upload.state == UploadState.RECEIVED:
        uploads.put_down_check(upload)
    return upload
