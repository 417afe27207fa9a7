"""The beginning of the wizard: one's drafts, a new one, and its first step."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from content import publishing, sharing
from content.choosing import known_need
from content.files.kinds import ALIASES, KINDS
from content.forms import InsideForm
from content.models import Kind
from content.rules import may_edit
from content.storing import StoreFull
from content.uploads import store_was_full
from content.views import seen
from content.views.drafts import named_file, on_the_desk, onward, own_version, step_page
from people.keeping_words import keep, keeps_words, kept
from people.pressing import member_presses
from people.reading import read_only

# What a file of this type most often is; a guess that step 2 shows first.
USUAL_KIND = {"bpmn": "process-model", "drawio": "process-model", "vsdx": "process-model"}
USUAL_KIND |= {"pptx": "presentation", "md": "knowledge-article", "csv": "data-set"}
FULL = 507  # Insufficient Storage


@keeps_words()
def share(request):
    """One's drafts and what was sent back; below, the first step of a new one."""
    if request.method != "POST":
        typed = kept(request)
        return _desk(request, InsideForm(initial=typed and typed.dict()), token=_token(typed or {}))
    form, token = _inside_form(request), _token(request.POST)
    if not form.is_valid() or not _is_worth_a_draft(form):
        return _refused(request, form, FULL if store_was_full(request) else 200, token)
    try:
        version = sharing.begin(by=request.user, token=token, **_beginning(form))
    except (sharing.TooMuch, ValidationError) as refused:
        form.add_error(None, getattr(refused, "reason", refused))
        return _refused(request, form, 200, token)
    if not may_edit(request.user, version):  # an old form, sent again after the draft was
        return redirect("share_draft", version.pk)
    if need := known_need(request.POST.get("need", "")):
        publishing.describe(version.artefact, by=request.user, need=need)
    return _fill(request, version, form, token)


@on_the_desk
def share_file(request, version):
    """Step 1: files, text or link of a draft."""
    if request.method != "POST":
        typed = kept(request)
        form = _filled_form(version, typed)
        return step_page(request, version, "file", _file_context(version, form, typed))
    if "remove" in request.POST:
        return _remove(request, version)
    form = _inside_form(request, _inside_so_far(version), has_something=version.files.exists())
    if elsewhere := seen.elsewhere(request.POST, form):
        return _ask_first(request, version, form, elsewhere)
    if not form.is_valid():
        return _wrong(request, version, form, FULL if store_was_full(request) else 200)
    return _fill(request, version, form)


@read_only
@login_required
def share_draft(request, version_id):
    """Continue: the first step that is not done."""
    version = own_version(request, version_id)
    return redirect(f"share_{sharing.next_step(version)}", version.pk)


@member_presses(lambda version_id: reverse("share"))
@on_the_desk
def share_discard(request, version):
    """Delete a draft for good."""
    title = version.artefact.title
    sharing.discard(version, by=request.user)
    messages.success(request, _("The draft “%(title)s” is deleted.") % {"title": title})
    return redirect("share")


def _inside_form(request, initial=None, has_something=False):
    full = store_was_full(request) or False
    form = InsideForm(request.POST, request.FILES, initial=initial, has_something=has_something or full)
    if full:
        form.add_error("files", str(StoreFull()))
    return form


def _filled_form(version, typed=None):
    """What the draft holds, or what was ``typed`` and not taken."""
    return InsideForm(initial=typed.dict() if typed else _inside_so_far(version))


def _inside_so_far(version):
    source = getattr(version.artefact, "source", None)
    link = {name: getattr(source, name) for name in ("author", "publisher", "url")} if source else {}
    return {"body": version.body} | link


def _is_worth_a_draft(form):
    """Whether anything could be kept; says of each file why not."""
    said = form.cleaned_data
    if said["body"] or form.source:
        return True
    refusals = [sharing.refusal(upload) for upload in said["files"]]
    if all(refusals):
        form.add_error("files", refusals)
    return not form.errors


def _beginning(form):
    """Title and kind that a draft has until step 2, and what was typed."""
    files, body = form.cleaned_data["files"], form.cleaned_data["body"]
    title = sharing.first_title([file.name for file in files], body, form.cleaned_data["author"])
    extension = files[0].name.rpartition(".")[2].lower() if files else "md"
    slug = "external-link" if form.source and not files else USUAL_KIND.get(extension, "template")
    kinds = Kind.objects.active()
    kind = kinds.filter(slug=slug).first() or kinds.first()
    return {"title": title, "kind": kind, "body": body, "source": form.source}


def _fill(request, version, form, token=None):
    """Keep what the form holds; whatever is refused is said beside what was kept.

    With the ``token`` of a first form nothing is left of a draft that found no room for its only file.
    """
    status, problems = 200, []
    try:
        sharing.write(version, form.cleaned_data["body"], by=request.user)
        sharing.link(version, form.source, by=request.user)
        problems = sharing.keep_all(version, form.cleaned_data["files"], by=request.user)
    except StoreFull as full:
        status, problems = FULL, [str(full)]
    except ValidationError as error:
        form.add_error(None, error)
    if problems:
        form.add_error("files", problems)
    version = own_version(request, version.pk)
    if token and status == FULL and "file" in sharing.unfinished(version):
        sharing.discard(version, by=request.user)
        return _refused(request, form, FULL, token)
    if form.errors:
        return _wrong(request, version, form, status)
    if _wants_json(request):
        return JsonResponse({"next": onward(version, "file").url})
    return onward(version, "file")


def _ask_first(request, version, form, elsewhere):
    """Text or link were changed in another window: they wait for an answer. Files take nothing's place."""
    problems = []
    if form.is_valid():
        try:
            problems = sharing.keep_all(version, form.cleaned_data["files"], by=request.user)
        except StoreFull as full:
            problems = [str(full)]
    if problems:
        form.add_error("files", problems)
    if not _wants_json(request):
        context = _file_context(version, form) | {"elsewhere": elsewhere}
        return step_page(request, version, "file", context)
    stay = reverse("share_file", args=[version.pk])
    keep(request, stay)  # the script asks for the page anew
    said = _("This was changed in another window. What you typed is not saved yet: continue to look at both.")
    return JsonResponse({"problems": [said, *_sentences(form)], "stay": stay})


def _remove(request, version):
    file = named_file(version, request.POST["remove"])
    if file is not None:
        publishing.detach(file, by=request.user)
        messages.success(request, _("%(name)s is removed.") % {"name": file.name})
    return redirect("share_file", version.pk)


def _refused(request, form, status, token):
    """Nothing was kept: the form again, with what was typed."""
    if _wants_json(request):
        return JsonResponse({"problems": _sentences(form), "stay": ""}, status=status)
    return _desk(request, form, token=token, status=status)


def _wrong(request, version, form, status):
    if _wants_json(request):
        stay = reverse("share_file", args=[version.pk])
        return JsonResponse({"problems": _sentences(form), "stay": stay}, status=status)
    return step_page(request, version, "file", _file_context(version, form), status=status)


def _desk(request, form, *, token, status=200):
    context = {
        "form": form,
        "token": token,
        # The number of a need that somebody comes from, such as N-031.
        "need": request.POST.get("need", request.GET.get("need", ""))[:20],
        "drafts": list(sharing.open_versions(request.user)),
        "accepted": _accepted(),
        "kinds_of_file": _kinds_of_file(),
        "here": "share",
    }
    return render(request, "content/share/desk.html", context, status=status)


def _file_context(version, form, typed=None):
    return {
        "seen": typed.get(seen.FIELD, "") if typed else seen.mark(form),
        "form": form,
        "files": list(version.files.all()),
        "accepted": _accepted(),
        "kinds_of_file": _kinds_of_file(),
    }


def _accepted():
    return ",".join(f".{extension}" for extension in (*KINDS, *ALIASES))


def _kinds_of_file():
    return ", ".join(extension.upper() for extension in KINDS)


def _token(data):
    """The form's own number; a new one for what is none."""
    try:
        return uuid.UUID(data.get("token", ""))
    except ValueError:
        return uuid.uuid4()


def _wants_json(request):
    return request.headers.get("accept") == "application/json"


def _sentences(form):
    return [str(sentence) for errors in form.errors.values() for sentence in errors]
