"""Waits for a speech become waits of so many seconds."""

from __future__ import annotations

import ast
from collections.abc import Callable

from manimill.scenes.narration.finding import keyword, method
from manimill.scenes.narration.rewriting import Cuts, Rewriting, final_indent
from manimill.scenes.narration.speeches import SHORTEST, Speech, written
from manimill.scenes.narration.state import Speaking
from manimill.scenes.narration.trackers import Trackers


class Waits:
    """Rewrites statements that wait. ``unit`` is the white space the function indents with.

    ``own_methods`` are names that the module's own classes use for something else.
    """

    def __init__(
        self,
        rewriting: Rewriting,
        speaking: Speaking,
        trackers: Trackers,
        unit: str,
        own_methods: frozenset[str],
    ) -> None:
        self._rewriting = rewriting
        self._speaking = speaking
        self._trackers = trackers
        self._unit = unit
        self._own_methods = own_methods
        self._handlers: dict[str, Callable[[ast.stmt, ast.Call, Cuts], bool]] = {
            "wait_until_bookmark": self._wait_until_bookmark,
            "wait_for_voiceover": self._wait_for_speech,
            "safe_wait": self._safe_wait,
            "wait": self._wait_for_tracker,
            "set_speech_service": self._set_speech_service,
        }

    def handles(self, statement: ast.stmt, cuts: Cuts) -> bool:
        """Rewrite the statement if it is one of those; whether it was."""
        call = statement.value if isinstance(statement, ast.Expr) else None
        name = method(call) if isinstance(call, ast.Call) else None
        if call is None or name is None or name in self._own_methods or name not in self._handlers:
            return False
        assert isinstance(call, ast.Call)
        return self._handlers[name](statement, call, cuts)

    def until(self, speech: Speech, target: float | None) -> tuple[str, ...]:
        """The lines that wait for a moment of a speech, None for its end; the clock goes on."""
        clock = self._speaking.clock
        at = speech.seconds if target is None else target
        elapsed = speech.elapsed(clock)
        if speech.finished and (target is None or (speech.seconds is not None and target <= speech.seconds)):
            return ()
        if elapsed is not None and at is not None:
            left = round(at - elapsed, 2)
            if left < SHORTEST:
                return ()
            clock.pass_by(left)
            return (f"{speech.scene}.wait({written(left)})",)
        reached = None if at == speech.seconds else target
        if speech.is_past(reached, clock):
            return ()
        clock.lose()
        speech.wait_for(reached, clock)
        moment, now = speech.moment(target), f"{speech.scene}.renderer.time"
        return (f"if {now} < {moment}:", f"{self._unit}{speech.scene}.wait({moment} - {now})")

    def _wait_until_bookmark(self, statement: ast.stmt, call: ast.Call, cuts: Cuts) -> bool:
        speech = self._speech_in_sight(statement)
        name = call.args[0] if call.args else keyword(call, "mark")
        at = self._trackers.mark(speech, name) if speech else None
        if speech and at is not None:
            self._put(statement, self.until(speech, at), cuts, "bookmark")
        return True

    def _wait_for_speech(self, statement: ast.stmt, _: ast.Call, cuts: Cuts) -> bool:
        speech = self._speech_in_sight(statement)
        if speech:
            self._put(statement, self.until(speech, None), cuts, "voiceover_wait")
        return True

    def _wait_for_tracker(self, statement: ast.stmt, call: ast.Call, cuts: Cuts) -> bool:
        """``self.wait(tracker.get_remaining_duration())``; where nothing is left nothing is waited for."""
        asked = self._trackers.asked(call.args[0]) if len(call.args) == 1 and not call.keywords else None
        if asked is None:
            return False
        speech, target, buff = asked
        at = speech.seconds if target is None else target
        if at is None and buff:
            return False
        self._put(statement, self.until(speech, None if at is None else at + buff), cuts, "tracker")
        return True

    def _safe_wait(self, statement: ast.stmt, call: ast.Call, cuts: Cuts) -> bool:
        if self._wait_for_tracker(statement, call, cuts):
            return True
        if len(call.args) != 1 or call.keywords:
            self._rewriting.problem(statement, "safe_wait is called in an unusual way")
            return True
        assert isinstance(call.func, ast.Attribute)
        scene = ast.unparse(call.func.value)
        seconds = self._trackers.value(call.args[0])
        if seconds is None:
            self._wait_at_least(call, scene)
        else:
            wait = (f"{scene}.wait({written(seconds)})",) if seconds >= SHORTEST else ()
            self._speaking.clock.pass_by(seconds if wait else 0.0)
            self._put(statement, wait, cuts, "voiceover_wait")
        return True

    def _wait_at_least(self, call: ast.Call, scene: str) -> None:
        self._trackers.rewrite(call.args[0])
        span = self._rewriting.source.span
        self._rewriting.edits.replace(span(call)[0], span(call.args[0])[0], f"{scene}.wait(max(")
        self._rewriting.edits.replace(span(call.args[0])[1], span(call)[1], f", {SHORTEST}))")
        self._rewriting.forget(*span(call.func))
        self._rewriting.changes.add("voiceover_wait")
        self._speaking.clock.lose()

    def _set_speech_service(self, statement: ast.stmt, *_: object) -> bool:
        self._rewriting.remove(statement, "speech_service")
        return True

    def _speech_in_sight(self, statement: ast.stmt) -> Speech | None:
        if self._speaking.current is None or self._speaking.unsure:
            self._rewriting.problem(statement, "which speech is waited for cannot be seen here")
            return None
        return self._speaking.current

    def _put(self, statement: ast.stmt, wait: tuple[str, ...], cuts: Cuts, rule: str) -> None:
        if not wait:
            self._rewriting.remove(statement, rule)
            return
        source = self._rewriting.source
        if len(wait) > 1 and not self._rewriting.alone(statement):
            self._rewriting.problem(statement, "a wait shares its line with another statement")
        indent = final_indent(source.indent(statement.lineno), cuts)
        self._rewriting.replace(statement, (source.newline + indent).join(wait), rule)
