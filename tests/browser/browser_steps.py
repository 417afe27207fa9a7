"""What people do on the pages, as often as they do it. Each step ends when the next page is there."""


def shown(page):
    """The titles in the list, in their order."""
    return page.locator(".tickets h3 a").all_inner_texts()


def follow(thing):
    """Click on a link or a button that leads to another page."""
    with thing.page.expect_navigation():
        thing.click()


def search(page, words):
    """Type the words into the search field and search."""
    page.get_by_role("searchbox", name="Search artefacts").fill(words)
    follow(page.get_by_role("button", name="Search"))


def narrow(page, *labels):
    """Tick these options in the filter column, opening the long lists first, and show the results."""
    filters = page.locator("#filters")
    for more in filters.locator("summary").all():
        more.click()
    for label in labels:
        filters.get_by_role("checkbox", name=label).check()
    follow(filters.get_by_role("button", name="Show results"))


def sort(page, label):
    """Choose another order."""
    page.get_by_label("Sort by").select_option(label)
    follow(page.get_by_role("button", name="Sort"))
