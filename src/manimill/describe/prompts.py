"""What models are asked with: a file for each style, with a version of its own.

A prompt is Markdown behind a few lines of TOML. Its text is part of every request, so that changing it makes its own
answers obsolete and no others; its version is what a dataset says about where a description comes from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from manimill.errors import RecipeError

PARAPHRASE = "paraphrase"
"""The prompt that has a request put in other words; it is no style."""

_FENCE = "+++"


@dataclass(frozen=True, slots=True)
class Prompt:
    """``style`` is the name of its file; ``summary`` says in a few words how a person asks who asks like that."""

    style: str
    version: int
    summary: str
    text: str

    @property
    def name(self) -> str:
        """Style and version, as they are noted of a description: ``brief 1``."""
        return f"{self.style} {self.version}"


def styles() -> list[str]:
    """Names of the styles that ship with manimill."""
    return sorted(name for name in _shipped() if name != PARAPHRASE)


def load_prompts(names: Sequence[str]) -> list[Prompt]:
    """The prompts with these names, in this order; a name with a dot or a slash is a file of the user's.

    Raises:
        RecipeError: there is none of that name, two have the same, or a file is not as it should be.
    """
    prompts = [load_prompt(name) for name in names]
    if not prompts:
        raise RecipeError(f"'styles' is empty; name at least one of {', '.join(styles())}.")
    taken = [prompt.style for prompt in prompts]
    for style in taken:
        if taken.count(style) > 1:
            raise RecipeError(f"'styles' has '{style}' twice; name each style once.")
    return prompts


def load_prompt(name: str) -> Prompt:
    """One prompt, shipped with the package or in a file of the user's."""
    if "." in name or "/" in name:
        path = Path(name)
        try:
            return _parse(path.stem, path.read_text(encoding="utf-8-sig"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise RecipeError(f"The prompt {path} cannot be read ({error}); give a text file.") from None
    shipped = _shipped()
    if name not in shipped:
        raise RecipeError(
            f"There is no style '{name}'; there are {', '.join(styles())}, and files of your own such as ./mine.md."
        )
    return _parse(name, shipped[name].read_text(encoding="utf-8"), f"{name}.md")


def _shipped() -> dict[str, resources.abc.Traversable]:
    folder = resources.files("manimill.describe") / "prompts"
    return {file.name.removesuffix(".md"): file for file in folder.iterdir() if file.name.endswith(".md")}


def _parse(style: str, text: str, origin: str) -> Prompt:
    before, fence, rest = text.partition(f"{_FENCE}\n")
    head, closing, body = rest.partition(f"{_FENCE}\n")
    if before.strip() or not fence or not closing:
        raise RecipeError(
            f"The prompt {origin} does not begin with settings between two lines '{_FENCE}'; put "
            "'version = 1' between two such lines at its top."
        )
    try:
        settings = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"The settings of the prompt {origin} are not valid TOML ({error}).") from None
    version = settings.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or not body.strip():
        raise RecipeError(
            f"The prompt {origin} wants 'version = 1' (a whole number) in its settings, and a text after them."
        )
    return Prompt(style, version, str(settings.get("summary", "")), body.strip())
