"""A person who has only a keyboard."""

from playwright.sync_api import expect


def tab_to(page, target, limit=150):
    """Press Tab until this has the focus; fails where the order of the page never comes there."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    expect(target).to_be_focused()


def log_in(page, user, password):
    """Fill in the form of the login page by keyboard alone."""
    tab_to(page, page.locator("#id_username"))
    page.keyboard.type(user.email)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_load_state("load")
