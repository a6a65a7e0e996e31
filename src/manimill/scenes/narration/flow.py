"""Read a method from top to bottom and take the narration out of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from manimill.code.walking import children, walk
from manimill.scenes.narration.animations import Animations
from manimill.scenes.narration.arithmetic import number
from manimill.scenes.narration.constants import Constants
from manimill.scenes.narration.finding import STARTS_TO_SPEAK, Function, spoken_call, suites, text_of
from manimill.scenes.narration.rewriting import Cuts, Rewriting
from manimill.scenes.narration.speeches import Speech
from manimill.scenes.narration.state import Speaking
from manimill.scenes.narration.timing import Timing
from manimill.scenes.narration.trackers import Trackers, names_bound
from manimill.scenes.narration.waits import Waits


@dataclass(eq=False, slots=True)
class Block:
    """A narrated block, or a statement that starts to speak; the lines of ``wait`` go at a block's end."""

    node: ast.stmt
    speech: Speech
    cuts: Cuts
    wait: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all methods of a module are read with; ``skipped`` are definitions that are to go.

    ``voices`` are methods that speak in a ``with``, ``own_methods`` what the module's classes define.
    """

    rewriting: Rewriting
    constants: Constants
    animations: Animations
    voices: frozenset[str]
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
        nodes = walk(function)
        self._names = frozenset(_names(nodes))
        self._speaking = Speaking(around.rewriting, outer or {})
        self._clock = self._speaking.clock
        self._trackers = Trackers(around.rewriting, self._clock, self._speaking.resolve)
        unit = _unit(function, around.rewriting)
        self._waits = Waits(around.rewriting, self._speaking, self._trackers, unit, around.own_methods)
        self._timing = Timing(around.animations, owner or function, _scenes(nodes, around.voices))

    def read(self, cuts: Cuts = ()) -> None:
        """Read the function's body."""
        self._suite(self._function.body, cuts)

    def _suite(self, statements: list[ast.stmt], cuts: Cuts) -> None:
        for statement in statements:
            if statement not in self._around.skipped:
                self._statement(statement, cuts)

    def _statement(self, statement: ast.stmt, cuts: Cuts) -> None:
        call = spoken_call(statement, self._around.voices)
        if call is not None and text_of(call) is not None:
            self._speak(statement, call, cuts)
        elif isinstance(statement, Function):
            Flow(self._around, statement, self._owner, self._speaking.trackers).read(cuts)
        elif isinstance(statement, ast.If):
            self._if(statement, cuts)
        elif isinstance(statement, ast.For):
            self._for(statement, cuts)
        elif any(suites(statement)):
            self._compound(statement, cuts)
        elif not self._waits.handles(statement, cuts):
            self._trackers.rewrite(statement)
            self._clock.pass_by(self._timing.seconds([statement], self._trackers.value))
            self._speaking.rebind(names_bound([statement]))

    # Speeches

    def _speak(self, statement: ast.stmt, call: ast.Call, cuts: Cuts) -> None:
        speech = self._speech(statement, call)
        if not speech.countable:
            self._rewriting.problem(statement, "a text with markup is known only when the scene runs")
        self._speaking.begin(speech)
        if isinstance(statement, ast.With):
            self._block(statement, speech, cuts)
            return
        self._speaking.depth += 1
        self._speaking.bind(names_bound([statement]), speech)
        self._rewriting.changes.add("voiceover_text")
        self._around.blocks.append(Block(statement, speech, cuts))

    def _speech(self, statement: ast.stmt, call: ast.Call) -> Speech:
        expression = text_of(call)
        assert expression is not None
        assert isinstance(call.func, ast.Attribute)
        text = self._around.constants.text(expression, self._function, self._owner)
        scene = ast.unparse(call.func.value)
        depth = self._speaking.depth
        return Speech(statement, text, expression, scene, depth, self._clock.moment, self._names)

    def _block(self, node: ast.With, speech: Speech, cuts: Cuts) -> None:
        target = node.items[0].optional_vars
        if isinstance(target, ast.Name):
            self._speaking.bind([target.id], speech)
        if len(node.items) > 1 or not (target is None or isinstance(target, ast.Name)):
            self._rewriting.problem(node, "a with statement does more than say something")
            return
        self._rewriting.changes.add("voiceover_block")
        block = Block(node, speech, cuts)
        self._speaking.depth += 1
        self._suite(node.body, (*cuts, self._cut(node)))
        self._speaking.depth -= 1
        if self._speaking.unsure:
            self._rewriting.problem(node, "which speech the block waits for depends on how it is run")
        elif self._speaking.current is speech:
            # Another speech inside the block is what the plugin then waits for, and that one is over.
            block.wait = self._waits.until(speech, None)
        self._around.blocks.append(block)
        speech.finished = True

    def _cut(self, node: ast.With) -> tuple[int, int]:
        source = self._rewriting.source
        return len(source.indent(node.lineno)), len(source.indent(node.body[0].lineno))

    # Ways through the code

    def _if(self, statement: ast.If, cuts: Cuts) -> None:
        self._trackers.rewrite(statement.test)
        if not self._timing.timeless(statement.test):
            self._clock.lose()
        moment, before = self._clock.moment, self._speaking.snapshot()
        self._suite(statement.body, cuts)
        moment_after, after = self._clock.moment, self._speaking.snapshot()
        self._clock.back_to(moment)
        self._speaking.restore(before)
        self._suite(statement.orelse, cuts)
        if self._clock.moment != moment_after:
            self._clock.lose()
        self._speaking.merge(after)

    def _for(self, statement: ast.For, cuts: Cuts) -> None:
        self._trackers.rewrite(statement.iter)
        self._speaking.rebind(names_bound([statement.target]))
        moment, before = self._clock.moment, self._speaking.snapshot()
        # Trackers answer differently each time round, so only what is written out counts.
        taken = self._timing.seconds([statement], number)
        if taken != 0:
            self._clock.lose()
        self._suite(statement.body, cuts)
        self._suite(statement.orelse, cuts)
        if taken is None:
            self._clock.lose()
        else:
            self._clock.back_to((moment[0], moment[1] + taken))
        self._speaking.merge(before)

    def _compound(self, statement: ast.stmt, cuts: Cuts) -> None:
        """Loops with a condition, ``try``, ``match``, other ``with`` blocks: times within are not followed."""
        before = self._speaking.snapshot()
        self._clock.lose()
        for child in children(statement):
            if isinstance(child, ast.expr | ast.withitem):
                self._trackers.rewrite(child)
                self._speaking.rebind(names_bound([child]))
        for suite in suites(statement):
            self._clock.lose()
            self._suite(suite, cuts)
        self._clock.lose()
        if not isinstance(statement, ast.With):
            self._speaking.merge(before)


def _unit(function: Function, rewriting: Rewriting) -> str:
    indent = rewriting.source.indent
    return indent(function.body[0].lineno)[len(indent(function.lineno)) :] or "    "


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    return {
        node.id if type(node) is ast.Name else node.arg  # type: ignore[attr-defined]
        for node in nodes
        if type(node) in (ast.Name, ast.arg)
    }


def _scenes(nodes: Iterable[ast.AST], voices: frozenset[str]) -> frozenset[str]:
    """Names that stand for a scene: ``self``, and whatever is asked to speak."""
    asked = {
        node.func.value.id
        for node in nodes
        if type(node) is ast.Call
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.attr in {*voices, STARTS_TO_SPEAK}
    }
    return frozenset({"self", *asked})
