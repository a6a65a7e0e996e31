"""Read a method from top to bottom and take the narration out of it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from manimill.scenes.narration.constants import Constants
from manimill.scenes.narration.finding import STARTS_TO_SPEAK, Function, method, spoken_call, suites, text_of
from manimill.scenes.narration.rewriting import Cuts, Rewriting, final_indent
from manimill.scenes.narration.speeches import SHORTEST, Clock, Speech, written
from manimill.scenes.narration.timing import Timing
from manimill.scenes.narration.trackers import Trackers, names_bound


@dataclass(eq=False, slots=True)
class Block:
    """A narrated block, or a statement that starts to speak; the lines of ``wait`` go at a block's end."""

    node: ast.stmt
    speech: Speech
    cuts: Cuts
    wait: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all methods of a module are read with; ``skipped`` are definitions that are to go."""

    rewriting: Rewriting
    constants: Constants
    voices: frozenset[str]
    names: frozenset[str]
    own_methods: frozenset[str]
    skipped: frozenset[ast.AST]
    blocks: list[Block]


class Flow:
    """Reads one function: a method, or one that is handed a scene."""

    def __init__(
        self,
        around: Surroundings,
        function: Function,
        owner: ast.ClassDef | None,
        outer: Mapping[str, Speech | None] | None = None,
    ) -> None:
        self._around = around
        self._rewriting = around.rewriting
        self._function = function
        self._owner = owner
        self._clock = Clock()
        self._current: Speech | None = None
        self._unsure = False
        self._trackers: dict[str, Speech | None] = {}
        self._outer = dict(outer or {})
        self._depth = 0
        self._ask = Trackers(self._rewriting, self._clock, self._resolve)
        self._timing = Timing(around.rewriting.tree, owner or function, _scenes(function, around.voices))
        self._handlers: dict[str, Callable[[ast.stmt, ast.Call, Cuts], bool]] = {
            "wait_until_bookmark": self._wait_until_bookmark,
            "wait_for_voiceover": self._wait_for_speech,
            "safe_wait": self._safe_wait,
            "wait": self._wait_for_tracker,
            "set_speech_service": self._set_speech_service,
        }

    def read(self) -> None:
        """Read the function's body."""
        self._suite(self._function.body, ())

    def _suite(self, statements: list[ast.stmt], cuts: Cuts) -> None:
        for statement in statements:
            if statement not in self._around.skipped:
                self._statement(statement, cuts)

    def _statement(self, statement: ast.stmt, cuts: Cuts) -> None:
        call = spoken_call(statement, self._around.voices)
        if call is not None and text_of(call) is not None:
            self._speak(statement, call, cuts)
        elif isinstance(statement, Function):
            held = {**self._outer, **self._trackers}
            Flow(self._around, statement, self._owner, held).read_with(cuts)
        elif isinstance(statement, ast.If):
            self._if(statement, cuts)
        elif isinstance(statement, ast.For):
            self._for(statement, cuts)
        elif any(suites(statement)):
            self._compound(statement, cuts)
        elif not self._is_handled(statement, cuts):
            self._ask.rewrite(statement)
            self._clock.pass_by(self._timing.seconds([statement], self._ask.value))
            self._rebound(names_bound([statement]))

    def read_with(self, cuts: Cuts) -> None:
        """Read the body of a function inside another one."""
        self._suite(self._function.body, cuts)

    # Speeches

    def _speak(self, statement: ast.stmt, call: ast.Call, cuts: Cuts) -> None:
        speech = self._begin(statement, call)
        if isinstance(statement, ast.With):
            self._block(statement, speech, cuts)
            return
        self._depth += 1
        if isinstance(statement, ast.Assign):
            self._trackers.update((name, speech) for name in names_bound([statement]))
        if speech.seconds is None:
            self._rewriting.problem(statement, "the length of a text said along is known only when it runs")
        self._rewriting.changes.add("voiceover_text")
        self._around.blocks.append(Block(statement, speech, cuts))

    def _begin(self, statement: ast.stmt, call: ast.Call) -> Speech:
        expression = text_of(call)
        assert expression is not None
        assert isinstance(call.func, ast.Attribute)
        speech = Speech(
            statement,
            self._around.constants.text(expression, self._function, self._owner),
            expression,
            ast.unparse(call.func.value),
            self._depth,
            self._clock.moment,
            self._around.names,
        )
        if not speech.countable:
            self._rewriting.problem(statement, "a text with markup is known only when the scene runs")
        self._current, self._unsure = speech, False
        return speech

    def _block(self, node: ast.With, speech: Speech, cuts: Cuts) -> None:
        if len(node.items) > 1:
            self._rewriting.problem(node, "a with statement holds more than what is said")
            return
        target = node.items[0].optional_vars
        if isinstance(target, ast.Name):
            self._trackers[target.id] = speech
        elif target is not None:
            self._rewriting.problem(node, "a tracker is unpacked or stored")
        self._rewriting.changes.add("voiceover_block")
        block = Block(node, speech, cuts)
        self._depth += 1
        self._suite(node.body, (*cuts, self._cut(node)))
        self._depth -= 1
        if self._unsure:
            self._rewriting.problem(node, "which speech the block waits for depends on how it is run")
        elif self._current is speech:
            block.wait = self._wait_to(speech, None)
        self._around.blocks.append(block)
        speech.finished = True

    def _cut(self, node: ast.With) -> tuple[int, int]:
        source = self._rewriting.source
        return len(source.indent(node.lineno)), len(source.indent(node.body[0].lineno))

    # Waits

    def _is_handled(self, statement: ast.stmt, cuts: Cuts) -> bool:
        call = statement.value if isinstance(statement, ast.Expr) else None
        name = method(call) if isinstance(call, ast.Call) else None
        if name is None or name in self._around.own_methods or name not in self._handlers:
            return False
        assert isinstance(call, ast.Call)
        return self._handlers[name](statement, call, cuts)

    def _wait_until_bookmark(self, statement: ast.stmt, call: ast.Call, cuts: Cuts) -> bool:
        speech = self._speech_in_sight(statement)
        name = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "mark"), None)
        at = self._ask.mark(speech, name) if speech else None
        if speech and at is not None:
            self._put_wait(statement, self._wait_to(speech, at), cuts, "bookmark")
        return True

    def _wait_for_speech(self, statement: ast.stmt, call: ast.Call, cuts: Cuts) -> bool:
        speech = self._speech_in_sight(statement)
        if speech:
            self._put_wait(statement, self._wait_to(speech, None), cuts, "voiceover_wait")
            speech.finished = True
        return True

    def _safe_wait(self, statement: ast.stmt, call: ast.Call, cuts: Cuts) -> bool:
        if self._wait_for_tracker(statement, call, cuts):
            return True
        seconds = self._ask.value(call.args[0]) if call.args else None
        assert isinstance(call.func, ast.Attribute)
        scene = ast.unparse(call.func.value)
        if seconds is not None:
            wait = (f"{scene}.wait({written(seconds)})",) if seconds >= SHORTEST else ()
            self._clock.pass_by(seconds if wait else 0.0)
            self._put_wait(statement, wait, cuts, "voiceover_wait")
            return True
        if len(call.args) != 1 or call.keywords:
            self._rewriting.problem(statement, "safe_wait is called in an unusual way")
            return True
        self._ask.rewrite(call.args[0])
        start, end = self._rewriting.source.span(call)
        first, last = self._rewriting.source.span(call.args[0])
        self._rewriting.edits.replace(start, first, f"{scene}.wait(max(")
        self._rewriting.edits.replace(last, end, f", {SHORTEST}))")
        self._rewriting.forget(*self._rewriting.source.span(call.func))
        self._rewriting.changes.add("voiceover_wait")
        self._clock.lose()
        return True

    def _wait_for_tracker(self, statement: ast.stmt, call: ast.Call, cuts: Cuts) -> bool:
        """``self.wait(tracker.get_remaining_duration())``: waits no time where nothing is left."""
        asked = self._ask.asked(call.args[0]) if len(call.args) == 1 and not call.keywords else None
        if asked is None:
            return False
        speech, target, buff = asked
        at = speech.seconds if target is None else target
        if at is None and buff:
            return False
        self._put_wait(statement, self._wait_to(speech, None if at is None else at + buff), cuts, "tracker")
        return True

    def _set_speech_service(self, statement: ast.stmt, call: ast.Call, cuts: Cuts) -> bool:
        self._rewriting.remove(statement, "speech_service")
        return True

    def _speech_in_sight(self, statement: ast.stmt) -> Speech | None:
        if self._current is None or self._unsure:
            self._rewriting.problem(statement, "which speech is waited for cannot be seen here")
            return None
        return self._current

    def _wait_to(self, speech: Speech, target: float | None) -> tuple[str, ...]:
        """The lines that wait for a moment of a speech; the clock goes on."""
        at = speech.seconds if target is None else target
        elapsed = speech.elapsed(self._clock)
        if speech.finished and (target is None or (speech.seconds is not None and target <= speech.seconds)):
            return ()
        if elapsed is not None and at is not None:
            left = round(at - elapsed, 2)
            if left < SHORTEST:
                return ()
            self._clock.pass_by(left)
            return (f"{speech.scene}.wait({written(left)})",)
        self._clock.lose()
        moment, now = speech.moment(target), f"{speech.scene}.renderer.time"
        return (f"if {now} < {moment}:", f"{self._unit}{speech.scene}.wait({moment} - {now})")

    @property
    def _unit(self) -> str:
        """White space that the function indents its body with."""
        indent = self._rewriting.source.indent
        outer, inner = indent(self._function.lineno), indent(self._function.body[0].lineno)
        return inner[len(outer) :] or "    "

    def _put_wait(self, statement: ast.stmt, wait: tuple[str, ...], cuts: Cuts, rule: str) -> None:
        if not wait:
            self._rewriting.remove(statement, rule)
            return
        source = self._rewriting.source
        if len(wait) > 1 and not self._rewriting.alone(statement):
            self._rewriting.problem(statement, "a wait shares its line with another statement")
        indent = final_indent(source.indent(statement.lineno), cuts)
        self._rewriting.replace(statement, (source.newline + indent).join(wait), rule)

    # Ways through the code

    def _if(self, statement: ast.If, cuts: Cuts) -> None:
        self._ask.rewrite(statement.test)
        if not self._timing.timeless(statement.test):
            self._clock.lose()
        before, spoken = self._clock.moment, self._state()
        self._suite(statement.body, cuts)
        after_body, spoken_in_body = self._clock.moment, self._state()
        self._clock.back_to(before)
        self._restore(spoken)
        self._suite(statement.orelse, cuts)
        if self._clock.moment != after_body:
            self._clock.lose()
        self._merge(spoken_in_body)

    def _for(self, statement: ast.For, cuts: Cuts) -> None:
        self._ask.rewrite(statement.iter)
        self._rebound(names_bound([statement.target]))
        once = self._timing.seconds(statement.body, lambda node: None) if not statement.orelse else None
        times = self._timing.times(statement)
        before, spoken = self._clock.moment, self._state()
        timeless = once == 0 and self._timing.timeless(statement.iter)
        if not timeless:
            self._clock.lose()
        self._suite(statement.body, cuts)
        self._suite(statement.orelse, cuts)
        if timeless:
            self._clock.back_to(before)
        elif once is None or times is None:
            self._clock.lose()
        else:
            self._clock.back_to((before[0], before[1] + once * times))
        self._merge(spoken)

    def _compound(self, statement: ast.stmt, cuts: Cuts) -> None:
        """Loops with a condition, ``try``, ``match``, other ``with`` blocks: times within are not followed."""
        spoken = self._state()
        self._clock.lose()
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.expr | ast.withitem):
                self._ask.rewrite(child)
                self._rebound(names_bound([child]))
        for suite in suites(statement):
            self._clock.lose()
            self._suite(suite, cuts)
        self._clock.lose()
        if not isinstance(statement, ast.With):
            self._merge(spoken)

    def _state(self) -> tuple[Speech | None, bool, dict[str, Speech | None]]:
        return self._current, self._unsure, dict(self._trackers)

    def _restore(self, state: tuple[Speech | None, bool, dict[str, Speech | None]]) -> None:
        self._current, self._unsure, trackers = state
        self._trackers = dict(trackers)

    def _merge(self, other: tuple[Speech | None, bool, dict[str, Speech | None]]) -> None:
        """Go on where two ways meet: a speech that is only spoken on one of them is uncertain."""
        current, unsure, trackers = other
        running = [s for s in (self._current, current) if s is not None and not s.finished]
        self._unsure = self._unsure or unsure or (self._current is not current and bool(running))
        self._current = self._current or current
        for name, speech in trackers.items():
            self._trackers[name] = speech if self._trackers.get(name, speech) is speech else None

    # Names

    def _rebound(self, names: set[str]) -> None:
        for name in names:
            self._trackers.pop(name, None)
            self._outer.pop(name, None)

    def _resolve(self, node: ast.expr) -> Speech | None:
        if isinstance(node, ast.Attribute) and node.attr == "current_tracker":
            return None if self._unsure else self._current
        if not isinstance(node, ast.Name):
            return None
        if node.id in self._trackers:
            speech = self._trackers[node.id]
            if speech is None:
                self._rewriting.problem(node, "which speech a tracker belongs to depends on how it is run")
            return speech
        speech = self._outer.get(node.id)
        if speech is not None:
            self._rewriting.problem(node, "a tracker is used in a function that may run later")
        return speech


def _scenes(function: Function, voices: frozenset[str]) -> frozenset[str]:
    """Names that stand for a scene: ``self``, and whatever is asked to speak."""
    asked = {
        node.func.value.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.attr in {*voices, STARTS_TO_SPEAK}
    }
    return frozenset({"self", *asked})
