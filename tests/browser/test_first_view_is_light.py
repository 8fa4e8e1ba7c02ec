"""The first view weighs at most 500 KB in brotli, tiles aside, and asks nothing of another host."""

import warnings
from collections.abc import Callable
from urllib.parse import urlsplit

import brotli
from playwright.sync_api import Page, Response

from tests.browser.samples import make_four_layers
from tests.browser.watching import wait_ready

LIMIT = 500 * 1024


def _weight(response: Response) -> int:
    """Bytes on the wire with a server that compresses: fonts and images already are."""
    body = response.body()
    packed = response.headers.get("content-type", "").startswith(("font/", "image/png", "image/jpeg"))
    return len(body) if packed else len(brotli.compress(body, quality=11))


def test_the_first_view_weighs_at_most_500_kilobytes(new_page: Callable[..., Page]) -> None:
    make_four_layers()
    page = new_page()
    seen: dict[str, Response] = {}
    page.on("response", lambda response: seen.setdefault(response.url, response))
    page.goto("/")
    wait_ready(page)
    counted = {
        url: _weight(response)
        for url, response in list(seen.items())  # reading one may let another arrive
        if url.startswith("http") and response.status == 200 and not urlsplit(url).path.endswith(".mvt")
    }
    total = sum(counted.values())
    heaviest = sorted(counted.items(), key=lambda item: -item[1])[:5]
    told = ", ".join(f"{urlsplit(url).path} {size / 1024:.0f}" for url, size in heaviest)
    said = f"first view: {total / 1024:.0f} KB in brotli over {len(counted)} files ({told})"
    warnings.warn(said, stacklevel=1)  # the summary of every run shows it
    assert total <= LIMIT, said
