"""Slides become a video: a rest where the presenter would press a key, no canvas, no loops."""

from __future__ import annotations

import ast

from manimill.code.names import names
from manimill.code.walking import walk
from manimill.scenes.narration.arithmetic import number
from manimill.scenes.narration.finding import keyword, method, suites
from manimill.scenes.narration.plugins import Plugins
from manimill.scenes.narration.rewriting import Rewriting
from manimill.scenes.narration.speeches import written

_ONLY_OF_SLIDES = names(
    "next_slide start_loop end_loop wipe zoom canvas add_to_canvas remove_from_canvas canvas_mobjects "
    "mobjects_without_canvas wait_time_between_slides wait_between_looping_slides start_skip_animations "
    "stop_skip_animations"
)
_SETTINGS = names(
    "wait_time_between_slides wait_between_looping_slides skip_reversing disable_caching flush_cache "
    "max_duration_before_split_reverse num_processes"
)
_OF_NEXT_SLIDE = names("loop auto_next playback_rate reversed_playback_rate notes dedent_notes direction")
_REST = 1.0
"""Seconds that a slide rests before the next one: manim's own default for a wait."""


def plain_slides(plugins: Plugins, rewriting: Rewriting) -> None:
    """Rewrite the classes that are slides."""
    for node in plugins.classes.values():
        if plugins.is_slide(node):
            _Slides(node, rewriting).rewrite()


class _Slides:
    """Rewrites one class.

    ``_shows_nothing`` is true while a ``construct`` has nothing to rest on, ``_goes_on`` where a slide goes over
    into the next by itself.
    """

    def __init__(self, node: ast.ClassDef, rewriting: Rewriting) -> None:
        self._node = node
        self._rewriting = rewriting
        self._shows_nothing = self._goes_on = False
        self._own = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
        self._rest = max([_REST, *self._waits()])
        self._has_canvas = any(
            isinstance(part, ast.Attribute) and part.attr in ("canvas", "add_to_canvas")
            for part in walk(node)
        )

    def rewrite(self) -> None:
        """Rewrite settings, then what the methods call."""
        for part in self._node.body:
            if isinstance(part, ast.Assign | ast.AnnAssign) and _assigned(part) in _SETTINGS:
                self._rewriting.remove(part, "slide_settings")
            elif isinstance(part, ast.FunctionDef):
                self._shows_nothing, self._goes_on = part.name == "construct", False
                self._suite(part.body)
        for node in walk(self._node):
            if isinstance(node, ast.Attribute) and _of_self(node) and not self._rewriting.is_gone(node):
                self._attribute(node)

    def _waits(self) -> list[float]:
        """Times that the class has slides rest for."""
        assigned = [p for p in walk(self._node) if isinstance(p, ast.Assign | ast.AnnAssign)]
        waits = [
            p.value for p in assigned if _assigned(p) == "wait_time_between_slides" and p.value is not None
        ]
        return [seconds for wait in waits if (seconds := number(wait)) is not None]

    def _suite(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            call = statement.value if isinstance(statement, ast.Expr) else None
            name = method(call) if isinstance(call, ast.Call) else None
            if isinstance(call, ast.Call) and name and name not in self._own:
                self._call(statement, call, name)
            elif isinstance(statement, ast.Assign) and _assigned(statement) in _SETTINGS:
                self._rewriting.remove(statement, "slide_settings")
            for suite in suites(statement):
                self._suite(suite)
            if _plays(statement):
                self._shows_nothing = False

    def _call(self, statement: ast.stmt, call: ast.Call, name: str) -> None:
        given = {keyword.arg for keyword in call.keywords}
        if name == "next_slide" or (name in ("next_section", "pause") and given & _OF_NEXT_SLIDE):
            self._next_slide(statement, call)
        elif name in ("start_loop", "end_loop"):
            self._rewriting.remove(statement, "slide_loop")
        elif name in ("wipe", "zoom") and keyword(call, "return_animation") is None:
            animations, run_time = self._transition(call, name)
            if animations:
                self._rewriting.need(statement, "FadeIn", "FadeOut", *_names_of_shift(call, name))
                self._rewriting.replace(
                    statement, f"self.play({', '.join(animations)}{run_time})", f"slide_{name}"
                )

    def _next_slide(self, statement: ast.stmt, call: ast.Call) -> None:
        given = {keyword.arg for keyword in call.keywords}
        if given - _OF_NEXT_SLIDE - {"name"}:
            odd = ", ".join(sorted(str(name) for name in given - _OF_NEXT_SLIDE))
            self._rewriting.problem(statement, f"a slide is given {odd}")
            return
        automatic = keyword(call, "auto_next")
        if self._shows_nothing or self._goes_on:
            self._rewriting.remove(statement, "slide_pause")
        else:
            rest = "" if self._rest == _REST else written(self._rest)
            self._rewriting.replace(statement, f"self.wait({rest})", "slide_pause")
        self._goes_on = isinstance(automatic, ast.Constant) and automatic.value is True

    def _attribute(self, node: ast.Attribute) -> None:
        if node.attr in self._own or node.lineno in self._rewriting.problems.values():
            return
        if node.attr == "mobjects_without_canvas" and not self._has_canvas:
            self._rewriting.replace(node, "self.mobjects", "slide_canvas")
        elif node.attr in _ONLY_OF_SLIDES:
            self._rewriting.problem(node, f"self.{node.attr} of slides is used")

    def _transition(self, call: ast.Call, name: str) -> tuple[list[str], str]:
        """The animations of a wipe or zoom, and the run time given to it."""
        known = {"current", "future", "run_time", *(("direction",) if name == "wipe" else ("scale", "out"))}
        if len(call.args) > 2 or any(k.arg not in known for k in call.keywords):
            self._rewriting.problem(call, f"{name} is called in an unusual way")
            return [], ""
        places = dict(zip(("current", "future"), call.args, strict=False))
        current = places.get("current") or keyword(call, "current")
        future = places.get("future") or keyword(call, "future")
        how = _shift(call) if name == "wipe" else _scales(call)
        if how is None:
            self._rewriting.problem(call, f"{name} is called in an unusual way")
            return [], ""
        run_time = keyword(call, "run_time")
        written_time = f", run_time={ast.unparse(run_time)}" if run_time is not None else ""
        return [
            *self._fades("FadeIn", future, how[0]),
            *self._fades("FadeOut", current, how[1]),
        ], written_time

    def _fades(self, animation: str, mobjects: ast.expr | None, how: str) -> list[str]:
        if mobjects is None:
            return []
        if isinstance(mobjects, ast.List) and not any(isinstance(m, ast.Starred) for m in mobjects.elts):
            return [f"{animation}({ast.unparse(m)}, {how})" for m in mobjects.elts]
        text = ast.unparse(mobjects)
        if text == "self.mobjects_without_canvas" and not self._has_canvas:
            text = "self.mobjects"
        return [f"*[{animation}(mobject, {how}) for mobject in {text}]"]


def _names_of_shift(call: ast.Call, name: str) -> tuple[str, ...]:
    if name != "wipe":
        return ()
    return ("config",) if keyword(call, "direction") else ("config", "LEFT")


def _shift(call: ast.Call) -> tuple[str, str] | None:
    direction = keyword(call, "direction")
    text = "LEFT" if direction is None else ast.unparse(direction)
    sizes = {"LEFT": "width", "RIGHT": "width", "UP": "height", "DOWN": "height"}
    if text in sizes:
        how = f"shift={text} * config.frame_{sizes[text]}"
    else:
        how = f"shift=({text}) * [config.frame_width, config.frame_height, 0]"
    return how, how


def _scales(call: ast.Call) -> tuple[str, str] | None:
    given, out = keyword(call, "scale"), keyword(call, "out")
    scale = 4.0 if given is None else number(given)
    if not scale or (out is not None and not isinstance(out, ast.Constant)):
        return None
    inwards, outwards = 1 / scale, scale
    if isinstance(out, ast.Constant) and out.value:
        inwards, outwards = outwards, inwards
    return f"scale={inwards:g}", f"scale={outwards:g}"


def _assigned(statement: ast.Assign | ast.AnnAssign) -> str:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    if isinstance(target, ast.Attribute) and _of_self(target):
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""


def _of_self(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "self"


def _plays(statement: ast.stmt) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in ("play", "wait", "wipe", "zoom") and _of_self(node)
        for node in walk(statement)
    )
