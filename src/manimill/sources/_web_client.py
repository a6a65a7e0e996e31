"""A client with manners: it says who it is, reads robots.txt, waits between requests, and asks for changes only.

Imported where it is used: its libraries are optional.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2
from hishel import SqliteStorage
from hishel.httpx2 import CacheTransport
from protego import Protego

from manimill.sources._client import TIMEOUT, USER_AGENT, PatientClient, patient
from manimill.sources.patience import Patience


class WebClient(PatientClient):
    """Reads pages. A host is asked once in ``pause`` seconds, or less often if its robots.txt says so."""

    def __init__(self, cache: Path, patience: Patience, pause: float, clock: Callable[[], float]) -> None:
        cache.parent.mkdir(parents=True, exist_ok=True)
        self._unhurried = _Unhurried(pause, patience.sleep, clock)
        storage = SqliteStorage(database_path=cache)
        super().__init__(
            transport=CacheTransport(self._unhurried, storage, rfc=True),
            follow_redirects=True,
            timeout=TIMEOUT,
            headers={"User-Agent": USER_AGENT},
        )
        patient(self, patience)
        self._robots: dict[str, Protego] = {}

    def read(self, url: str) -> httpx2.Response | None:
        """The answer for an address, or None if the site's robots.txt keeps it from programs."""
        robots = self._robots_of(url)
        if not robots.can_fetch(url, "manimill"):
            return None
        return self.get(url)

    def _robots_of(self, url: str) -> Protego:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            answer = self.get(f"{site}/robots.txt")
            # A site without one has nothing against being read; one that fails has been given up already.
            robots = Protego.parse(answer.text if answer.status_code == 200 else "")
            self._robots[site] = robots
            self._unhurried.slow_down(parts.netloc, robots.crawl_delay("manimill"))
        return self._robots[site]


class _Unhurried(httpx2.BaseTransport):
    """Waits before it asks a host again. It lies below the cache, so that what is cached costs no time."""

    def __init__(self, pause: float, sleep: Callable[[float], None], clock: Callable[[], float]) -> None:
        self._pause = pause
        self._sleep = sleep
        self._clock = clock
        self._pauses: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._ways: dict[str | None, httpx2.HTTPTransport] = {}

    def slow_down(self, host: str, pause: float | None) -> None:
        """Keep the pause that a host asks for, if it is longer."""
        self._pauses[host] = max(self._pause, pause or 0.0)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        host = request.url.netloc.decode("ascii")
        if host in self._last:
            rest = self._last[host] + self._pauses.get(host, self._pause) - self._clock()
            if rest > 0:
                self._sleep(rest)
        self._last[host] = self._clock()
        return self._way(request).handle_request(request)

    def _way(self, request: httpx2.Request) -> httpx2.HTTPTransport:
        """Directly or through the proxy of the environment, which a client with a transport of its own ignores."""
        proxy = None if proxy_bypass(request.url.host) else getproxies().get(request.url.scheme)
        if proxy not in self._ways:
            self._ways[proxy] = httpx2.HTTPTransport(proxy=proxy)
        return self._ways[proxy]

    def close(self) -> None:
        for way in self._ways.values():
            way.close()
