"""Pages with code in them, from a server that behaves like a WordPress site or like documentation."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from tests.sources.reading import Entry, refusal, samples, skipped
from tests.sources.web_server import Asked, Reply, WebServer, as_json, closed_port, in_turn, page

from manimill.errors import InputError
from manimill.sources import Access, WebExtractor
from manimill.sources.patience import Patience

SPIN = (
    "from manim import *\n\nclass Spin(Scene):\n    def construct(self):\n"
    "        label = Text('a < b & c')\n        self.play(Rotate(label, PI))"
)


def pre(code: str) -> str:
    return f'<pre class="wp-block-code"><code>{html.escape(code)}</code></pre>'


def post(number: int, content: str, title: str = "Spin &#8211; a post") -> dict[str, Any]:
    return {
        "link": f"https://example.org/2021/post-{number}/",
        "date": "2021-05-01T12:00:00",
        "date_gmt": "2021-05-01T10:00:00",
        "title": {"rendered": title},
        "content": {"rendered": content},
    }


@pytest.fixture
def make(entry: Entry, access: Access, patience: Patience, server: WebServer) -> Any:
    def extractor(
        *, offline: bool = False, local: Path | None = None, pause: float = 0.0, **settings: Any
    ) -> WebExtractor:
        source = entry("web", **{"url": server.address, **settings})
        return WebExtractor(
            source,
            Access(cache=access.cache, offline=offline),
            local,
            patience,
            pause=pause,
            clock=lambda: 100.0,
        )

    return extractor


def blog(server: WebServer, *posts: dict[str, Any]) -> None:
    """A site with its interface at the usual address, two posts on a page of it."""
    pages = [list(posts[i : i + 2]) for i in range(0, len(posts), 2)]
    server.routes["/wp-json/wp/v2/posts"] = lambda asked: as_json(
        pages[int(asked.query["page"][0]) - 1], **{"X-WP-TotalPages": str(len(pages))}
    )


def test_a_post_becomes_a_sample_with_its_title_link_date_and_prose(server: WebServer, make: Any) -> None:
    blog(server, post(1, f"<h2>Turning</h2><p>This turns a <b>label</b>.</p>{pre(SPIN)}<p>Bye.</p>"))
    (sample,) = samples(make())
    assert (sample.code, sample.scene) == (SPIN + "\n", "Spin")
    assert sample.metadata == {
        "title": "Spin – a post",
        "link": "https://example.org/2021/post-1/",
        "published": "2021-05-01T10:00:00",
        "prose": "This turns a label.",
        "heading": "Turning",
    }
    assert (sample.key, sample.provenance.url, sample.provenance.licence) == (
        "https://example.org/2021/post-1/::Spin",
        "https://example.org/2021/post-1/",
        "MIT",
    )
    assert sample.description is None


def test_all_pages_of_the_interface_are_read(server: WebServer, make: Any) -> None:
    blog(server, *[post(n, pre(SPIN)) for n in range(5)])
    assert [s.provenance.url for s in samples(make())] == [
        f"https://example.org/2021/post-{n}/" for n in range(5)
    ]


def test_the_interface_is_where_the_site_says(server: WebServer, make: Any) -> None:
    link = '<link rel="https://api.w.org/" href="/?rest_route=/">'

    def root(asked: Asked) -> Reply:
        if asked.query.get("rest_route") == ["/wp/v2/posts"]:
            return as_json([post(1, pre(SPIN))])
        return page(f"<html><head>{link}</head></html>")

    server.routes["/"] = root
    assert len(samples(make())) == 1


def test_a_hosted_site_is_read_from_its_hosts_interface(server: WebServer) -> None:
    from manimill.sources._wordpress import posts

    asked: list[str] = []
    body = as_json([post(1, pre(SPIN))])

    class Client:
        def read(self, url: str) -> Any:
            import httpx2

            asked.append(url)
            reply = (
                body
                if url.startswith("https://interface.invalid/wp/v2/sites/some.wordpress.com/posts")
                else Reply()
            )
            return httpx2.Response(reply.status if reply is body else 404, content=reply.body)

    (found,) = posts(Client(), "https://some.wordpress.com", "https://interface.invalid")
    assert found.title == "Spin – a post"
    assert asked[-1] == "https://interface.invalid/wp/v2/sites/some.wordpress.com/posts?per_page=100&page=1"


def test_without_an_interface_the_pages_of_the_map_are_read(server: WebServer, make: Any) -> None:
    def sitemap(*paths: str) -> Reply:
        found = "".join(f"<url><loc>{server.address}{path}</loc></url>" for path in paths)
        return Reply(f'<?xml version="1.0"?><urlset>{found}</urlset>'.encode())

    server.routes["/sitemap.xml"] = sitemap("/posts.xml")
    server.routes["/posts.xml"] = sitemap("/one/", "/two/")
    about = '<meta property="article:published_time" content="2020-01-02T03:04:05Z">'
    server.routes["/one/"] = page(
        f"<html><head><title>Site</title>{about}</head><body><nav><p>Menu</p></nav>"
        f"<article><h1>One</h1><p>Look.</p>{pre(SPIN)}</article></body></html>"
    )
    server.routes["/two/"] = page("<article><p>No code.</p></article>")
    (sample,) = samples(make())
    assert {key: sample.metadata[key] for key in ("title", "published", "prose")} == {
        "title": "One",
        "published": "2020-01-02T03:04:05Z",
        "prose": "Look.",
    }
    assert sample.provenance.url == f"{server.address}/one/"


def test_listed_pages_of_documentation_are_read(server: WebServer, make: Any) -> None:
    shown = (
        '<section><h1>Guide<a class="headerlink" href="#guide">¶</a></h1><p>See.</p>'
        '<div class="highlight-python notranslate"><div class="highlight"><pre><span></span>'
        '<span class="k">class</span> <span class="nc">Spin</span><span class="p">(</span>'
        '<span class="n">Scene</span><span class="p">):</span>\n    <span class="k">def</span> '
        '<span class="nf">construct</span><span class="p">(</span><span class="bp">self</span>'
        '<span class="p">):</span>\n        <span class="bp">self</span><span class="o">.</span>wait()\n'
        "</pre></div></div></section>"
    )
    server.routes["/guide.html"] = page(f"<body><div role=main>{shown}</div></body>")
    (sample,) = samples(make(pages=["guide.html"]))
    assert sample.code == (
        "from manim import *\n\n\nclass Spin(Scene):\n    def construct(self):\n        self.wait()\n"
    )
    assert (sample.metadata["title"], sample.metadata["heading"]) == ("Guide", "Guide")


SMART = SPIN.replace("'a < b & c'", "“a”")


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (f"<pre>{html.escape(html.escape(SPIN))}</pre>", SPIN),
        (
            f"<pre>{SPIN.replace('<', '&#60;').replace('&', '&amp;').replace('&amp;#60;', '&#60;')}</pre>",
            SPIN,
        ),
        (f"<pre>{html.escape(SPIN).replace(chr(10), '<br />')}</pre>", SPIN),
        (f"<p><code>{html.escape(SPIN).replace(chr(10), '<br>').replace('  ', '&nbsp; ')}</code></p>", SPIN),
        (f"<pre>{SMART}</pre>", SPIN.replace("'a < b & c'", '"a"')),
        (
            "<table class='highlighttable'><tr><td class='linenos'><pre>1\n2\n3</pre></td>"
            f"<td class='code'><pre>{html.escape(SPIN)}</pre></td></tr></table>",
            SPIN,
        ),
        (
            "<pre>"
            + "\n".join(f"{n} {html.escape(line)}" for n, line in enumerate(SPIN.split("\n"), 1))
            + "</pre>",
            SPIN,
        ),
        (
            "<pre>"
            + "\n".join(
                f'<span class="linenos">{n:2} </span>{html.escape(line)}'
                for n, line in enumerate(SPIN.split("\n"), 1)
            )
            + "</pre>",
            SPIN,
        ),
        (
            '<div class="syntaxhighlighter"><table><tr><td class="gutter"><div class="line">1</div></td>'
            '<td class="code"><div class="container">'
            + "".join(
                f'<div class="line"><code class="plain">{html.escape(line)}</code></div>'
                for line in SPIN.split("\n")
            )
            + "</div></td></tr></table></div>",
            SPIN,
        ),
        (f"<pre>{html.escape(SPIN).replace(chr(10), chr(13) + chr(10))}</pre>", SPIN),
    ],
    ids=[
        "entities twice",
        "numeric entities",
        "line breaks as elements",
        "code in a paragraph",
        "curly quotes",
        "numbers in a column",
        "numbers as text",
        "numbers as elements",
        "lines as elements",
        "line ends of Windows",
    ],
)
def test_code_survives_how_pages_show_it(server: WebServer, make: Any, shown: str, code: str) -> None:
    blog(server, post(1, f"<p>Look.</p>{shown}"))
    (sample,) = samples(make())
    assert sample.code.replace("\xa0", " ") == code + "\n"


def test_blocks_that_a_scene_builds_on_are_joined_in_their_order(server: WebServer, make: Any) -> None:
    blocks = [
        "from manim import *\nimport random",
        "SIZE = 2",
        "def tile():\n    return Square(SIZE)",
        "unused = 1",
        "class Tiles(Scene):\n    def construct(self):\n        self.add(tile(), *random.sample([], 0))",
    ]
    blog(server, post(1, "".join(f"<p>Step {n}.</p>{pre(code)}" for n, code in enumerate(blocks))))
    (sample,) = samples(make())
    assert sample.code == "\n\n\n".join([blocks[0], blocks[1], blocks[2], blocks[4]]) + "\n"
    assert sample.metadata["prose"] == "Step 4."


def test_the_nearest_definition_above_is_the_one_that_is_meant(server: WebServer, make: Any) -> None:
    blocks = [
        "SIZE = 1",
        "SIZE = 2",
        "class A(Scene):\n    def construct(self):\n        self.add(Dot(SIZE))",
        "SIZE = 3",
    ]
    blog(server, post(1, "".join(map(pre, blocks))))
    (sample,) = samples(make())
    assert "SIZE = 2" in sample.code
    assert "SIZE = 1" not in sample.code


def test_each_scene_of_a_block_is_a_sample_without_the_others(server: WebServer, make: Any) -> None:
    code = (
        "from manim import *\n\nclass Base(Scene):\n    def start(self):\n        self.wait()\n\n"
        "class One(Base):\n    def construct(self):\n        self.start()\n\n"
        "class Two(Scene):\n    def construct(self):\n        self.wait(2)\n"
    )
    blog(server, post(1, pre(code)))
    one, two = samples(make())
    assert (one.scene, "class Base" in one.code, "class Two" in one.code) == ("One", True, False)
    assert (two.scene, "class Base" in two.code, "class One" in two.code) == ("Two", False, False)


def test_code_that_does_not_parse_is_skipped_and_shell_commands_are_no_code(
    server: WebServer, make: Any
) -> None:
    broken = "class A(Scene):\n    def construct(self:\n        self.wait()"
    blog(server, post(1, pre("manim -pql a.py A") + pre(broken)))
    (found,) = skipped(make())
    assert (found.where, found.reason) == ("https://example.org/2021/post-1/ block 2", "syntax_error")


# -- manners ----------------------------------------------------------------------------------------------


def test_every_request_says_who_asks(server: WebServer, make: Any) -> None:
    blog(server, post(1, pre(SPIN)))
    samples(make())
    assert all(asked.headers["user-agent"].startswith("manimill/") for asked in server.asked)


def test_robots_txt_is_read_first_and_kept(server: WebServer, make: Any) -> None:
    server.routes["/robots.txt"] = page("User-agent: *\nDisallow: /private/\n")
    server.routes["/open.html"] = page(pre(SPIN))
    server.routes["/private/a.html"] = page(pre(SPIN))
    found = list(make(pages=["open.html", "private/a.html"]).extract())
    assert server.paths() == ["/robots.txt", "/open.html"]
    assert skipped(make(pages=["open.html", "private/a.html"])) == [found[1]]
    assert (found[1].where, found[1].reason) == (f"{server.address}/private/a.html", "disallowed")


def test_a_site_that_wants_no_programs_is_left_alone(server: WebServer, make: Any) -> None:
    blog(server, post(1, pre(SPIN)))
    server.routes["/robots.txt"] = page("User-agent: manimill\nDisallow: /\n")
    assert refusal(make()) == (
        f"cannot be read: {server.address} has no post or page that a program may read; correct 'url' or 'pages' "
        "in the catalog entry, or give it with --local far=PATH (a saved page, or a folder of them)"
    )
    assert set(server.paths()) == {"/robots.txt"}


def test_a_host_is_asked_once_in_a_while(server: WebServer, make: Any, slept: list[float]) -> None:
    for name in ("a", "b"):
        server.routes[f"/{name}.html"] = page(pre(SPIN))
    list(make(pages=["a.html", "b.html"], pause=1.0).extract())
    assert slept == [1.0, 1.0]


def test_a_longer_pause_that_robots_txt_asks_for_is_kept(
    server: WebServer, make: Any, slept: list[float]
) -> None:
    server.routes["/robots.txt"] = page("User-agent: *\nCrawl-delay: 7\n")
    server.routes["/a.html"] = page(pre(SPIN))
    list(make(pages=["a.html"], pause=1.0).extract())
    assert slept == [7.0]


def test_a_page_that_has_not_changed_is_not_sent_again(server: WebServer, make: Any) -> None:
    def answer(asked: Asked) -> Reply:
        about = {"ETag": '"one"', "Cache-Control": "no-cache"}
        if asked.headers.get("if-none-match") == '"one"':
            return Reply(status=304, headers=about)
        return page(pre(SPIN), **about)

    server.routes["/a.html"] = answer
    first = samples(make(pages=["a.html"]))
    assert samples(make(pages=["a.html"])) == first
    sent = [asked.headers.get("if-none-match") for asked in server.asked if asked.path == "/a.html"]
    assert sent == [None, '"one"']


def test_retry_after_is_honoured(server: WebServer, make: Any, slept: list[float]) -> None:
    server.routes["/a.html"] = in_turn(Reply(status=429, headers={"Retry-After": "11"}), page(pre(SPIN)))
    assert len(samples(make(pages=["a.html"]))) == 1
    assert slept == [11.0]


# -- failures ---------------------------------------------------------------------------------------------

INSTEAD = "or give it with --local far=PATH (a saved page, or a folder of them)"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "answered '401 Unauthorized' when asked for {}/a.html; see whether it can be had in a browser"),
        (403, "answered '403 Forbidden' when asked for {}/a.html; see whether it can be had in a browser"),
        (404, "answered '404 Not Found' when asked for {}/a.html; correct 'url' or 'pages' in the catalog entry"),
        (429, "answered '429 Too Many Requests' (5 tries) when asked for its pages; it was asked too often: run the "
              "same command again in a while"),
        (503, "answered '503 Service Unavailable' (5 tries) when asked for its pages; the fault is there: run the "
              "same command again later"),
    ],
)  # fmt: skip
def test_a_refusal_is_one_sentence(server: WebServer, make: Any, status: int, words: str) -> None:
    server.routes["/a.html"] = Reply(status=status)
    said = refusal(make(pages=["a.html"]))
    assert said == f"cannot be read: {server.address} {words.format(server.address)}, {INSTEAD}"


def test_a_site_that_cannot_be_reached_is_one_sentence(make: Any) -> None:
    address = f"http://127.0.0.1:{closed_port()}"
    assert refusal(make(url=address)) == (
        f"cannot be read: {address} cannot be reached (Connection refused) for its pages; check the network, use "
        f"--offline if it was read before, {INSTEAD}"
    )


def test_offline_reads_the_pages_of_an_earlier_run(server: WebServer, make: Any) -> None:
    blog(server, post(1, pre(SPIN)))
    online = samples(make())
    server.asked.clear()
    assert samples(make(offline=True)) == online
    assert server.asked == []


def test_offline_without_an_earlier_run_is_one_sentence(make: Any) -> None:
    assert refusal(make(offline=True)) == (
        f"cannot be read offline: the cache does not have its pages; run once with the network, {INSTEAD}"
    )


# -- saved pages ------------------------------------------------------------------------------------------


def test_a_saved_page_is_read_without_the_site(server: WebServer, make: Any, tmp_path: Path) -> None:
    saved = tmp_path / "Spin.html"
    canonical = '<link rel="canonical" href="https://example.org/spin/">'
    saved.write_text(f"<html><head>{canonical}</head><body>{pre(SPIN)}</body></html>", encoding="utf-8")
    (sample,) = samples(make(local=saved))
    assert (sample.provenance.url, server.asked) == ("https://example.org/spin/", [])


def test_a_folder_of_saved_pages_is_read_page_by_page(make: Any, tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.html").write_text(pre(SPIN.replace("Spin", name.upper())), encoding="utf-8")
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files" / "style.css").write_text("")
    assert [s.scene for s in samples(make(local=tmp_path))] == ["A", "B"]


def test_a_folder_without_pages_is_an_error(make: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no \.html file"):
        list(make(local=tmp_path).extract())
