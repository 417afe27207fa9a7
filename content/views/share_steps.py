"""The wizard from the second step on: what it is, under which licence, the last look, and what happens next."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import adapting, cleaning, inside, inspection, lineage, publishing, sharing, similar
from content.enums import OPEN_STATES, Check, State
from content.facet_values import language_label
from content.forms import LINK_ONLY, SHAPES, SUGGESTED, AboutForm, LicenceForm
from content.models import Kind, Licence
from content.views import seen
from content.views.drafts import named_file, on_the_desk, onward, own_version, step_page
from people.keeping_words import kept
from people.pressing import member_presses
from people.reading import read_only

MANY = ("practices", "frameworks", "audiences")
MOST_FIND = 200
_CHANGED = gettext_lazy("It was changed in another window since you looked at it. Look again, then send it.")
_SHOWN = ("title", "summary", "origin", "made_for", "tool", "language", "need", "work_in_progress", "kind_id")


@on_the_desk
def share_about(request, version):
    """Step 2: what it is. "Show matching" narrows the practices, for those without script."""
    artefact = version.artefact
    if request.method != "POST":
        if typed := kept(request):
            return _as_typed(request, version, typed)
        form = AboutForm(artefact=artefact, initial=_said(artefact))
        return _about_page(request, version, form, _stored_shape(artefact))
    if "narrow" in request.POST:
        return _as_typed(request, version, request.POST)
    later = "later" in request.POST
    form = AboutForm(request.POST, artefact=artefact, later=later, initial=_said(artefact))
    relation, shape = _posted_shape(request.POST, artefact)
    if elsewhere := seen.elsewhere(request.POST, form, shape):
        return _about_page(request, version, form, shape, elsewhere=elsewhere)
    shape_is_right = shape is None or not shape.is_bound or shape.is_valid()
    if later and not shape_is_right and not any(map(request.POST.get, shape.fields)):
        shape, shape_is_right = None, True
    if not (form.is_valid() and shape_is_right and _describe(request, artefact, form, relation, shape)):
        return _about_page(request, version, form, shape)
    return _leave(request, version, "about", is_asking=shape is not None and not shape.is_bound)


@on_the_desk
def share_licence(request, version):
    """Step 3: licence, declarations, interest."""
    allowed, why = lineage.choices(version)
    licences = _licences(version, allowed)
    options = {"licences": licences, "asks_interest": sharing.must_declare_interest(version)}
    so_far = _licence_so_far(version, licences)
    if request.method != "POST":
        typed = kept(request)
        form = LicenceForm(initial=typed.dict() if typed else so_far, **options)
        return _licence_page(request, version, form, why, typed)
    form = LicenceForm(request.POST, later="later" in request.POST, initial=so_far, **options)
    if elsewhere := seen.elsewhere(request.POST, form):
        return _licence_page(request, version, form, why, elsewhere=elsewhere)
    is_right = form.is_valid()
    if licence := form.cleaned_data.get("licence"):
        publishing.set_licence(version, licence, by=request.user)
    if not is_right:
        return _licence_page(request, version, form, why)
    if form.is_declared:
        publishing.declare(version, by=request.user, interest=form.cleaned_data.get("interest", ""))
    else:
        publishing.take_back_declaration(version, by=request.user)
    return _leave(request, version, "licence")


@on_the_desk
def share_check(request, version):
    """Step 4: everything at a glance; send it for review, as it was looked at."""
    problems, shown = [], {"files": inside.files_of(version), "terms": inside.terms_of(version.artefact)}
    mark = _looked_at(version, **shown)
    if request.method == "POST":
        if "draft" in request.POST:
            messages.success(request, _("Your draft is saved."))
            return redirect("share")
        if "clean" in request.POST:
            return _clean(request, version)
        if "again" in request.POST:
            return _read_again(request, version)
        if "adapt" in request.POST or "own" in request.POST:
            return _adapt(request, version)
        try:
            if request.POST.get(seen.FIELD, mark) != mark:
                raise publishing.Refused(_CHANGED)
            sent = sharing.send(version, by=request.user, is_different="different" in request.POST)
        except publishing.Refused as refused:
            problems = getattr(refused, "reasons", [refused.reason])
        else:
            if sent.state == State.PUBLISHED:  # at once, and then it has a page to be shown on
                messages.success(request, _("It is published. A moderator looks at it later."))
            return redirect("share_done", version.pk)
    unfinished, twins = sharing.unfinished(version), sharing.twins(version)
    # What was cleaned has the text of its twin, but other bytes: it is named once, as the twin.
    named = {twin.version.artefact_id for _file, twin in twins}
    context = shown | {
        "problems": _with_places(version, problems, unfinished),
        "seen": mark,
        "twins": twins,
        "alike": [match for match in similar.matches(version) if match.artefact.pk not in named],
        "originals": lineage.named_by(version),
        "unfinished": unfinished,
        "language_name": language_label(version.artefact.language),
    }
    return step_page(request, version, "check", context)


@read_only
@login_required
def share_done(request, version_id):
    """After sending: the number, what happens next, and how to take it back."""
    version = own_version(request, version_id)
    if version.state != State.SUBMITTED:
        return (
            redirect("share_draft", version.pk)
            if version.state in OPEN_STATES
            else redirect(version.artefact)
        )
    checks = set(version.files.values_list("inspection", flat=True))
    context = {
        "version": version,
        "artefact": version.artefact,
        "here": "share",
        "is_checking": not checks.isdisjoint({Check.WAITING, Check.RUNNING}),
        "is_checked": checks == {Check.DONE},
    }
    return render(request, "content/share/done.html", context)


@member_presses(lambda version_id: reverse("share_done", args=[version_id]))
def share_take_back(request, version_id):
    """Make what waits for review a draft again."""
    version = own_version(request, version_id)
    try:
        publishing.take_back(version, by=request.user)
    except publishing.Refused as refused:
        messages.error(request, refused.reason)
        return redirect(version.artefact)
    messages.success(request, _("It is a draft again."))
    return redirect("share_check", version.pk)


def _looked_at(version, *, files, terms):
    """A mark of all that the last step shows and a member decides: what is sent is what was looked at."""
    artefact, source = version.artefact, getattr(version.artefact, "source", None)
    said = [getattr(artefact, name) for name in _SHOWN] + [source and source.author, source and source.url]
    said += [version.body, version.number, version.change_note, version.licence_id, version.interest]
    held = [[item.file.name, item.file.sha256] for item in files]
    return seen.digest(
        {"said": said, "declared": version.declared_at is not None, "files": held, "terms": terms}
    )


def _with_places(version, problems, unfinished):
    """[(address, sentence)]: each problem with the step on which it is mended, where that is another one."""
    steps = {str(said): step for step, sentences in unfinished.items() for said in sentences}
    return [
        (reverse(f"share_{steps[said]}", args=[version.pk]) if said in steps else "", said)
        for said in map(str, problems)
    ]


def _clean(request, version):
    """Record the wish; the worker does it."""
    file = named_file(version, request.POST["clean"])
    try:
        if file is not None:
            cleaning.wish(file, by=request.user)
    except cleaning.CannotClean as refused:
        messages.error(request, f"{file.name}: {refused.reason}")
    return redirect(reverse("share_check", args=[version.pk]) + "#checks")


def _read_again(request, version):
    if (file := named_file(version, request.POST["again"])) is not None:
        inspection.again(file, by=request.user)
    return redirect(reverse("share_check", args=[version.pk]) + "#checks")


def _adapt(request, version):
    """One answer to "this is here already": it is an adaptation of that; or taken back, it is not."""
    change, name = (
        (adapting.add_original, "adapt") if "adapt" in request.POST else (adapting.drop_original, "own")
    )
    number = request.POST[name]
    known = int(number) if number.isdecimal() and number.isascii() and len(number) < 16 else 0
    try:
        change(version, known, by=request.user)
    except (publishing.Refused, PermissionDenied) as refused:
        messages.error(request, str(refused))
        return redirect("share_check", version.pk)
    said = _("Your draft names its original now.") if name == "adapt" else _("Your draft names that no more.")
    messages.success(request, said)
    return redirect("share_check" if version.licence_id else "share_licence", version.pk)


def _leave(request, version, step, is_asking=False):
    """On to the next step; to the same one when its kind asks more; to the desk when the rest is for later."""
    if "later" in request.POST:
        messages.success(request, _("Your draft is saved."))
        return redirect("share")
    if is_asking:
        return redirect(reverse("share_about", args=[version.pk]) + "#shape")
    return onward(own_version(request, version.pk), step)


def _said(artefact):
    """What an artefact says of itself, for the form."""
    names = AboutForm.base_fields.keys() - {*MANY, "kind", "tags", "known_need"}
    said = {name: getattr(artefact, name) for name in names} | {"kind": artefact.kind.slug}
    said |= {name: [term.slug for term in getattr(artefact, name).all()] for name in MANY}
    said["tags"] = ", ".join(tag.name for tag in artefact.tags.all())
    return said


def _as_typed(request, version, data):
    """The page as somebody filled it in, not judged; with words to find a practice by, narrowed to these."""
    form = AboutForm(artefact=version.artefact, initial=_typed(data))
    if find := data.get("find", "")[:MOST_FIND]:
        form.narrow(find, set(data.getlist("practices")))
    shape = _posted_shape(data, version.artefact, initial=True)[1]
    return _about_page(request, version, form, shape, find, typed=data)


def _typed(data):
    """What was typed, as initial values: shown again without being judged."""
    names = AboutForm.base_fields.keys() - {*MANY}
    return {name: data.get(name, "") for name in names} | {name: data.getlist(name) for name in MANY}


def _stored_shape(artefact):
    relation, form = SHAPES.get(artefact.kind.shape, ("", None))
    return form and form(initial=_row(artefact, relation, form))


def _row(artefact, relation, form):
    """What is stored of a shape, for its form."""
    row = getattr(artefact, relation, None)
    return {name: getattr(row, name) for name in form.base_fields} if row else {}


def _posted_shape(data, artefact, initial=False):
    """(argument of describe, form) for the kind that was chosen; unbound where the page did not have it yet."""
    kind = Kind.objects.filter(slug=data.get("kind", "")[:60]).first() or artefact.kind
    relation, form = SHAPES.get(kind.shape, ("", None))
    if form is None:
        return "", None
    if not any(name in data for name in form.base_fields):
        row = getattr(artefact, relation, None)
        return relation, (None if row and kind.pk == artefact.kind_id else form())
    stored = _row(artefact, relation, form)
    return relation, form(initial=data.dict()) if initial else form(data, initial=stored)


def _describe(request, artefact, form, relation, shape):
    """Write what the forms hold; answers whether it could be, with the reason in the form."""
    told = form.told() | _of_former_kind(request.POST, artefact)
    if shape is not None and shape.is_bound and shape.is_valid():
        told[relation] = shape.cleaned_data
    try:
        publishing.describe(artefact, by=request.user, **told)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _of_former_kind(data, artefact):
    """What the page still says for the kind before, where it is complete: kept unseen, it may be chosen again."""
    relation, form = SHAPES.get(artefact.kind.shape, ("", None))
    typed = form(data) if form else None
    return {relation: typed.cleaned_data} if typed and typed.is_valid() else {}


def _about_page(request, version, form, shape, find="", *, typed=None, elsewhere=()):
    """``typed`` is what the forms show as it was typed: then they were made from what its page had seen."""
    context = {
        "seen": typed.get(seen.FIELD, "") if typed else seen.mark(form, shape),
        "elsewhere": elsewhere,
        "form": form,
        "shape": shape,
        "find": find or request.POST.get("find", "")[:MOST_FIND],
        "known_tags": sharing.known_tags(),
    }
    return step_page(request, version, "about", context)


def _licences(version, allowed):
    """Those on offer that the originals allow; "link only" is for what has no file here."""
    offered = Licence.objects.filter(active=True) | Licence.objects.filter(pk=version.licence_id)
    if allowed is not None:
        return offered.filter(pk__in=allowed)
    return offered.exclude(pk=LINK_ONLY) if version.files.exists() or version.body else offered


def _licence_so_far(version, licences):
    said = dict.fromkeys(("owns", "no_names", "agreed"), version.declared_at is not None)
    wished = [version.licence_id, version.by.default_licence, SUGGESTED]
    if hasattr(version.artefact, "source"):
        wished.insert(1, LINK_ONLY)
    known = set(licences.values_list("pk", flat=True))
    if len(known) == 1:  # the originals of an adaptation leave no choice
        wished += known
    licence = next((spdx for spdx in wished if spdx in known), None)
    return said | {"licence": licence, "interest": version.interest}


def _licence_page(request, version, form, why, typed=None, *, elsewhere=()):
    chosen = str(form["licence"].value() or "")
    cards = [{"licence": one, "is_chosen": one.pk == chosen} for one in form.fields["licence"].queryset]
    context = {"form": form, "cards": cards, "suggested": SUGGESTED, "why": why, "elsewhere": elsewhere}
    context["seen"] = typed.get(seen.FIELD, "") if typed else seen.mark(form)
    return step_page(request, version, "licence", context)
