"""What to make of the exceptions that a scene catches itself.

A failure that a scene hides is still a failure: the video then lacks what the code says it shows. But a scene
may also mean what it does. So, for each exception that a handler of the scene's own code catches:

- A handler that *does something else instead* (assigns, calls anything but what prints or logs, returns a value,
  raises) is the scene's own way of going on: a warning at most.
- A handler that *merely swallows* (``pass``, a message, ``continue``, a bare ``return``; ``suppress``; a
  ``finally`` left by ``return``, ``break`` or ``continue``) fails the scene if it takes everything
  (``except:``, ``except Exception``), if the exception came through manim's code, or if it is a ``NameError``,
  ``AttributeError``, ``TypeError`` or ``ImportError``: these tell of wrong code, whoever expected them.
- Where what is tried comes to its end at other times, as in a loop that skips the items it cannot show, an error that
  depends on the data (a ``runtime_error``) is a warning.
- A handler that swallows what it names, such as the ``ZeroDivisionError`` of the scene's own arithmetic, is fine.
  So is an import that may fail where nothing but the import is tried: a name that is then missing shows by itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType
from typing import Any

from . import evidence, faults, handlers
from .handlers import Handler

_WRONG_CODE = (NameError, AttributeError, TypeError, ImportError)
_CONTROL_FLOW = (StopIteration, StopAsyncIteration, GeneratorExit)
# manim's own ways of leaving a scene early.
_CONTROL_FLOW_NAMES = ("EndSceneEarlyException", "RerunSceneException")
_WORTH_A_WARNING = ("api_error", "name_error", "latex_error", "missing_asset", "blocked")
_MOST_LEAVES = 20
_MOST_KINDS = 100
"""Handlers times classes of exceptions that are looked at; a scene that has more has shown what it is."""


class Swallowed:
    """Remembers what the handlers of one scene caught, as text: no exception or frame outlives its handler."""

    def __init__(self, scene_file: str, code: str, namespace: dict[str, Any]) -> None:
        """``namespace`` is manim's, as for `faults.describe`."""
        self._scene_file = scene_file
        self._code = code
        self._namespace = namespace
        self._known: set[tuple[Handler, type, bool]] = set()
        self._hidden: list[tuple[Handler, dict[str, Any]]] = []
        self._missing: faults.MissingProgram | None = None
        self._warnings: list[dict[str, Any]] = []

    def compile(self) -> CodeType:
        """The scene's module, compiled so that its handlers report here; raises what ``compile`` does."""
        handlers.watch_suppress(self._scene_file, self._seen)
        return handlers.compile_watched(self._code, self._scene_file, self._seen)

    def failure(self) -> dict[str, Any] | None:
        """What `faults.describe` says about the first exception that was hidden, and that it was.

        Raises:
            MissingProgram: a handler caught that latex or dvisvgm is not installed.
        """
        if self._missing is not None:
            raise self._missing
        return next(
            (_told(handler, fault) for handler, fault in self._hidden if not _skips(handler, fault)), None
        )

    def warnings(self) -> list[dict[str, Any]]:
        """Failures that the scene has an answer to: ``line``, ``call`` and ``why``, in the order of lines."""
        skipped = [_skipped(handler, fault) for handler, fault in self._hidden if _skips(handler, fault)]
        return sorted([*self._warnings, *skipped], key=lambda each: (each["line"], each["call"], each["why"]))

    def _seen(self, handler: Handler, error: BaseException) -> None:
        try:
            for leaf in _leaves(error):
                self._judge(handler, leaf)
        except faults.MissingProgram as missing:
            self._missing = missing
        except Exception:
            # Such as a stack with no room left. The handler goes on as if nobody looked.
            if handler.swallows and handler.broad and not self._hidden:
                self._hidden.append((handler, _bare(handler, error)))

    def _judge(self, handler: Handler, error: BaseException) -> None:
        if isinstance(error, _CONTROL_FLOW) or type(error).__name__ in _CONTROL_FLOW_NAMES:
            return
        # Where the exception came from decides nothing more, so thousands of them cost next to nothing.
        decided = handler.broad or isinstance(error, _WRONG_CODE)
        in_manim = not decided and _came_through_manim(error)
        kind = (handler, type(error), in_manim)
        if kind in self._known or len(self._known) >= _MOST_KINDS:
            return
        self._known.add(kind)
        if isinstance(error, ImportError) and self._is_optional_import(handler, error):
            return
        fault = faults.describe(error, self._scene_file, self._namespace, self._code)
        if handler.swallows and (decided or in_manim):
            self._hidden.append((handler, fault))
        elif fault["verdict"] in _WORTH_A_WARNING:
            self._warnings.append(_answered(handler, fault))

    def _is_optional_import(self, handler: Handler, error: ImportError) -> bool:
        if handler.kind != "suppress":
            return handler.optional_import
        lines = [entry.tb_lineno for entry in evidence.own_entries(error, self._scene_file)]
        blocks = (node for node in ast.walk(evidence.tree(self._code)) if isinstance(node, ast.With))
        around = [node for node in blocks if lines and node.lineno <= lines[-1] <= (node.end_lineno or 0)]
        return bool(around) and handlers.imports_only(max(around, key=lambda node: node.lineno).body)


def _leaves(error: BaseException, most: int = _MOST_LEAVES) -> Iterator[BaseException]:
    """The exceptions in a group, however nested, or the one that is no group."""
    stack = [error]
    while stack and most:
        most -= 1
        top = stack.pop()
        if isinstance(top, BaseExceptionGroup):
            stack.extend(reversed(top.exceptions))
        else:
            yield top


def _came_through_manim(error: BaseException) -> bool:
    trace = error.__traceback__
    while trace is not None:
        if evidence.module_of(trace.tb_frame).partition(".")[0] == "manim":
            return True
        trace = trace.tb_next
    return False


def _skips(handler: Handler, fault: dict[str, Any]) -> bool:
    """Whether a handler passes over what cannot be done, in code that otherwise does it."""
    return handler.attempt.succeeded and fault["verdict"] == "runtime_error"


def _told(handler: Handler, fault: dict[str, Any]) -> dict[str, Any]:
    error = str(fault["error"])
    if error.startswith(faults.NOT_INSTALLED):
        # Says something about this machine, and the host goes by how it begins.
        return fault
    return {**fault, "error": faults.clean(f"swallowed in line {handler.line}: {error}")}


def _bare(handler: Handler, error: BaseException) -> dict[str, Any]:
    return {
        "verdict": "runtime_error",
        "error": type(error).__name__,
        "error_line": handler.line,
        "evidence": None,
    }


def _answered(handler: Handler, fault: dict[str, Any]) -> dict[str, Any]:
    return _warning(handler, fault, f"which line {handler.line} catches to do something else")


def _skipped(handler: Handler, fault: dict[str, Any]) -> dict[str, Any]:
    return _warning(handler, fault, f"which line {handler.line} passes over")


def _warning(handler: Handler, fault: dict[str, Any], what_then: str) -> dict[str, Any]:
    return {
        "line": fault["error_line"] or handler.line,
        "call": fault["evidence"] or "",
        "why": f"fails with {fault['error']}, {what_then}",
    }
