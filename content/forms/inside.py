"""Step 1: what is shared."""

from django import forms
from django.utils.translation import gettext_lazy as _

from content.forms.fields import Line, ManyFiles, Text
from content.markdown import MAX_SOURCE


class InsideForm(forms.Form):
    """Step 1: files, or a text, or a link to the work of others."""

    files = ManyFiles(label=_("Files"), required=False, allow_empty_file=True)
    body = Text(
        label=_("Text"),
        required=False,
        max_length=MAX_SOURCE,
        help_text=_("Markdown works: # for a heading, - for a list, **bold**."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    author = Line(label=_("Author"), required=False, max_length=200)
    publisher = Line(label=_("Published in"), required=False, max_length=200)
    url = forms.URLField(
        label=_("Address of the original"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "invalid": _("Enter an address that starts with https://"),
            "max_length": _("The address is too long"),
        },
    )

    def __init__(self, *args, has_something=False, **options):
        super().__init__(*args, **options)
        self.has_something = has_something

    def clean(self):
        said = self.cleaned_data
        for name, other, words in [
            ("author", "url", _("Enter the address of the original")),
            ("url", "author", _("Enter who wrote it")),
        ]:
            if said.get(name) and not said.get(other) and other not in self.errors:
                self.add_error(other, words)
        if said.get("publisher") and not said.get("author") and not said.get("url"):
            self.add_error("author", _("Enter who wrote it"))
        if not (self.has_something or self.errors or any(said.get(n) for n in ("files", "body", "url"))):
            self.add_error("files", _("Choose a file, write a text or name a link"))
        return said

    @property
    def source(self):
        """The link as a dict of Source's fields, or None."""
        said = {name: self.cleaned_data.get(name, "") for name in ("author", "publisher", "url")}
        return said if said["url"] else None
