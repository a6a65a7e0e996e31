"""The steps of a scene as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from manimill.code.outline import Outline, Step, Thing, is_number
from manimill.describe import _words as words
from manimill.describe._calls import duration, matrix_words
from manimill.describe._contents import content
from manimill.describe._motions import Narrator
from manimill.describe._nouns import Namer, noun, tint
from manimill.describe._vocabulary import HIDDEN

_ENOUGH = 560
"""Characters after which a scene is summed up instead of told step by step."""
_LATER = 4
"""Things named in the summary of what a long scene does in the end."""
_BRIEF = 60
"""Still images described in fewer characters get a sentence on what does not happen."""

_CONNECTIVES = ("Then", "Next,", "After that,")


class Story:
    """Turns an outline into sentences. One story tells one scene, once."""

    def __init__(self, read: Outline) -> None:
        self._outline = read
        self._namer = Namer(read.things())
        self._narrator = Narrator(self._namer)
        self._begun = False

    def sentences(self) -> list[str]:
        """Everything the outline tells, in order; empty where it tells nothing."""
        return self._moving() if self._moves() else self._still()

    def _moves(self) -> bool:
        """Whether there is a course of events; waiting beside things at rest is none."""
        steps = self._outline.steps
        if not self._outline.animated:
            return False
        return any(
            step.kind in ("play", "remove", "clear")
            or step.facts.get("call", "set_camera_orientation") != "set_camera_orientation"
            or any(thing.live for thing in step.things)
            for step in steps
        )

    def _still(self) -> list[str]:
        shown = [step for step in self._outline.steps if step.kind == "add"]
        things = _distinct(thing for step in shown for thing in step.things)
        phrases = self._namer.phrases(things)
        if not phrases:
            return []
        sentences = _shown(phrases)
        sentences += [words.sentence(text) for step in self._outline.steps if (text := view(step))]
        length = len(" ".join(sentences))
        if not self._outline.complete:
            return sentences
        if length < _BRIEF:
            where = " in the middle of the screen" if _centred(things) else ""
            held = (
                "and hold the picture" if self._outline.animated else "as a still image without any animation"
            )
            sentences[0] = words.sentence(f"{sentences[0].rstrip('.')}{where} {held}")
        elif length < 3 * _BRIEF and not self._outline.animated:
            sentences.append("Nothing moves.")
        return sentences

    def _moving(self) -> list[str]:
        steps = _gathered(self._outline.steps)
        sentences: list[str] = []
        length = 0
        for position, (step, times) in enumerate(steps):
            text = self._step(step)
            if not text:
                continue
            if times > 1:
                text += f"; do so {words.times(times)} in all"
            final = position == len(steps) - 1 and len(sentences) > 1
            sentences.append(_connected(text, len(sentences), final))
            length += len(text)
            if length > _ENOUGH and position < len(steps) - 2:
                return [*sentences, *self._rest([later for later, _ in steps[position + 1 :]])]
        if sentences and len(" ".join(sentences)) < _BRIEF:
            sentences[0] = f"Make a short animation: {sentences[0][0].lower()}{sentences[0][1:]}"
        return sentences

    def _step(self, step: Step) -> str:
        if step.kind == "add":
            return self._added(step.things)
        if step.kind == "remove":
            known = [thing for thing in step.things if self._namer.knows(thing)]
            self._narrator.forget()
            return f"remove {self._namer.names(known)}" if known else ""
        if step.kind == "play":
            return self._played(step)
        if step.kind == "clear":
            return "clear the screen"
        if step.kind == "wait":
            seconds = step.facts.get("duration")
            return f"pause for {words.number(seconds)} seconds" if is_number(seconds) and seconds >= 2 else ""
        text = view(step)
        if text:
            self._narrator.forget()
        return text

    def _added(self, things: list[Thing]) -> str:
        new = [thing for thing in things if not self._namer.knows(thing)]
        phrases = self._namer.phrases(new)
        if not phrases:
            return ""
        self._narrator.remember(new)
        verb = "add" if self._begun else "start with"
        self._begun = True
        return f"{verb} {words.listed(phrases, 6)}"

    def _played(self, step: Step) -> str:
        phrases = self._narrator.tell(step.motions)
        if not phrases:
            return ""
        self._begun = True
        times = ""
        if step.repeat != 1:
            times = f", {words.times(step.repeat)}" if step.repeat else ", again and again"
        return words.listed(phrases, 5) + duration(step.facts) + times

    def _rest(self, steps: list[Step]) -> list[str]:
        """One sentence on what else appears."""
        seen = _distinct(thing for step in steps for thing in (*step.things, *_appearing(step)))
        new = [thing for thing in seen if not self._namer.knows(thing)]
        phrases = self._namer.phrases(new[:_LATER])
        if len(new) > _LATER:
            phrases.append("more")
        if not phrases:
            return ["Continue in the same manner to the end."]
        verb = "appears" if len(phrases) == 1 and phrases[0].startswith(("a ", "an ", "the ")) else "appear"
        return [words.sentence(f"Later on, {words.listed(phrases, _LATER + 1)} also {verb}")]


def _shown(phrases: list[str]) -> list[str]:
    """One sentence for what is shown, or two where the list is long."""
    if len(phrases) <= 5:
        return [words.sentence(f"Show {words.listed(phrases)}")]
    return [
        words.sentence(f"Show {words.listed(phrases[:4])}"),
        words.sentence(f"Also show {words.listed(phrases[4:])}"),
    ]


def _centred(things: list[Thing]) -> bool:
    """Whether all there is to see is one thing that nobody has moved."""
    if len(things) != 1:
        return False
    thing = things[0]
    placed = thing.places or thing.members or thing.parent
    return not placed and {"start", "point", "arc_center", "vertices"}.isdisjoint(thing.facts)


def _distinct(things: Iterable[Thing]) -> list[Thing]:
    found: dict[int, Thing] = {}
    for thing in things:
        if thing.kind not in HIDDEN:
            found.setdefault(id(thing), thing)
    return list(found.values())


def _appearing(step: Step) -> list[Thing]:
    found: list[Thing] = []
    for motion in step.motions:
        for one in (motion, *motion.parts):
            found += one.targets
            if one.into is not None:
                found.append(one.into)
    return found


def _gathered(steps: Sequence[Step]) -> list[tuple[Step, int]]:
    """Steps with how often in a row; neighbouring additions become one, short waits are dropped."""
    gathered: list[tuple[Step, int]] = []
    for step in steps:
        if step.kind == "wait" and not (
            is_number(step.facts.get("duration")) and step.facts["duration"] >= 2
        ):
            continue
        before, times = gathered[-1] if gathered else (None, 0)
        if before is not None and step.kind == before.kind == "add":
            gathered[-1] = (Step("add", [*before.things, *step.things]), 1)
        elif before is not None and step.kind == before.kind == "play" and _same(step, before):
            gathered[-1] = (before, times + 1)
        else:
            gathered.append((step, 1))
    return gathered


def _same(step: Step, before: Step) -> bool:
    """Whether two plays would be told in the same words."""
    if [motion.kind for motion in step.motions] != [motion.kind for motion in before.motions]:
        return False
    return _alike(step) == _alike(before)


def _alike(step: Step) -> list[Any]:
    """Equal for plays that would be told in the same words."""
    return [
        (
            motion.kind,
            [(noun(thing), tint(thing), content(thing), _literals(thing)) for thing in motion.targets],
            motion.into and (noun(motion.into), tint(motion.into), content(motion.into)),
            repr([(name, arguments) for name, arguments, _ in motion.chain]),
            [motion.facts.get(key) for key in ("angle", "axis", "run_time", "shift", "color", "path")],
            len(motion.parts),
        )
        for motion in step.motions
    ]


def _literals(thing: Thing) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in thing.facts.items() if isinstance(value, (str, int, float))]


def _connected(text: str, index: int, final: bool) -> str:
    if index == 0 or text.startswith(("view the scene", "use a ")):
        return words.sentence(text)
    return words.sentence(f"{'Finally,' if final else _CONNECTIVES[(index - 1) % len(_CONNECTIVES)]} {text}")


def view(step: Step) -> str:
    """What a step does with the camera, the background or the whole plane."""
    facts = step.facts
    background = words.colour(facts.get("background"))
    if background:
        return f"use {words.article(background)} background"
    call, angles = facts.get("call"), _angles(facts)
    if call == "set_camera_orientation":
        return f"view the scene in 3D from {angles}" if angles else ""
    if call == "move_camera":
        return f"move the camera to {angles}{duration(facts)}" if angles else ""
    if call == "apply_matrix":
        matrix = matrix_words((facts.get("arguments") or [None])[0])
        return (
            f"apply the linear transformation with the matrix {matrix} to the plane and its basis vectors"
            if matrix
            else ""
        )
    return _CAMERA.get(str(call), "")


_CAMERA = {
    "begin_ambient_camera_rotation": "let the camera rotate slowly around the scene",
    "begin_3dillusion_camera_rotation": "let the camera sway to give an impression of depth",
    "activate_zooming": "open a magnified inset view",
}


def _angles(facts: dict[str, Any]) -> str:
    given = {**dict(zip(("phi", "theta"), facts.get("arguments") or [], strict=False)), **facts}
    parts = []
    for key, name in (("phi", "a polar angle"), ("theta", "an azimuth")):
        if is_number(given.get(key)):
            parts.append(f"{name} of {words.angle(given[key])}")
    return words.listed(parts)
