"""The jobs of files of the register: thin. Each may run twice."""

from accounts.models import User
from operations import jobs
from operations.quiet import quiet
from practices.models import Upload
from practices.uploads.failures import shown_on_page
from registers.actions import extracts


@jobs.handler("registers.check_extract")
@quiet
def check_extract(job):
    """payload: {"upload": id}."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    with shown_on_page(job, upload, "checked"):
        extracts.check_extract(upload)
    return {"state": upload.state}


@jobs.handler("registers.apply_extract")
@quiet
def apply_extract(job):
    """payload: {"upload": id, "by": id of who submitted}."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    with shown_on_page(job, upload, "stored"):
        extracts.apply_extract(upload, by=User.objects.get(pk=job.payload["by"]))
    return {"state": upload.state}
