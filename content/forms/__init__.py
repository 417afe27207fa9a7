"""The forms of the wizard: what each step takes, in the words of the page.

A form takes only what is named here: owner, status and keys are never among its fields.
"""

from content.forms.about import AboutForm, languages
from content.forms.fields import Line, ManyFiles, Text, readable
from content.forms.inside import InsideForm
from content.forms.licence import DECLARATIONS, LINK_ONLY, SUGGESTED, LicenceForm
from content.forms.shapes import SHAPES, CaseStudyForm, MeasureForm, SourceForm
from content.forms.version import VersionForm

__all__ = [
    "DECLARATIONS",
    "LINK_ONLY",
    "SHAPES",
    "SUGGESTED",
    "AboutForm",
    "CaseStudyForm",
    "InsideForm",
    "LicenceForm",
    "Line",
    "ManyFiles",
    "MeasureForm",
    "SourceForm",
    "Text",
    "VersionForm",
    "languages",
    "readable",
]
