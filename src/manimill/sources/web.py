"""Scenes on web pages: the posts of a WordPress site, or pages that the catalog lists."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from manimill.catalog.entry import SourceEntry
from manimill.errors import InputError
from manimill.records import Provenance, Sample, Skipped
from manimill.scenes.unpack import unpack_code
from manimill.sources._joining import Block, JoinedScene, joined_scenes
from manimill.sources._kept import keep, kept
from manimill.sources._pages import CodeBlock, Page, code_blocks, page_in
from manimill.sources.access import Access
from manimill.sources.extras import require
from manimill.sources.inquiry import Inquiry
from manimill.sources.patience import NoAnswerError, Patience

_PAUSE = 1.0
"""Seconds between two requests to one host."""


class WebExtractor:
    """Samples of the blocks of code on pages.

    With ``pages`` in its entry these are read, otherwise the posts of the WordPress site at its ``url``; with
    ``local`` a saved page, or a folder of them. What was read stays in the cache for runs without a network.
    """

    def __init__(
        self,
        entry: SourceEntry,
        access: Access,
        local: Path | None = None,
        patience: Patience | None = None,
        *,
        pause: float = _PAUSE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare to read; nothing is asked of the network yet.

        Raises:
            SourceUnavailableError: a library for reading pages is not installed.
        """
        require("selectolax", *(() if local else ("httpx2", "hishel", "protego")))
        self._entry = entry
        self._access = access
        self._local = local
        self._patience = patience or Patience()
        self._pause = pause
        self._clock = clock
        self._inquiry = Inquiry(
            source=entry.name,
            host=entry.url,
            wanted="its pages",
            settings="'url' or 'pages'",
            given="PATH (a saved page, or a folder of them)",
        )

    def extract(self) -> Iterator[Sample | Skipped]:
        """One sample per scene class, page by page.

        Raises:
            InputError: the local folder holds no page.
            SourceUnavailableError: the site can neither be read nor found in the cache.
        """
        for found in self._pages():
            if isinstance(found, Skipped):
                yield found
            else:
                yield from self._scenes(found)

    # -- pages --------------------------------------------------------------------------------------------

    def _pages(self) -> list[Page | Skipped]:
        if self._local is not None:
            return list(_saved_pages(self._local, self._entry.url))
        path = self._access.cache / "web" / f"{self._entry.name}.json"
        if self._access.offline:
            known = kept(path)
            if not known:
                raise self._inquiry.offline()
            return [Page(**page) for page in known]
        found = self._fetch()
        pages = [page for page in found if isinstance(page, Page)]
        if not pages:
            raise self._inquiry.absent(f"{self._entry.url} has no post or page that a program may read")
        keep(path, [asdict(page) for page in pages])
        return found

    def _fetch(self) -> list[Page | Skipped]:
        from manimill.sources import _wordpress
        from manimill.sources._web_client import WebClient

        responses = self._access.cache / "web" / "responses.db"
        try:
            with WebClient(responses, self._patience, self._pause, self._clock) as client:
                if self._entry.pages:
                    return [self._listed(client, page) for page in self._entry.pages]
                return list(_wordpress.posts(client, self._entry.url))
        except NoAnswerError as error:
            raise self._inquiry.unanswered(error) from None

    def _listed(self, client: Any, page: str) -> Page | Skipped:
        link = urljoin(self._entry.url, page)
        answer = client.read(link)
        if answer is None:
            return Skipped(
                self._entry.name, link, "disallowed", "the site's robots.txt keeps it from programs"
            )
        if answer.status_code != 200:
            raise self._inquiry_for(link).refused(answer.status_code)
        return page_in(answer.text, link)

    def _inquiry_for(self, link: str) -> Inquiry:
        inquiry = self._inquiry
        return Inquiry(inquiry.source, inquiry.host, link, inquiry.settings, given=inquiry.given)

    # -- scenes -------------------------------------------------------------------------------------------

    def _scenes(self, page: Page) -> Iterator[Sample | Skipped]:
        shown: list[CodeBlock] = []
        blocks: list[Block] = []
        for number, block in enumerate(code_blocks(page), 1):
            unpacked = unpack_code(block.text)
            if unpacked.tree is not None:
                shown.append(block)
                blocks.append(Block(unpacked.code, unpacked.tree))
            elif "construct" in block.text:
                yield Skipped(
                    self._entry.name, f"{page.link} block {number}", "syntax_error", "it does not parse"
                )
        for scene in joined_scenes(blocks):
            yield self._sample(page, shown[scene.block], scene)

    def _sample(self, page: Page, block: CodeBlock, scene: JoinedScene) -> Sample:
        return Sample.create(
            self._entry.name,
            scene.code,
            key=f"{page.link}::{scene.name}",
            scene=scene.name,
            provenance=Provenance(url=page.link, revision=page.revision, licence=self._entry.licence),
            metadata={
                "title": page.title,
                "link": page.link,
                "published": page.published,
                "prose": block.prose,
                "heading": block.heading,
            },
        )


def _saved_pages(path: Path, url: str) -> Iterator[Page]:
    """Pages as a browser saves them."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in (".html", ".htm"))
    if not files:
        raise InputError(f"{path} holds no .html file; a saved page or a folder of them was wanted.")
    for file in files:
        # A file by the name of a page stands for another address than its neighbours.
        link = url if len(files) == 1 else urljoin(url.rstrip("/") + "/", file.stem)
        yield page_in(file.read_text(encoding="utf-8", errors="replace"), link)
