"""One headless Chromium with the network cut, or the reason why there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium() -> str | None:
    """Return the path of a Chromium: the one of the variable CHROMIUM, else the first one installed."""
    return os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, _NAMES) if path), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """Run a headless Chromium for the length of a `with`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(_FLAGS))
        yield browser
        browser.close()


@dataclass(slots=True)
class Visit:
    """An opened page, with every address it asked for and every complaint it made."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@contextmanager
def visit(
    browser: Browser,
    path: Path,
    *,
    bypass_csp: bool = False,
    width: int = 1280,
    address: str = "",
    scripted: bool = True,
) -> Iterator[Visit]:
    """Open a file offline, record what it asks for, let nothing but the file itself through.

    A page that is `scripted` is waited for until it says that it is ready.
    """
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=bypass_csp)
    context.set_offline(True)
    page = context.new_page()
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    own = path.as_uri()
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith(own) else route.abort())
    page.goto(own + address)
    if scripted:
        page.wait_for_function("() => window.evgraph && window.evgraph.ready")
    yield seen
    context.close()
