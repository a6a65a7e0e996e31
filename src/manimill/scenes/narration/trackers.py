"""Expressions that ask a tracker for times become numbers, or arithmetic with the renderer's clock."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from manimill.code.walking import children, walk
from manimill.scenes.narration.arithmetic import arithmetic, number
from manimill.scenes.narration.finding import keyword
from manimill.scenes.narration.rewriting import Rewriting
from manimill.scenes.narration.speeches import SHORTEST, Clock, Speech, written

Resolve = Callable[[ast.expr], "Speech | None"]
"""The speech that a tracker written so belongs to."""

_USES = (ast.Call, ast.Attribute)
_RUN_LATER = (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef)
_ASKS = ("get_remaining_duration", "time_until_bookmark")


class Trackers:
    """Rewrites the questions in expressions; ``resolve`` finds the speech a tracker stands for."""

    def __init__(self, rewriting: Rewriting, clock: Clock, resolve: Resolve) -> None:
        self._rewriting = rewriting
        self._clock = clock
        self._resolve = resolve

    def value(self, node: ast.expr) -> float | None:
        """A number that is written out, or that a tracker's answer is known to be here."""
        known = number(node)
        if known is not None:
            return known
        if isinstance(node, ast.Attribute) and node.attr == "duration":
            speech = self._resolve(node.value)
            return speech.seconds if speech else None
        if isinstance(node, ast.Call) and (asked := self.asked(node)):
            return self._left(*asked)
        return arithmetic(node, self.value)

    def asked(self, node: ast.expr) -> tuple[Speech, float | None, float] | None:
        """The speech, the moment in it (None is the end) and the buffer of a question for the time left."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return None
        speech = self._resolve(node.func.value) if node.func.attr in _ASKS else None
        if speech is None:
            return None
        marked = node.func.attr == "time_until_bookmark"
        arguments = [*node.args, *(k.value for k in node.keywords if k.arg == "buff")]
        mark = node.args[0] if node.args else keyword(node, "mark")
        buffers = arguments[1:] if marked and node.args else arguments
        buff = number(buffers[0]) if buffers else 0.0
        target = self.mark(speech, mark) if marked else None
        if buff is None or len(buffers) > 1 or (marked and target is None) or keyword(node, "limit"):
            return None
        return speech, target, buff

    def mark(self, speech: Speech, node: ast.expr | None) -> float | None:
        """Seconds from the beginning of a speech to a bookmark, or None with a problem noted."""
        name = node.value if isinstance(node, ast.Constant) else None
        at = speech.marks.get(name) if isinstance(name, str) else None
        if at is None and node is not None:
            what = (
                f"there is no bookmark {name!r} in what is said" if name else "a bookmark's name is computed"
            )
            self._rewriting.problem(node, what)
        return at

    def _left(self, speech: Speech, target: float | None, buff: float) -> float | None:
        elapsed = speech.elapsed(self._clock)
        at = speech.seconds if target is None else target
        if speech.finished and not buff:
            return 0.0
        return None if elapsed is None or at is None else round(max(at - elapsed + buff, 0.0), 2)

    def rewrite(self, node: ast.AST, parent: ast.AST | None = None, *, later: bool = False) -> None:
        """Rewrite all questions in a node; ``later`` where it is run at a time nobody knows."""
        if isinstance(node, ast.Compare) and not later and self._rewrote_comparison(node):
            return
        if isinstance(node, _USES) and self._rewrote(node, parent, later):
            return
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and self._resolve(node):
            self._rewriting.problem(node, "a tracker is handed on")
        later = later or isinstance(node, _RUN_LATER)
        for child in children(node):
            if type(child) is not ast.Constant:
                self.rewrite(child, node, later=later)

    def _rewrote_comparison(self, node: ast.Compare) -> bool:
        """``while tracker.get_remaining_duration() > 1`` asks whether a moment has come."""
        asked = self.asked(node.left)
        limit = number(node.comparators[0])
        simple = len(node.ops) == 1 and isinstance(node.ops[0], ast.Gt) and limit is not None and limit >= 0
        if asked is None or not simple or limit is None or self._left(*asked) is not None:
            return False
        speech, target, buff = asked
        moment = self._moment(speech, target, buff - limit)
        self._rewriting.replace(node, f"{speech.scene}.renderer.time < {moment}", "tracker")
        return True

    def _rewrote(self, node: ast.Call | ast.Attribute, parent: ast.AST | None, later: bool) -> bool:
        if isinstance(node, ast.Attribute):
            speech = self._resolve(node.value)
            text = self._attribute(node, speech, later) if speech else None
        else:
            asked = self.asked(node)
            text = None if asked is None or later else self._question(*asked, _must_be_positive(node, parent))
        if text is not None:
            self._rewriting.replace(node, text, "tracker")
        return text is not None

    def _attribute(self, node: ast.Attribute, speech: Speech, later: bool) -> str | None:
        if node.attr == "duration" and not (later and speech.seconds is None):
            return speech.length
        if node.attr in ("start_t", "end_t") and not later:
            return f"({speech.moment(0 if node.attr == 'start_t' else None)})"
        why = "is asked in a function that runs later" if later else f"is asked for {node.attr}"
        self._rewriting.problem(node, f"a tracker {why}")
        return ""

    def _question(self, speech: Speech, target: float | None, buff: float, positive: bool) -> str:
        least = SHORTEST if positive else 0
        known = self._left(speech, target, buff)
        if known is not None:
            return written(max(known, least))
        moment = self._moment(speech, target, buff)
        return f"max({moment} - {speech.scene}.renderer.time, {least:g})"

    @staticmethod
    def _moment(speech: Speech, target: float | None, buff: float) -> str:
        at = speech.seconds if target is None else target
        if at is not None:
            return speech.moment(at + buff)
        moment = speech.moment(None)
        return moment if not buff else f"{moment} {'+' if buff > 0 else '-'} {written(abs(buff))}"


def _must_be_positive(node: ast.Call, parent: ast.AST | None) -> bool:
    """Whether manim refuses a zero here, which an estimate that is too short would bring about."""
    if isinstance(parent, ast.keyword):
        return parent.arg in ("run_time", "duration")
    waits = isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute)
    return waits and node in parent.args and parent.func.attr in ("wait", "pause")  # type: ignore[union-attr]


def names_bound(nodes: Iterable[ast.AST]) -> set[str]:
    """Names that the nodes bind."""
    return {
        part.id
        for node in nodes
        for part in walk(node)
        if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load)
    }
