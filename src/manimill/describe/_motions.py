"""Animations in words, as imperatives: ``draw a square``, ``move it 2 units right``."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import Any

from manimill.code.outline import CAMERA, Motion, Thing, Vector, is_number
from manimill.describe import _words as words
from manimill.describe._calls import CALLS, CAMERA_CALLS, duration, heading, matrix_words
from manimill.describe._nouns import Namer
from manimill.describe._vocabulary import HIDDEN

_VERBS = {
    "Create": "draw {}",
    "ShowPartial": "draw {}",
    "Write": "write {}",
    "Unwrite": "unwrite {}",
    "Uncreate": "erase {}",
    "DrawBorderThenFill": "draw the outline of {} and then fill it",
    "FadeIn": "fade in {}",
    "FadeOut": "fade out {}",
    "GrowFromCenter": "grow {} from its center",
    "GrowFromPoint": "grow {} from a point",
    "GrowFromEdge": "grow {} from its edge",
    "GrowArrow": "grow {}",
    "SpinInFromNothing": "spin {} in from nothing",
    "SpiralIn": "let {} spiral in",
    "ShrinkToCenter": "shrink {} into its center",
    "Rotate": "rotate {}",
    "Rotating": "keep rotating {}",
    "Indicate": "highlight {} briefly",
    "FocusOn": "focus attention on {}",
    "Flash": "flash rays around {}",
    "Circumscribe": "draw a temporary outline around {}",
    "Wiggle": "wiggle {}",
    "ApplyWave": "send a wave through {}",
    "Broadcast": "send expanding copies outwards from {}",
    "ShowPassingFlash": "let a flash run along {}",
    "ShowPassingFlashWithThinningStrokeWidth": "let a thinning flash run along {}",
    "MoveToTarget": "move {} to its new state",
    "Restore": "restore {} to its saved state",
    "Homotopy": "deform {} continuously",
    "PhaseFlow": "let {} flow along a vector field",
    "ApplyFunction": "transform {} by a function",
    "ApplyPointwiseFunction": "warp {} point by point with a function",
    "ApplyPointwiseFunctionToCenter": "move {} by a function",
    "ApplyComplexFunction": "warp {} with a complex function",
    "ApplyMatrix": "apply a matrix to {}",
    "ApplyMethod": "animate {}",
    "ScaleInPlace": "scale {} in place",
    "FadeToColor": "change the color of {}",
    "AddTextLetterByLetter": "type {} letter by letter",
    "RemoveTextLetterByLetter": "remove {} letter by letter",
    "AddTextWordByWord": "type {} word by word",
    "TypeWithCursor": "type {} with a cursor",
    "UntypeWithCursor": "delete {} with a cursor",
    "ShowIncreasingSubsets": "reveal the parts of {} one after another",
    "ShowSubmobjectsOneByOne": "show the parts of {} one at a time",
    "ChangingDecimal": "let {} change",
    "ChangeDecimalToValue": "let {} count to a new value",
    "Blink": "let {} blink",
    "CyclicReplace": "let {} swap places in a cycle",
    "Swap": "swap {}",
    "UpdateFromFunc": "keep {} updated",
    "UpdateFromAlphaFunc": "keep {} updated",
    "MaintainPositionRelativeTo": "keep {} in place relative to its partner",
    "Add": "add {}",
    "Wait": "pause",
    "MoveAlongPath": "move {} along a path",
    "Expand": "expand {}",
    "EndAnimation": "let the flow of {} come to an end",
}
_TRANSFORMS = {
    "FadeTransform": "cross-fade {} into {}",
    "FadeTransformPieces": "cross-fade {} piece by piece into {}",
    "TransformFromCopy": "transform a copy of {} into {}",
    "TransformMatchingShapes": "turn {} into {}, moving matching shapes",
    "TransformMatchingTex": "turn {} into {}, moving matching terms",
    "ClockwiseTransform": "transform {} clockwise into {}",
    "CounterclockwiseTransform": "transform {} counterclockwise into {}",
}
_DEPTH = 3
"""How deep groups of animations are told."""
_PRONOUN_FORMS = {"fade in {}": "fade {} in", "fade out {}": "fade {} out"}
_KEEPING = frozenset(("Transform", "ClockwiseTransform", "CounterclockwiseTransform"))
"""After these the code goes on speaking of the first object, which now looks like the second."""
_GATHERING = frozenset(("AnimationGroup", "LaggedStart", "Succession", "LaggedStartMap"))
_COLOURED = frozenset(("Indicate", "Circumscribe", "FadeToColor", "Flash", "FocusOn"))


class Narrator:
    """Tells animations; speaks of ``it`` where one thing is meant and was named last."""

    def __init__(self, namer: Namer) -> None:
        self._namer = namer
        self._last: Thing | None = None
        self._became: dict[int, Thing] = {}
        self._depth = 0

    def tell(self, motions: list[Motion]) -> list[str]:
        """Imperatives for animations that play together, alike ones joined."""
        if len(motions) == 1:
            told = [self._motion(motions)]
        else:
            told = [self._motion(list(alike)) for _, alike in groupby(motions, key=_joint)]
        self._remember(motions)
        tally: dict[str, int] = {}
        for phrase in told:
            if phrase:
                tally[phrase] = tally.get(phrase, 0) + 1
        return [
            text if n == 1 else f"{text} (likewise for {words.counted(n - 1)} more)"
            for text, n in tally.items()
        ]

    def forget(self) -> None:
        """What follows must name things again."""
        self._last = None

    def remember(self, things: list[Thing]) -> None:
        """``it`` means this thing from now on, if it is a single one."""
        single = len(things) == 1 and things[0].count == 1 and not things[0].members
        self._last = things[0] if single and things[0] is not CAMERA else None

    def _remember(self, motions: list[Motion]) -> None:
        for motion in motions:
            if motion.into is not None and motion.kind in _KEEPING:
                self._became.update((id(thing), motion.into) for thing in motion.targets)
        seen = [motion.into or thing for motion in motions for thing in motion.targets]
        self.remember(seen if all(not motion.parts for motion in motions) else [])

    def _object(self, things: list[Thing]) -> str:
        things = [self._became.get(id(thing), thing) for thing in things]
        if len(things) == 1 and things[0] is self._last:
            return "it"
        return self._namer.names([thing for thing in things if thing.kind not in HIDDEN], 6)

    def _motion(self, alike: list[Motion]) -> str:
        first = alike[0]
        things = [thing for motion in alike for thing in motion.targets]
        if first.kind == "animate":
            return self._chain(first)
        if first.parts or first.kind in _GATHERING:
            return self._gathered(first)
        if first.kind == "MoveToTarget" and len(things) == 1 and things[0].target is not None:
            return self._chain(things[0].target)
        return self._transform(first) if first.into is not None else self._plain(first, things)

    def _plain(self, motion: Motion, things: list[Thing]) -> str:
        """An animation that is a verb and its objects."""
        if CAMERA in things:
            return "return the camera to its original view" if motion.kind == "Restore" else ""
        named = self._object(things)
        if not named:
            return ""
        form = self._form(motion)
        if named == "it":
            form = _PRONOUN_FORMS.get(form, form)
        several = len(things) > 1 or things[0].count != 1
        if several or things[0].members:
            form = form.replace(" its ", " their ").replace("fill it", "fill them")
        return form.replace("{}", named, 1) + self._manner(motion, several)

    def _form(self, motion: Motion) -> str:
        """The verb with a place for its object."""
        path, matrix = motion.facts.get("path"), matrix_words(motion.facts.get("matrix"))
        if motion.kind == "MoveAlongPath" and isinstance(path, Thing):
            return f"move {{}} along {self._namer.name(path)}"
        if motion.kind == "ApplyMatrix" and matrix:
            return f"apply the matrix {matrix} to {{}}"
        return _form(motion.kind)

    def _gathered(self, motion: Motion) -> str:
        if motion.kind == "LaggedStartMap" or not motion.parts:
            kind = motion.facts.get("animation_class", "Create")
            named = self._object(motion.targets)
            told = _form(str(kind)).replace("{}", named, 1)
            return f"{told}, one part after another" if named else ""
        if self._depth > _DEPTH:
            return ""
        self._depth += 1
        phrases = self.tell(motion.parts)
        self._depth -= 1
        if not phrases:
            return ""
        order = {"Succession": ", one after the other", "LaggedStart": ", with staggered starts"}.get(
            motion.kind, ""
        )
        return words.listed(phrases, 5) + (order if len(motion.parts) > 1 else "")

    def _transform(self, motion: Motion) -> str:
        named = self._object(motion.targets)
        if not named or motion.into is None:
            return ""
        into = motion.into
        goal = self._namer.name(into)
        form = _TRANSFORMS.get(motion.kind, "transform {} into {}")
        return form.replace("{}", named, 1).replace("{}", goal, 1) + duration(motion.facts)

    def _manner(self, motion: Motion, several: bool) -> str:
        """What the animation's own arguments add."""
        facts, said = motion.facts, ""
        amount = facts.get("angle", facts.get("radians"))
        if motion.kind in ("Rotate", "Rotating") and is_number(amount):
            said += f" by {words.angle(amount)}"
        if motion.kind in ("Rotate", "Rotating"):
            said += _about(facts)
        if motion.kind in _COLOURED and words.colour(facts.get("color")):
            said += f" {'to' if motion.kind == 'FadeToColor' else 'in'} {words.colour(facts['color'])}"
        if motion.kind == "ScaleInPlace" and is_number(facts.get("scale_factor")):
            said += f" by a factor of {words.number(facts['scale_factor'])}"
        shift = facts.get("shift")
        if motion.kind in ("FadeIn", "FadeOut") and isinstance(shift, Vector) and words.displacement(shift):
            said += f" while {'they move' if several else 'it moves'} {heading(shift)}"
        return said + duration(facts)

    def _chain(self, motion: Motion) -> str:
        named = self._object(motion.targets)
        if motion.targets and motion.targets[0].kind in HIDDEN:
            return self._tracked(motion)
        table = CAMERA_CALLS if CAMERA in motion.targets else CALLS
        calls = [
            table[method](self._namer, arguments, keywords)
            for method, arguments, keywords in motion.chain
            if method in table
        ]
        calls = [call for call in calls if call]
        if not calls or not named:
            return ""
        if motion.targets[0] is CAMERA:
            return words.listed([call.replace("{}", "the camera", 1) for call in calls]) + duration(
                motion.facts
            )
        first = calls[0].replace("{}", named, 1)
        it = "it" if motion.targets[0].count == 1 and not motion.targets[0].members else "them"
        return words.listed([first, *(call.replace("{}", it, 1) for call in calls[1:])]) + duration(
            motion.facts
        )

    def _tracked(self, motion: Motion) -> str:
        for method, arguments, _ in motion.chain:
            if method in ("set_value", "increment_value") and arguments and is_number(arguments[0]):
                verb = "to" if method == "set_value" else "by"
                return f"change the tracked value {verb} {words.number(arguments[0])}{duration(motion.facts)}"
        return ""


@cache
def _form(kind: str) -> str:
    known = _VERBS.get(kind)
    return known if known is not None else words.split_camel(kind) + " {}"


def _joint(motion: Motion) -> object:
    """Equal for animations that can be told in one phrase."""
    if motion.kind not in _VERBS or motion.kind == "MoveAlongPath" or motion.parts or motion.into:
        return id(motion)
    return motion.kind, repr(
        sorted((k, v) for k, v in motion.facts.items() if isinstance(v, (str, int, float, Vector)))
    )


def _about(facts: dict[str, Any]) -> str:
    """The axis or point of a rotation, where it is written down."""
    axis, point = facts.get("axis"), facts.get("about_point")
    said = ""
    if isinstance(axis, Vector) and sum(1 for n in axis if n) == 1:
        said = f" around the {'xyz'[next(i for i, n in enumerate(axis) if n)]}-axis"
    if isinstance(point, Vector):
        said += f" about {words.point(point) if any(point) else 'the origin'}"
    return said
