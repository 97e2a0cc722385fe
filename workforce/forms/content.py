"""Free text of the workforce: nobody's patient in it, and nothing of what was talked about in supervision (P5)."""

from django import forms

from practices.forms.free_text import FreeTextMixin
from workforce.supervision_content import REFUSAL, looks_like_content


class NoContentMixin(FreeTextMixin):
    """Every text of the form is searched before anything is stored; what was found is not repeated."""

    def refuse(self, text, name) -> None:
        super().refuse(text, name)
        if looks_like_content(text):
            raise forms.ValidationError(REFUSAL)
