"""The jobs of staff files: thin. Each may run twice."""

from accounts.models import User
from operations import jobs
from operations.quiet import quiet
from practices.models import Upload
from practices.uploads.failures import shown_on_page
from workforce.actions import staff_files

CHECK, APPLY = "workforce.check_staff", "workforce.apply_staff"


@jobs.handler(CHECK)
@quiet
def check_staff(job):
    """payload: {"upload": id}."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    with shown_on_page(job, upload, "checked"):
        staff_files.check_staff_file(upload)
    return {"state": upload.state}


@jobs.handler(APPLY)
@quiet
def apply_staff(job):
    """payload: {"upload": id, "by": id of who submitted}."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    with shown_on_page(job, upload, "stored"):
        staff_files.apply_staff_file(upload, by=User.objects.get(pk=job.payload["by"]))
    return {"state": upload.state}
