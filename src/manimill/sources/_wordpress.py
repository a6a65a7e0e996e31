"""The posts of a WordPress site: from its interface for programs, or else from its pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from manimill.sources._pages import Page, page_in, plain

_PER_PAGE = 100
"""The most that WordPress gives at once."""
_MOST_PAGES = 500
"""Pages of a site's map that are read; a site with more is not a handful of posts."""

_HOSTED = ".wordpress.com"
_HOSTED_INTERFACE = "https://public-api.wordpress.com"


class Answer(Protocol):
    """A response, as far as it is looked at."""

    @property
    def status_code(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def headers(self) -> Any: ...
    def json(self) -> Any: ...


class Client(Protocol):
    """What is asked of the HTTP client. None is what robots.txt keeps from programs."""

    def read(self, url: str) -> Answer | None: ...


def posts(client: Client, site: str, hosted_interface: str = _HOSTED_INTERFACE) -> list[Page]:
    """All posts of a site, oldest address first; an empty list where none are found."""
    home = client.read(site)
    for interface in dict.fromkeys(_interfaces(home, site, hosted_interface)):
        found = _from_interface(client, interface)
        if found:
            return sorted(found, key=lambda page: page.link)
    return list(_from_pages(client, site, home))


def _interfaces(home: Answer | None, site: str, hosted_interface: str) -> Iterator[str]:
    """Addresses of the interface: the one the site announces, the usual one, and that of hosted sites."""
    for link in _links(home, 'link[rel="https://api.w.org/"]') if home else ():
        yield urljoin(site, link)
    yield urljoin(site.rstrip("/") + "/", "wp-json/")
    host = urlsplit(site).hostname or ""
    if host.endswith(_HOSTED):
        yield f"{hosted_interface}/wp/v2/sites/{host}/"


def _from_interface(client: Client, interface: str) -> list[Page] | None:
    """The posts, page by page; None if this is no such interface."""
    found: list[Page] = []
    for number in range(1, _MOST_PAGES):
        answer = client.read(_posts_address(interface, number))
        entries = _json(answer)
        if not isinstance(entries, list):
            return found or None
        found += [page for entry in entries if (page := _post(entry)) is not None]
        if answer is None or number >= int(answer.headers.get("X-WP-TotalPages", "1") or 1):
            break
    return found


def _posts_address(interface: str, number: int) -> str:
    path = "posts" if "/wp/v2/sites/" in interface else "wp/v2/posts"
    # Sites without pretty addresses have the path in a parameter: ?rest_route=/
    mark = "&" if "?" in interface else "?"
    return f"{interface}{path}{mark}per_page={_PER_PAGE}&page={number}"


def _json(answer: Answer | None) -> Any:
    if answer is None or answer.status_code != 200:
        return None
    try:
        return answer.json()
    except ValueError:
        return None


def _post(entry: Any) -> Page | None:
    try:
        return Page(
            link=str(entry["link"]),
            html=str(entry["content"]["rendered"]),
            title=plain(str(entry["title"]["rendered"])),
            published=entry.get("date_gmt") or entry.get("date"),
        )
    except (KeyError, TypeError, AttributeError):
        return None


def _from_pages(client: Client, site: str, home: Answer | None) -> Iterator[Page]:
    addresses = _mapped(client, urljoin(site.rstrip("/") + "/", "sitemap.xml"), site)
    if not addresses and home is not None:
        addresses = [urljoin(site, link) for link in _links(home, "article a[rel=bookmark], .entry-title a")]
    for address in list(dict.fromkeys(addresses))[:_MOST_PAGES]:
        answer = client.read(address)
        if answer is not None and answer.status_code == 200:
            yield page_in(answer.text, address)


def _mapped(client: Client, address: str, site: str, depth: int = 0) -> list[str]:
    """The pages that a site's map lists, also through maps of maps."""
    answer = client.read(address)
    if answer is None or answer.status_code != 200:
        return []
    found: list[str] = []
    for listed in _texts(answer, "loc"):
        if urlsplit(listed).hostname != urlsplit(site).hostname:
            continue
        if urlsplit(listed).path.endswith(".xml"):
            found += _mapped(client, listed, site, depth + 1) if depth < 2 else []
        else:
            found.append(listed)
    return found[:_MOST_PAGES]


def _links(answer: Answer, selector: str) -> list[str]:
    return [str(node.attributes["href"]) for node in _nodes(answer, selector) if node.attributes.get("href")]


def _texts(answer: Answer, selector: str) -> list[str]:
    return [node.text().strip() for node in _nodes(answer, selector)]


def _nodes(answer: Answer, selector: str) -> list[Any]:
    from selectolax.lexbor import LexborHTMLParser

    return list(LexborHTMLParser(answer.text).css(selector))
