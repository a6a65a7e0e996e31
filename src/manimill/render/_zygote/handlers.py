"""A scene's own exception handlers, watched: what they catch is told without changing what they do.

Only the scene's own module is watched. Its tree gets one call at the beginning of each ``except`` and before
each statement by which a ``finally`` is left early; ``contextlib.suppress`` reports when the scene's own code
made it. Lines, columns and tracebacks stay as they are.
"""

from __future__ import annotations

import ast
import contextlib
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import CodeType, FrameType, TracebackType
from typing import Any

_BROAD = ("Exception", "BaseException")
_SAYING = ("print", "pprint", "warn", "warning", "info", "debug", "error", "exception", "critical", "log")
_DEEPEST = 8_000
"""Levels that a tree of what the compiler takes as text may have, and that the stack has room for."""

_SAYING_MODULES = (
    "logging",
    "logger",
    "log",
    "warnings",
    "traceback",
    "console",
    "stderr",
    "stdout",
    "LOGGER",
)


@dataclass(slots=True, eq=False)
class Attempt:
    """What a ``try`` tries; ``succeeded`` once it has come to its end."""

    succeeded: bool = False


@dataclass(frozen=True, slots=True)
class Handler:
    """A place in the scene's code where exceptions end.

    ``swallows``: nothing is done instead of what failed; a message at most. ``broad``: it takes whatever
    comes. ``optional_import``: all that is tried is to import something. ``body``: first and last line of
    what is tried, looked at where ``kind`` is ``finally``.
    """

    line: int
    kind: str
    swallows: bool
    broad: bool
    optional_import: bool = False
    body: tuple[int, int] = (0, 0)
    attempt: Attempt = field(default_factory=Attempt)


_Block = list[ast.stmt]

Seen = Callable[[Handler, BaseException], None]


def compile_watched(code: str, filename: str, seen: Seen) -> CodeType:
    """Compile a module so that ``seen`` is called with each exception that one of its handlers catches.

    ``seen`` must not raise, and should keep neither the exception nor its frames.

    Raises:
        SyntaxError, ValueError, RecursionError, OverflowError, MemoryError: as ``compile`` does.
    """
    plain = compile(code, filename, "exec", dont_inherit=True)
    if not any(word in code for word in ("except", "finally")):
        return plain
    reports = _Reports(seen, _unused_name(code))
    try:
        watched = _watched_tree(code, filename, reports)
    except (RecursionError, MemoryError):
        # Nested too deeply for a tree of objects, though not for the compiler.
        return plain
    return _with_constants(watched, reports.constants)


def _watched_tree(code: str, filename: str, reports: _Reports) -> CodeType:
    depth = sys.getrecursionlimit()
    sys.setrecursionlimit(max(depth, _DEEPEST))
    try:
        tree = ast.parse(code, filename)
        _Watching(reports).watch(tree.body)
        with warnings.catch_warnings():
            # It warns that constants are called, which `_with_constants` makes callable.
            warnings.simplefilter("ignore")
            return compile(tree, filename, "exec", dont_inherit=True)
    finally:
        sys.setrecursionlimit(depth)


def _unused_name(code: str) -> str:
    name = "handler"
    while name in code:
        name += "_"
    return name


class _Reports:
    """Calls to be put into the tree; each is a constant of its own that is replaced after compilation.

    A name would have to be defined somewhere where the scene can see, use and replace it.
    """

    def __init__(self, seen: Seen, name: str) -> None:
        self.constants: dict[object, Callable[..., Any]] = {}
        self._seen = seen
        self._name = name

    def caught(self, handler: Handler, at: ast.AST) -> ast.Expr:
        """Tells that an exception has come to a handler."""
        report = _report_leaving if handler.kind == "finally" else _report
        return self._call(partial(report, self._seen, handler), at)

    def succeeded(self, attempt: Attempt, at: ast.AST) -> ast.Expr:
        """Tells that an attempt has come to its end."""
        return self._call(partial(setattr, attempt, "succeeded", True), at)

    def succeeding(self, attempt: Attempt, value: ast.expr) -> ast.expr:
        """The same value, which tells that the attempt has come to its end once it is known."""
        call = self._call(partial(_value_of, attempt), value).value
        assert isinstance(call, ast.Call)
        call.args.append(value)
        return call

    def _call(self, function: Callable[..., Any], at: ast.AST) -> ast.Expr:
        placeholder = f"{self._name} {len(self.constants)}".encode()
        self.constants[placeholder] = function
        call = ast.Expr(ast.Call(ast.Constant(placeholder), [], []))
        for node in ast.walk(call):
            ast.copy_location(node, at)
        return call


def _value_of(attempt: Attempt, value: Any) -> Any:
    attempt.succeeded = True
    return value


def _report(seen: Seen, handler: Handler) -> None:
    error = sys.exc_info()[1]
    if error is not None:
        seen(handler, error)


def _report_leaving(seen: Seen, handler: Handler) -> None:
    """Report an exception that is on its way through a ``finally``, if there is one."""
    error = sys.exc_info()[1]
    trace = None if error is None else error.__traceback__
    # It may also be one that is handled further out, perhaps in this very function.
    if error is not None and trace is not None and _passes(trace, sys._getframe(1), handler.body):
        seen(handler, error)


def _passes(trace: TracebackType, frame: FrameType, lines: tuple[int, int]) -> bool:
    return trace.tb_frame is frame and lines[0] <= trace.tb_lineno <= lines[1]


def _with_constants(code: CodeType, constants: dict[object, Callable[..., Any]]) -> CodeType:
    def replaced(value: Any) -> Any:
        if isinstance(value, CodeType):
            return _with_constants(value, constants)
        return constants.get(value, value) if isinstance(value, bytes) else value

    return code.replace(co_consts=tuple(replaced(value) for value in code.co_consts))


class _Watching:
    """Puts the reports in."""

    def __init__(self, reports: _Reports) -> None:
        self._reports = reports

    def watch(self, block: _Block) -> None:
        """Every ``try`` in a block; expressions, which may be nested deeply, hold none."""
        for statement in block:
            if isinstance(statement, ast.Try | ast.TryStar):
                self._watch_try(statement)
            for inner, _ in _blocks(statement, loop=False):
                self.watch(inner)

    def _watch_try(self, node: ast.Try | ast.TryStar) -> None:
        attempt = Attempt()
        optional_import = imports_only(node.body)
        for each in node.handlers:
            swallows, broad = _only_says(each.body), _is_broad(each.type)
            handler = Handler(each.lineno, "except", swallows, broad, optional_import, attempt=attempt)
            each.body.insert(0, self._reports.caught(handler, each.body[0]))
        if node.handlers:
            self._watch_success(node, attempt)
        if node.finalbody:
            self._watch_leaving(node)

    def _watch_success(self, node: ast.Try | ast.TryStar, attempt: Attempt) -> None:
        node.orelse.insert(0, self._reports.succeeded(attempt, node.body[-1]))
        for block, statement in list(_leaving(node.body, in_loop=False)):
            if isinstance(statement, ast.Return) and statement.value is not None:
                statement.value = self._reports.succeeding(attempt, statement.value)
            else:
                block.insert(block.index(statement), self._reports.succeeded(attempt, statement))

    def _watch_leaving(self, node: ast.Try | ast.TryStar) -> None:
        body = (node.body[0].lineno, node.finalbody[0].lineno - 1)
        for block, statement in list(_leaving(node.finalbody, in_loop=False)):
            handler = Handler(statement.lineno, "finally", swallows=True, broad=True, body=body)
            block.insert(block.index(statement), self._reports.caught(handler, statement))


def imports_only(body: Sequence[ast.stmt]) -> bool:
    """Whether a body imports and notes that it did, and does nothing else."""
    return any(isinstance(s, ast.Import | ast.ImportFrom) for s in body) and all(
        isinstance(s, ast.Import | ast.ImportFrom | ast.Pass)
        or (
            isinstance(s, ast.Assign | ast.AnnAssign)
            and isinstance(s.value, ast.Constant | ast.Name | ast.Attribute)
        )
        for s in body
    )


def _is_broad(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return any(map(_is_broad, kind.elts))
    return kind is None or _last_name(kind) in _BROAD


def _last_name(node: ast.expr) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def _only_says(body: Sequence[ast.stmt]) -> bool:
    """Whether statements do nothing but say that something happened, or go on with what comes next."""
    return all(map(_says, body))


def _says(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass | ast.Continue | ast.Break | ast.Import | ast.ImportFrom):
        return True
    if isinstance(statement, ast.Return):
        return statement.value is None or _is_none(statement.value)
    if isinstance(statement, ast.If):
        return _only_says(statement.body) and _only_says(statement.orelse)
    return isinstance(statement, ast.Expr) and _is_message(statement.value)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_message(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return True
    if not isinstance(value, ast.Call):
        return False
    if isinstance(value.func, ast.Name):
        return value.func.id in _SAYING or value.func.id in ("print_exc", "print_exception")
    return any(
        isinstance(node, ast.Name | ast.Attribute) and _last_name(node) in _SAYING_MODULES
        for node in _owners(value.func)
    )


def _owners(node: ast.expr) -> Iterator[ast.expr]:
    """What an attribute is taken from: of ``sys.stderr.write`` first ``sys.stderr``, then ``sys``."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
        yield node


def _leaving(block: _Block, *, in_loop: bool) -> Iterator[tuple[_Block, ast.stmt]]:
    """The statements by which a ``finally`` is left before its end, each with the block it stands in."""
    for statement in block:
        if isinstance(statement, ast.Return) or (
            isinstance(statement, ast.Continue | ast.Break) and not in_loop
        ):
            yield block, statement
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            loop = isinstance(statement, ast.For | ast.AsyncFor | ast.While)
            for inner, inside in _blocks(statement, loop=loop):
                yield from _leaving(inner, in_loop=in_loop or inside)


def _blocks(statement: ast.stmt, *, loop: bool) -> Iterator[tuple[_Block, bool]]:
    """The blocks within a statement; with each, whether ``break`` there ends this statement."""
    for name, value in ast.iter_fields(statement):
        if name in ("body", "orelse", "finalbody") and isinstance(value, list):
            yield value, loop and name == "body"
        elif name in ("handlers", "cases"):
            for part in value:
                yield part.body, False


def watch_suppress(scene_file: str, seen: Seen) -> None:
    """Make ``contextlib.suppress`` report what it suppresses where the scene's own code made it."""
    kind: Any = contextlib.suppress
    make, leave = kind.__init__, kind.__exit__

    def made(self: Any, *exceptions: type[BaseException]) -> None:
        make(self, *exceptions)
        caller = sys._getframe(1)
        if caller.f_code.co_filename == scene_file:
            self._scene_line = caller.f_lineno

    def left(self: Any, exctype: Any, error: Any, trace: Any) -> Any:
        suppressed = leave(self, exctype, error, trace)
        line = getattr(self, "_scene_line", None)
        if suppressed and line is not None and error is not None:
            broad = any(name in (Exception, BaseException) for name in self._exceptions)
            seen(Handler(line, "suppress", True, broad), error)
        return suppressed

    kind.__init__, kind.__exit__ = made, left
