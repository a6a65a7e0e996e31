"""The steps of a scene as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from manimill.code.outline import Outline, Step, Thing, is_number
from manimill.describe import _words as words
from manimill.describe._calls import duration
from manimill.describe._contents import quoted
from manimill.describe._kinds import noun
from manimill.describe._motions import Narrator
from manimill.describe._nouns import Namer
from manimill.describe._openings import Openings
from manimill.describe._steps import appearing, distinct, gathered, prepared
from manimill.describe._verbs import matrix_words, pace, verb
from manimill.describe._vocabulary import GROUPS, HIDDEN, PIECES

_ENOUGH = 640
"""Characters after which a scene is summed up instead of told step by step."""
_LATER = 4
"""Things named in the summary of what a long scene does in the end."""
_LIST = 420
"""Characters of a list that fits into one sentence."""
_BRIEF = 48
"""Characters of a sentence that could say more."""
_LONG = 160
"""Characters of a sentence that ask for what matters at its front."""
_SHORT = 64
"""Characters of a phrase that can take one more detail."""


class Story:
    """Turns an outline into sentences. One story tells one scene, once."""

    def __init__(self, read: Outline, seed: str) -> None:
        self._outline = read
        self._openings = Openings(seed)
        passing = _passing(read)
        self._namer = Namer([thing for thing in read.things() if id(thing) not in passing])
        self._narrator = Narrator(self._namer)
        self._begun = False
        self.weight = 0
        """Characters of what was told, whatever the way each sentence begins."""

    def sentences(self) -> list[str]:
        """Everything the outline tells, in order; empty where it tells nothing."""
        return self._moving() if self._moves() else self._still()

    def _moves(self) -> bool:
        """Whether there is a course of events; waiting beside things at rest is none."""
        steps = self._outline.steps
        if not self._outline.animated:
            return False
        return any(
            step.kind in ("play", "remove", "clear", "change")
            or step.facts.get("call", "set_camera_orientation") != "set_camera_orientation"
            for step in steps
        )

    def _still(self) -> list[str]:
        steps = self._outline.steps
        added = (thing for step in steps if step.kind == "add" for thing in step.things)
        things = distinct(thing for thing in added if not _unseen(thing))
        phrases = self._namer.phrases(things)
        if not phrases or phrases == ["a group"]:
            return []
        self.weight = sum(map(len, phrases))
        moving = any(thing.live for thing in things)
        whole = self._outline.complete
        if whole and _centred(things) and len(phrases[0]) < _SHORT:
            phrases = [f"{phrases[0]} in the middle of the screen"]
        seconds = self._lasting() if moving or self._outline.animated else ""
        still = whole and not moving and not self._outline.animated
        first, *others = _divided(phrases)
        brief = not others and len(first) < 2 * _BRIEF
        opening = self._openings.picture(first, still=still)
        sentences = [words.sentence(opening + (self._ground() if brief else "") + (seconds if brief else ""))]
        sentences += [words.sentence(f"Also show {other}") for other in others]
        sentences += [] if brief else self._apart(seconds)
        return sentences + self._views([step for step in steps if step.kind == "camera"])

    def _lasting(self) -> str:
        """`` for 2 seconds``, where all waiting is written down."""
        waits = [step.facts.get("duration") for step in self._outline.steps if step.kind == "wait"]
        known = [seconds for seconds in waits if is_number(seconds)]
        total = sum(known)
        return f" for {words.unit(total, 'second')}" if len(known) == len(waits) and total >= 1 else ""

    def _apart(self, seconds: str) -> list[str]:
        """Background and duration in sentences of their own."""
        ground = self._ground().removeprefix(" on ")
        return [
            *([f"Use {ground}."] if ground else []),
            *([f"Hold this{seconds}."] if seconds else []),
        ]

    def _ground(self) -> str:
        """`` on a white background``, where the scene sets one before anything happens."""
        shades = [words.colour(step.facts.get("background")) for step in self._outline.steps]
        shade = next((one for one in shades if one), "")
        if shade.startswith("#"):
            return f" on a background of color {shade}"
        return f" on {words.article(shade)} background" if shade else ""

    def _views(self, steps: Iterable[Step]) -> list[str]:
        """Sentences on where the camera stands and what it keeps doing."""
        return [words.sentence(text) for step in steps if (text := self._view(step))]

    def _moving(self) -> list[str]:
        setup, steps = prepared(gathered(self._outline.steps))
        sentences: list[str] = []
        length = told = 0
        for position, (step, times) in enumerate(steps):
            if step.kind == "wait":
                _hold(sentences, step)
                continue
            text = self._step(step)
            if not text:
                continue
            if times > 1:
                text += f", {words.times(times)} in a row"
            if not told:
                sentences += self._first(text, setup)
            else:
                final = position == len(steps) - 1 and told > 1
                sentences.append(self._openings.follow(text, told, final=final))
            told += 1
            self._begun = True
            length += len(text)
            self.weight += len(text) if step.kind != "add" else 0
            if length > _ENOUGH and position < len(steps) - 2:
                return [*sentences, *self._rest([later for later, _ in steps[position + 1 :]])]
        if len(sentences) == 1 and len(sentences[0]) < _BRIEF and self._outline.complete:
            return [self._lengthened(sentences[0])]
        return sentences

    def _first(self, text: str, setup: list[Step]) -> list[str]:
        """The first step, with the background and the place of the camera."""
        apart = len(text) > 2 * _BRIEF
        opening = words.sentence(text if apart else text + self._ground())
        return [opening, *(self._apart("") if apart else []), *self._views(setup)]

    def _lengthened(self, sentence: str) -> str:
        """A short sentence with the place of its only object."""
        motions = [motion for step in self._outline.steps for motion in step.motions]
        things = [thing for motion in motions for thing in motion.targets]
        closed, wait, seconds = sentence.rstrip(".").partition(" and wait ")
        if len(motions) == 1 and _centred(things) and verb(motions[0].kind).endswith("{}"):
            return f"{closed} in the middle of the screen{wait}{seconds}."
        return sentence

    def _step(self, step: Step) -> str:
        told = _STEPS.get(step.kind)
        return self._looking(step) if told is None else told(self, step)

    def _looking(self, step: Step) -> str:
        text = self._view(step)
        if text:
            self._narrator.forget()
        return f"{text[:1].lower()}{text[1:]}"

    def _removed(self, step: Step) -> str:
        known = [thing for thing in step.things if self._namer.knows(thing)]
        self._narrator.forget()
        return f"remove {self._namer.names(known)}" if known else ""

    def _cleared(self, _: Step) -> str:
        self._narrator.forget()
        return "clear the screen"

    def _sounding(self, step: Step) -> str:
        file = quoted(step.facts.get("file"))
        self._narrator.forget()
        return f"play the sound {file}" if file else "play a sound"

    def _changed(self, step: Step) -> str:
        """What happens at once, between two animations."""
        told = self._narrator.tell(step.motions)
        hidden = all(thing.kind in HIDDEN for motion in step.motions for thing in motion.targets)
        if not told or (
            not hidden and not any(self._namer.knows(t) for m in step.motions for t in m.targets)
        ):
            return ""
        return f"without any animation, {words.listed(told)}".replace("animate ", "change ", 1)

    def _added(self, step: Step) -> str:
        new = [thing for thing in step.things if not self._namer.knows(thing) and not _unseen(thing)]
        phrases = self._namer.phrases(new)
        phrases = [phrase for phrase in phrases if phrase != "a group"] or phrases
        if not phrases:
            return ""
        self._narrator.remember(new)
        shown = words.listed(phrases, 10, "more objects")
        self.weight += len(shown)
        return f"add {shown}" if self._begun else self._openings.start(shown)

    def _played(self, step: Step) -> str:
        if step.facts.get("everything"):
            self._narrator.forget()
            return "fade everything out" + duration(step.facts)
        apart = step.repeat != 1 and any(self._apart_in(thing, step) for thing in appearing(step))
        phrases = self._narrator.tell(step.motions, together=True)
        if not phrases:
            return ""
        times = ""
        if apart:
            times = ", one after another"
        elif step.repeat != 1:
            times = f", {words.times(step.repeat)}" if step.repeat else ", again and again"
        sequence = len(phrases) > 1 and any(", then " in phrase for phrase in phrases)
        text = "; at the same time, ".join(phrases) if sequence else words.listed(phrases, 6)
        text += pace(step.facts)
        seconds = duration(step.facts)
        if seconds and len(text) > _LONG:
            # Behind so many words nobody would know what takes so long.
            return f"{seconds.strip()}, {text}{times}"
        return text + seconds + times

    def _apart_in(self, thing: Thing, step: Step) -> bool:
        """Whether each turn of a loop brings another one of what is told together."""
        made = thing.count == step.repeat and not self._namer.knows(thing)
        return made or (thing.kind == "part" and bool(thing.facts.get("each")))

    def _rest(self, steps: list[Step]) -> list[str]:
        """One sentence on what else appears."""
        seen = distinct(thing for step in steps for thing in (*step.things, *appearing(step)))
        new = [thing for thing in seen if self._is_new(thing)]
        phrases = list(dict.fromkeys(self._namer.in_short(new[:_LATER])))
        if len(new) > _LATER:
            phrases.append("more")
        if not phrases:
            return ["Continue in the same manner to the end."]
        verb = "appears" if len(phrases) == 1 and _is_one(new[0], phrases[0]) else "appear"
        return [words.sentence(f"Later on, {words.listed(phrases, _LATER + 1)} also {verb}")]

    def _is_new(self, thing: Thing) -> bool:
        """Whether a thing has not been told, and is neither a part of another one nor a group of what has been."""
        if (
            self._namer.knows(thing)
            or self._namer.copied(thing)
            or thing.kind == "part"
            or thing.kind in PIECES
        ):
            return False
        return not thing.members or not all(self._namer.knows(one) for one in thing.members)

    def _view(self, step: Step) -> str:
        """What a step does with the camera or the whole plane."""
        facts = step.facts
        call, angles = facts.get("call"), _angles(facts)
        if call == "set_camera_orientation":
            return self._openings.view(angles) if angles else ""
        if call == "move_camera":
            return f"Move the camera to {angles}{duration(facts)}" if angles else ""
        if call == "apply_matrix":
            matrix = matrix_words((facts.get("arguments") or [None])[0])
            plane = "to the plane and its basis vectors"
            return f"Apply the linear transformation with the matrix {matrix} {plane}" if matrix else ""
        return _CAMERA.get(str(call), "")


_STEPS: dict[str, Callable[[Story, Step], str]] = {
    "add": Story._added,
    "remove": Story._removed,
    "play": Story._played,
    "change": Story._changed,
    "clear": Story._cleared,
    "sound": Story._sounding,
}
_CAMERA = {
    "begin_ambient_camera_rotation": "Let the camera rotate slowly around the scene",
    "begin_3dillusion_camera_rotation": "Let the camera sway to give an impression of depth",
    "stop_ambient_camera_rotation": "Stop the rotation of the camera",
    "activate_zooming": "Open a magnified inset view",
}


def _passing(read: Outline) -> set[int]:
    """Copies that are only there to be turned into something else."""
    motions = [motion for step in read.steps for motion in step.motions]
    copies = [
        thing
        for motion in motions
        if motion.into is not None
        for thing in motion.targets
        if thing.original is not None
    ]
    if not copies:
        return set()
    shown = {id(thing) for step in read.steps for thing in step.things}
    for motion in motions:
        if motion.into is None:
            shown.update(id(thing) for one in (motion, *motion.parts) for thing in one.targets)
    return {id(thing) for thing in copies} - shown


def _angles(facts: dict[str, Any]) -> str:
    given = {**dict(zip(("phi", "theta"), facts.get("arguments") or [], strict=False)), **facts}
    angles = [
        f"{key} = {words.angle(given[key])}"
        for key in ("phi", "theta", "gamma")
        if is_number(given.get(key)) and (given[key] or key != "gamma")
    ]
    return words.listed(angles)


def _divided(phrases: list[str]) -> list[str]:
    """One list, or two where it would take too long to read."""
    if len(phrases) == 1 or (len(phrases) <= 5 and sum(map(len, phrases)) <= _LIST):
        return [words.listed(phrases)]
    cut, length = 0, 0
    while cut < min(4, len(phrases) - 1) and length < _LIST // 2:
        length += len(phrases[cut])
        cut += 1
    return [words.listed(phrases[:cut]), words.listed(phrases[cut:], 9, "more objects")]


def _centred(things: list[Thing]) -> bool:
    """Whether all there is to see is one thing that nobody has moved."""
    if len(things) != 1:
        return False
    thing = things[0]
    held = thing.members and thing.kind in GROUPS
    placed = thing.places or held or thing.parent or thing.live or thing.count != 1
    known = {"start", "point", "arc_center", "vertices", "set_points_as_corners", "center"}
    return not placed and known.isdisjoint(thing.facts)


def _is_one(thing: Thing, phrase: str) -> bool:
    """Whether a phrase that begins with the thing speaks of nothing else."""
    return phrase.startswith(("a ", "an ", f"the {noun(thing)} "))


def _unseen(thing: Thing) -> bool:
    """Whether nobody can tell what is in a group that keeps changing."""
    return thing.kind in ("VGroup", "Group") and thing.live and not thing.members


def _hold(sentences: list[str], step: Step) -> None:
    """Add a long pause to the sentence before it."""
    seconds = step.facts.get("duration")
    if sentences and is_number(seconds) and " and wait for " not in sentences[-1]:
        comma = "," if " and " in sentences[-1] else ""
        sentences[-1] = (
            sentences[-1].removesuffix(".") + f"{comma} and wait for {words.unit(seconds, 'second')}."
        )
