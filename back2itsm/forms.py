"""How forms are drawn: our field template under Django's own widgets."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    field_template_name = "partials/field.html"
    form_template_name = "partials/form.html"
