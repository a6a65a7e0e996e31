"""The catalog entry of a place, as far as it can be told; `Catalog.load` takes it as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from manimill.assessment.wording import counted, listed
from manimill.environments import definitions
from manimill.records import NOASSERTION

if TYPE_CHECKING:
    from manimill.assessment.assessment import Assessment

_NOBODY = "OWNER/NAME"
_DOCUMENTS = {"markdown": ("**/*.md", "**/*.markdown"), "rst": ("**/*.rst",)}
_PRIORITY = 60
"""Below what is included today; a curator moves it."""


def draft(found: Assessment, verdict: str, reasons: Sequence[str]) -> str:
    """A TOML file. Comments say what is left to the curator."""
    repository = found.target.repository or _NOBODY
    place = "" if found.target.repository else "# Put in where the repository is, here and below.\n"
    lines = [
        f"name = {_quoted(_name(found))}",
        f"title = {_quoted(_title(found))}",
        'kind = "git"',
        f"{place}url = {_quoted(f'https://github.com/{repository}')}",
        f"verdict = {_quoted(_verdict(found, verdict))}",
        f"reason = {_quoted(reasons[0])}",
        _list("evidence", reasons),
        *_terms(found),
        f"# No two sources have the same; the higher one keeps what both hold.\npriority = {_PRIORITY}",
        f"flavours = [{', '.join(map(_quoted, _flavours(found)))}]",
        *_needs(found),
        *([_list("traps", traps)] if (traps := list(_traps(found))) else []),
        "",
        "[revision]",
        'policy = "latest"',
        "",
        "[[repositories]]",
        f"repository = {_quoted(repository)}",
        f"include = [{', '.join(map(_quoted, _globs(found)))}]",
        *([f"revision = {_quoted(found.target.revision or '')}"] if found.target.named_revision else []),
        "",
        "[expected]",
        *_expected(found),
    ]
    return "\n".join(lines) + "\n"


def _name(found: Assessment) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", (found.target.repository or found.target.name).lower()).strip("_")
    return words if words[:1].isalpha() else f"source_{words}".strip("_")


def _title(found: Assessment) -> str:
    return (found.target.repository or found.target.name).replace("/", ": ")


def _verdict(found: Assessment, verdict: str) -> str:
    if verdict != "exclude":
        return verdict
    return "refused" if found.licence.refused else "not_included"


def _terms(found: Assessment) -> Iterator[str]:
    licence, repository = found.licence, found.target.repository
    yield f"licence = {_quoted(licence.expression)}"
    if licence.refused:
        yield f"licence_note = {_quoted(f'No licence is granted: {licence.evidence}.')}"
    elif licence.expression == NOASSERTION:
        yield 'licence_note = "No licence is stated."'
    if licence.terms and "-ND-" not in licence.expression:
        yield "redistribution = true"
    if repository is not None:
        terms = f", {licence.expression}" if licence.expression != NOASSERTION else ""
        owner = repository.partition("/")[0]
        yield f"attribution = {_quoted(f'{owner} (github.com/{repository}){terms}')}"


def _flavours(found: Assessment) -> list[str]:
    names = {scene.flavour.name: None for scene in found.in_documentation}
    known = [name for name in found.by_flavour | names if name in ("ce", "gl", "legacy")]
    return known or ["ce"]


def _needs(found: Assessment) -> Iterator[str]:
    """What to render with: packages are known by the names they are imported under, not by their distributions."""
    if not found.third_party:
        return
    packages = listed(f"{_plain(name)} ({count})" for name, count in found.third_party.items())
    yield f"# Imported besides Manim, by so many scenes: {packages}."
    yield '# Name the distributions that the scenes are to be rendered with: requires = ["NAME==VERSION"]'
    known = definitions()
    fitting = [name for name in found.third_party if name.replace("_", "-") in known]
    if fitting:
        yield f"# environment = {_quoted(fitting[0].replace('_', '-'))}"


def _traps(found: Assessment) -> Iterator[str]:
    missing = sum(bool(scene.assets.missing) for scene in found.reading.scenes)
    elsewhere = len(found.whole) - sum(scene.alone for scene in found.scenes)
    if elsewhere:
        yield f"Other files of the repository are needed by {counted(elsewhere, 'scene')}."
    if len(found.whole) < len(found.scenes):
        broken = len(found.scenes) - len(found.whole)
        yield f"Of {counted(len(found.scenes), 'scene')} {broken} cannot be cut out whole."
    if missing:
        yield f"Files that are not in the repository are asked for by {counted(missing, 'scene')}."
    if found.reading.templates:
        yield f"Templates, which are only bases of others or draw nothing: {found.reading.templates}."
    if found.reading.unread:
        paths = listed((one.path for one in found.reading.unread), most=3)
        yield f"Not readable: {paths}."


def _globs(found: Assessment) -> list[str]:
    if found.target.within in found.target.tree.files():
        return [found.target.within]
    kinds = {scene.kind for scene in found.reading.scenes}
    globs = ["**/*.py"] if kinds & {"module", "docstring"} else []
    globs += ["**/*.ipynb"] if "notebook" in kinds else []
    globs += [glob for kind, ends in _DOCUMENTS.items() if kind in kinds for glob in ends]
    below = f"{found.target.within}/" if found.target.within else ""
    return [below + glob for glob in globs]


def _expected(found: Assessment) -> Iterator[str]:
    yield f"scenes = {len(found.scenes)}"
    yield f"whole = {len(found.whole)}"
    for flavour, count in found.by_flavour.items():
        yield f"{flavour} = {count}"
    if found.in_documentation:
        yield f"in_documentation = {len(found.in_documentation)}"


def _list(key: str, texts: Sequence[str]) -> str:
    return "\n".join([f"{key} = [", *(f"    {_quoted(text)}," for text in texts), "]"])


def _plain(text: str) -> str:
    """For a comment, in which nothing can be escaped."""
    return "".join(character if character.isprintable() else "?" for character in text)


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own, halves of characters and DEL are not allowed."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
