"""A browser and a real server for the page tests: Debian's chromium and chromedriver, nothing outside this machine."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from greencard.interfaces.http import ServerSettings, create_app
from greencard.interfaces.http.serve import make_server
from http_standin import TOKEN, StandIn, stand_in

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--lang=en",
)
START_SECONDS = 10


@pytest.fixture(scope="session")
def chrome() -> Iterator[webdriver.Chrome]:
    """One browser for all page tests."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if browser is None or driver is None:
        pytest.skip("no chromium and chromedriver on this machine (Debian: chromium, chromium-driver)")
    options = Options()
    options.binary_location = browser
    for flag in FLAGS:
        options.add_argument(flag)
    started = webdriver.Chrome(options=options, service=Service(driver))
    started.set_script_timeout(5)
    started.set_page_load_timeout(10)
    yield started
    started.quit()


@pytest.fixture(scope="session")
def site() -> Iterator[tuple[str, StandIn]]:
    """Address of a running server and the use cases behind it; tests add views and take them away."""
    cases = stand_in()
    server = make_server(create_app(cases, ServerSettings(party="local", token=TOKEN)), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started and time.monotonic() < deadline:
        thread.join(0.01)
    assert server.started
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", cases
    server.should_exit = True
    thread.join(START_SECONDS)


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The accessibility checker that comes with axe-selenium-python."""
    import axe_selenium_python

    root = Path(axe_selenium_python.__file__).parent
    return (root / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
