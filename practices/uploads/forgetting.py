"""The content of a file that was sent goes; its hash and its counts stay."""

from operations import audit
from practices.models import Upload
from practices.uploads import storage
from practices.uploads.actions import without_differences
from practices.uploads.models import UploadState


def forget(upload, organisation) -> None:
    """What was submitted stays submitted, without its file; what was not is withdrawn."""
    remove_with_siblings(upload.stored_path)
    changes = {"stored_path": "", "rows": []}
    if upload.state != UploadState.SUBMITTED:
        changes |= {"problems": [], "context": without_differences(upload.context)}
    if upload.may_move_to(UploadState.WITHDRAWN):
        upload.move_to(UploadState.WITHDRAWN, **changes)
    else:
        Upload.objects.filter(pk=upload.pk).update(**changes)
    audit.record("upload.erased", about=upload, organisation=organisation, kind=upload.kind)


def remove_with_siblings(stored_path: str) -> None:
    """The file, and what was worked out from it beside it."""
    path = storage.path_of(stored_path)
    for sibling in path.parent.glob(f"{path.name}*"):
        sibling.unlink(missing_ok=True)
