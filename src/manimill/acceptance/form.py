"""Whether an answer is a description at all, whatever scene it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from manimill.acceptance.prose import Prose
from manimill.acceptance.seen import Seen
from manimill.acceptance.told import Objection
from manimill.quality import wording_findings

FEWEST = {"brief": 5, "detailed": 12, "teaching": 12}
"""Words of an answer in each style; fewer say too little even of a scene with a single object."""
MOST = {"brief": 110, "detailed": 420, "teaching": 420}
"""Words of an answer in each style."""

_REFUSAL = re.compile(
    r"^\W*(?:i['’ ]?a?m (?:really |very |so )?sorry|sorry[,.]|apolog|i apologi[sz]e|unfortunately[, ]+i"
    r"|i (?:can ?not|can['’]t|won['’]t|am unable|am not able|do not have|don['’]t have|couldn['’]t|could not)"
    r"|i['’]m (?:unable|not able|afraid)|as an? (?:ai|language model))"
    r"|\bas an ai\b|\blanguage model\b"
    r"|\bi (?:can ?not|can['’]t|am unable to|['’]m unable to|won['’]t be able to)\b"
    r"|\bi do(?:n['’]t| not) have (?:access|enough|any)\b",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"^\W*(?:(?:sure|certainly|of course|absolutely|okay|ok|great|alright|got it|understood|definitely)\b\s*[,!.:-]"
    r"|here(?:['’]s| is| are| you go| comes)\b[^.\n]{0,80}"
    r"(?:description|request|answer|prompt|text|specification|response|version|summary|what)\b"
    r"|below is\b[^.\n]{0,80}(?:description|request|prompt)"
    r"|(?:\*\*|#+ ?|\b)(?:(?:brief|detailed|teaching|scene|final|revised|updated|short)\s+)?"
    r"(?:description|answer|response|request|prompt|output|summary)(?:\*\*)?\s*:"
    r"|(?:user|assistant|human)\s*:)"
    r"|\b(?:let me know (?:if|whether)|i hope (?:this|that) helps|feel free to|would you like me to|do you want me to"
    r"|hope this helps|is there anything else)\b"
    r"|^(?:```|#{1,4} |\*\*[^*\n]{1,60}\*\*:?\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
_ENDS = re.compile(r"[.!?…。！？](?:[\"'”’»)\]`*_]|\$|\\\))*$|[.!?]?[\"”»`]\)?[.!?]?$|\$\.?$|\\\)\.?$|\)$")
_OPEN = re.compile(
    r"\b(?:the|an?|of|and|or|to|with|in|on|at|by|from|for|that|which|is|are|its?|into|as|while|then|their|so)$|[,;:(–—-]$",
    re.IGNORECASE,
)
_PAIRS = (("(", ")"), ("“", "”"), ("[", "]"))

_GATES = {
    "description_language": ("language", "Write in English."),
    "generic_description": (
        "generic",
        "Say what this scene shows in particular: its objects, texts, colours and movements.",
    ),
    "placeholder_description": ("too_short", "Write the description itself, in full sentences."),
    "description_too_short": (
        "too_short",
        "Write at least one full sentence that says what is shown and what happens.",
    ),
    "description_too_long": ("too_long", "Write a shorter description."),
    "too_short_for_code": (
        "too_short",
        "Say more: name the main objects of the scene and what happens to them in turn.",
    ),
    "code_in_description": ("code", "Write prose without any code."),
    "residue_in_description": (
        "residue",
        "Write nothing but the description: no markup and no words to the reader of it.",
    ),
    "refers_to_missing_context": (
        "residue",
        "Describe the animation by itself, without code, files or messages that its reader does not have.",
    ),
    "names_other_api": ("other_tool", "Do not name other programs or libraries than Manim."),
}
"""What the gates of the quality room are called here, and what the model is told."""


def form_objections(prose: Prose, scene: Seen, style: str) -> Iterator[Objection]:
    """What is wrong with an answer as a text in its style."""
    text = prose.text.strip()
    count = len(text.split())
    refusal, chatter = _REFUSAL.search(prose.plain), _CHATTER.search(text)
    if refusal is not None:
        yield Objection(
            "refusal", _seen(refusal.group()), "Describe the scene from its code; nothing else is needed."
        )
    elif chatter is not None:
        yield Objection(
            "chatter",
            _seen(chatter.group()),
            "Begin with the description itself and end with it, without any heading or remark about it.",
        )
    if count < FEWEST.get(style, 5):
        yield Objection(
            "too_short",
            f"{count} words, at least {FEWEST.get(style, 5)} wanted",
            f"Write at least {2 * FEWEST.get(style, 5)} words.",
        )
    elif count > MOST.get(style, 420):
        yield Objection(
            "too_long",
            f"{count} words, at most {MOST.get(style, 420)} wanted",
            f"Write at most {MOST.get(style, 420) * 3 // 4} words.",
        )
    elif _is_cut(text):
        yield Objection(
            "truncated",
            f"it ends with {_seen(text[-40:])}",
            "Finish the last sentence and end it with a full stop.",
        )
    told = scene.told
    for finding in wording_findings(prose.text, told.code, told.scene, told.features):
        check, advice = _GATES[finding.gate]
        yield Objection(check, finding.evidence, advice)


def _is_cut(text: str) -> bool:
    """Whether a text stops before its end."""
    if _OPEN.search(text.removesuffix("...").removesuffix("…")):
        return True
    if any(text.count(opening) > text.count(closing) for opening, closing in _PAIRS):
        return True
    return _ENDS.search(text) is None


def _seen(text: str) -> str:
    return f"'{' '.join(text.split())[:80]}'"
