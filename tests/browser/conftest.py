"""A site and a browser for each process that runs these tests; a new profile for each test.

The site is only read by tests, except by those that own an artefact of it (browser_library.ITEMS).
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Milliseconds. Nothing is judged by how fast it comes: a busy machine is no fault of a page.
PATIENCE = 180_000
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# As people have it: what calls itself headless counts as a robot for downloads.
AXE = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
CHECK = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(result =>
  result.violations.flatMap(found =>
    found.nodes.map(node => found.id + ": " + node.target + " " + node.failureSummary)))"""
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Safari/537.36"
LISTEN = """window.violations = [];
document.addEventListener("securitypolicyviolation", e => violations.push(e.violatedDirective + " " + e.blockedURI));"""


def pytest_collection_modifyitems(items):
    """All that lies in this folder needs a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Site:
    """The running site: its address, and what tests wish of it (browser_site.WISHES)."""

    def __init__(self, process, url):
        self._process, self.url = process, url

    def wish(self, *words):
        """Ask for something; answers what it answers."""
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


class Visit:
    """A page of the site, and what happened on it that nobody should see."""

    def __init__(self, page, site):
        self.page, self.site = page, site
        self.noise, self.strangers, self.status = [], [], None
        page.on("console", lambda message: self.noise.append(message.text))
        page.on("pageerror", lambda error: self.noise.append(str(error)))
        page.context.route(self._is_elsewhere, self._refuse)

    def open(self, path):
        """Go there; answers itself."""
        self.status = self.page.goto(self.site.url + path).status
        return self

    @property
    def path(self):
        """Where the browser stands, without the host."""
        place = urlsplit(self.page.url)
        return place.path + (f"?{place.query}" if place.query else "")

    def violations(self):
        """What the content security policy stopped."""
        return self.page.evaluate("window.violations")

    def _is_elsewhere(self, url):
        return not url.startswith(self.site.url)

    def _refuse(self, route):
        self.strangers.append(route.request.url)
        route.abort()


@pytest.fixture(scope="session")
def chromium():
    """The browser of this machine; one process, in which profiles live side by side."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(
            "There is no Chromium here (Debian: apt-get install chromium), so nothing is seen in a browser."
        )
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(chromium):
    """A site of its own, gone afterwards."""
    command = [sys.executable, "-m", "tests.browser.browser_site"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), "The site for the browser tests did not start; see above."
        yield Site(process, url)
        process.stdin.close()


@pytest.fixture
def visit(chromium, site):
    """``visit("/path", width=360)`` is a new visitor who looks at a page; without a path, one about to go."""
    contexts = []

    def visitor(path=None, *, width=1280, height=800, agent="156.0.0.0", **options):
        viewport = {"width": width, "height": height}
        context = chromium.new_context(viewport=viewport, user_agent=AGENT.format(agent), **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(LISTEN)
        visited = Visit(context.new_page(), site)
        return visited.open(path) if path else visited

    yield visitor
    for context in contexts:
        context.close()


@pytest.fixture
def enter(visit, site):
    """``enter(session key)`` is a visit of whom the key belongs to."""

    def signed_in(key, **options):
        visited = visit(**options)
        visited.page.context.add_cookies([{"name": "session", "value": key, "url": site.url}])
        return visited

    return signed_in


@pytest.fixture
def findings():
    """``findings(page)`` is what axe has to say about it: WCAG 2.2 A and AA and best practice."""

    def checked(page):
        page.emulate_media(reduced_motion="reduce")  # colours are measured at rest
        page.evaluate(AXE)
        return page.evaluate(CHECK, RULES)

    return checked
