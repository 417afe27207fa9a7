"""Two versions of a small process: a step is renamed, one goes, one comes, the end moves."""

from tests.content.files.bpmn_samples import diagram, edge, element, shape, write


def flow(identity, source, target):
    return element("sequenceFlow", identity, sourceRef=source, targetRef=target)


def two_models(folder):
    """(old, new) paths: changed a, removed b, added c, moved z, flows accordingly; s and f are the same."""
    common = (
        element("startEvent", "s", name="Start") + element("endEvent", "z", name="End") + flow("f", "s", "a")
    )
    old = common + element("task", "a", name="Log") + element("task", "b", name="Ask") + flow("g", "a", "b")
    new = common + element("task", "a", name="Record") + element("task", "c", name="Do") + flow("h", "a", "c")
    drawn = [shape("s", 0, 22, 36, 36), shape("a", 100, 0, 100, 80), edge("f", [(36, 40), (100, 40)])]
    way = [(200, 40), (300, 40)]
    before = [*drawn, shape("b", 300, 0, 100, 80), shape("z", 500, 22, 36, 36), edge("g", way)]
    after = [*drawn, shape("c", 300, 0, 100, 80), shape("z", 500, 222, 36, 36), edge("h", way)]
    return (
        write(folder, old, diagram(*before), name="old.bpmn"),
        write(folder, new, diagram(*after), name="new.bpmn"),
    )
