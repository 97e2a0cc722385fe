"""The form that sends a staff file."""

from practices.forms.uploads import UploadForm


class StaffFileForm(UploadForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "Staff file"
