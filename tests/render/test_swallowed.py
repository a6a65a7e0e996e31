"""Failures that a scene catches itself: which of them count, and that watching changes nothing."""

from __future__ import annotations

import gc
import sys
import traceback
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from manimill.render import RenderJob, VerdictKind
from manimill.render._zygote.handlers import Handler, compile_watched
from manimill.render.worker import Worker

MakeScene = Callable[..., RenderJob]
BAD_CALL = "Circle().turn_inside_out()"


@pytest.mark.parametrize(
    "lines",
    [
        ["try:", f"    {BAD_CALL}", "except: pass"],
        ["try:", f"    {BAD_CALL}", "except Exception: ..."],
        ["try:", f"    {BAD_CALL}", "except BaseException as error: print(error)"],
        [
            "try:",
            f"    {BAD_CALL}",
            "except Exception as error:",
            "    import logging",
            "    logging.error(error)",
        ],
        ["try:", f"    {BAD_CALL}", "except Exception:", "    import traceback", "    traceback.print_exc()"],
        ["try:", f"    {BAD_CALL}", "except Exception as e:", "    if e.args: print(e)", "    else: pass"],
        ["try:", f"    {BAD_CALL}", "except (ValueError, Exception): return"],
        ["try:", f"    {BAD_CALL}", "except AttributeError: pass"],
        ["for _ in range(3):", f"    try: {BAD_CALL}", "    except Exception: continue"],
        ["for _ in range(3):", f"    try: {BAD_CALL}", "    except Exception: break"],
        ["for _ in range(3):", f"    try: {BAD_CALL}", "    finally: continue"],
        ["for _ in range(3):", f"    try: {BAD_CALL}", "    finally:", "        if _ == 0: break"],
        ["def bare():", f"    try: {BAD_CALL}", "    finally: return", "bare()"],
        ["from contextlib import suppress", f"with suppress(Exception): {BAD_CALL}"],
        ["import contextlib", f"with contextlib.suppress(AttributeError): {BAD_CALL}"],
        [
            "from contextlib import suppress as quietly, ExitStack",
            "with ExitStack() as stack:",
            "    stack.enter_context(quietly(Exception))",
            f"    {BAD_CALL}",
        ],
        ["try:", f"    {BAD_CALL}", "except* Exception: pass"],
        ["try:", "    try:", f"        {BAD_CALL}", "    finally: print('over')", "except Exception: pass"],
        ["def inner():", f"    try: {BAD_CALL}", "    except Exception: pass", "inner()"],
        ["def steps():", f"    try: yield {BAD_CALL}", "    except Exception: pass", "list(steps())"],
        [
            "from contextlib import contextmanager",
            "@contextmanager",
            "def quiet():",
            "    try: yield",
            "    except Exception: pass",
            f"with quiet(): {BAD_CALL}",
        ],
        ["class Part(VGroup):", "    try:", f"        {BAD_CALL}", "    except Exception: pass"],
    ],
)
def test_a_hidden_failure_has_the_verdict_it_would_have_had(
    scene: MakeScene, worker: Worker, lines: list[str]
) -> None:
    verdict = worker.render(scene("self.add(Dot())", *lines))
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.API_ERROR, BAD_CALL)
    assert verdict.error is not None
    assert verdict.error.startswith("swallowed in line ")
    assert verdict.error.endswith("AttributeError: Circle object has no attribute 'turn_inside_out'")
    source = scene("self.add(Dot())", *lines).code.split("\n")
    assert verdict.error_line is not None
    assert BAD_CALL in source[verdict.error_line - 1]


@pytest.mark.parametrize(
    ("line", "kind", "evidence"),
    [
        ("ShowCreation(Dot())", "name_error", "ShowCreation"),
        ("from manim import GraphScene; GraphScene()", "import_error", "manim.GraphScene"),
        (r"MathTex(r'\nonsense')", "latex_error", r"\nonsense"),
        ("ImageMobject('portrait')", "missing_asset", "portrait"),
        ("self.play(FadeIn(Dot()), run_time=-1)", "runtime_error", "self.play(FadeIn(Dot()), run_time=-1)"),
        ("1 / 0", "runtime_error", None),
        ("import sys; sys.exit()", "runtime_error", "sys.exit()"),
        ("import socket; socket.create_connection(('192.0.2.1', 80))", "blocked", "192.0.2.1:80"),
        ("open('/etc/shadow')", "blocked", "/etc/shadow"),
    ],
)
def test_whatever_is_hidden_counts(
    scene: MakeScene, worker: Worker, line: str, kind: str, evidence: str | None
) -> None:
    verdict = worker.render(scene("self.add(Dot())", "try:", f"    {line}", "except:", "    pass"))
    assert (verdict.verdict, verdict.evidence, verdict.error_line) == (kind, evidence, 7)


@pytest.mark.parametrize("handled", ["ValueError", "(KeyError, ValueError)"])
def test_what_manim_refuses_counts_even_if_it_was_expected(
    scene: MakeScene, worker: Worker, handled: str
) -> None:
    verdict = worker.render(
        scene(
            "self.add(Dot())", "try:", "    self.play(FadeIn(Dot()), run_time=-1)", f"except {handled}: pass"
        )
    )
    assert verdict.verdict == VerdictKind.RUNTIME_ERROR


def test_module_level_code_counts(worker: Worker) -> None:
    code = (
        "from manim import *\ntry:\n    RADIUS = Circle().get_redius_of()\nexcept Exception:\n    pass\n"
        "class Example(Scene):\n    def construct(self): self.add(Dot())\n"
    )
    verdict = worker.render(RenderJob(code, "Example"))
    assert (verdict.verdict, verdict.error_line) == (VerdictKind.API_ERROR, 3)


@pytest.mark.parametrize(
    "lines",
    [
        ["for x in (0, 1):", "    try: y = 1 / x", "    except ZeroDivisionError: continue"],
        ["try: {}['key']", "except KeyError: pass"],
        ["def check(): raise ValueError('own')", "try: check()", "except ValueError: pass"],
        ["try: import manim_physics", "except ImportError: pass"],
        ["try: import manim_physics", "except Exception: pass"],
        ["try:", "    import manim_physics as physics", "    HAS = True", "except ImportError: HAS = False"],
        ["from contextlib import suppress", "with suppress(ImportError):", "    import manim_physics"],
        ["steps = iter([])", "try: next(steps)", "except Exception: pass"],
        [
            "def steps():",
            "    try: yield 1",
            "    except BaseException: pass",
            "numbers = steps()",
            "next(numbers)",
            "numbers.close()",
        ],
        # In other data the same would work, and does.
        ["for x in (1, 0, 2):", "    try: y = 1 / x", "    except Exception: pass"],
        ["def part(x):", "    try: return 1 / x", "    except Exception: return None", "part(1), part(0)"],
        [
            "try:",
            "    try: 1 / 0",
            "    except ZeroDivisionError: raise ValueError",
            "except ValueError: pass",
        ],
        ["def plain():", "    try: return 1", "    finally: print('over')", "plain()"],
        ["def early():", "    try: pass", "    finally: return", "early()"],
        [
            "def early():",
            "    try: pass",
            "    finally: return",
            "try: 1 / 0",
            "except ZeroDivisionError: early()",
        ],
    ],
)
def test_what_a_scene_means_by_its_handlers_is_its_own_business(
    scene: MakeScene, worker: Worker, lines: list[str]
) -> None:
    verdict = worker.render(scene("self.add(Dot())", *lines))
    assert (verdict.verdict, verdict.error) == (VerdictKind.OK, None)


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        ("self.add(Text('instead'))", "which line 8 catches to do something else"),
        ("shape = Square()", "which line 8 catches to do something else"),
    ],
)
def test_a_fallback_is_a_warning(scene: MakeScene, worker: Worker, handler: str, expected: str) -> None:
    verdict = worker.render(
        scene("self.add(Dot())", "try:", f"    {BAD_CALL}", "except Exception:", f"    {handler}")
    )
    error = "AttributeError: Circle object has no attribute 'turn_inside_out'"
    assert verdict.verdict == VerdictKind.OK
    assert verdict.warnings == ({"line": 7, "call": BAD_CALL, "why": f"fails with {error}, {expected}"},)


def test_an_item_passed_over_is_a_warning(scene: MakeScene, worker: Worker) -> None:
    verdict = worker.render(
        scene(
            "self.add(Dot())",
            "for run_time in (1, -1):",
            "    try: self.play(Create(Dot()), run_time=run_time)",
            "    except Exception: pass",
        )
    )
    assert verdict.verdict == VerdictKind.OK
    assert [(w["line"], w["call"]) for w in verdict.warnings] == [
        (7, "self.play(Create(Dot()), run_time=run_time)")
    ]


def test_a_failure_that_ends_the_scene_goes_before_one_that_it_hid(scene: MakeScene, worker: Worker) -> None:
    verdict = worker.render(scene("try: Circle().shrunk()", "except Exception: pass", "{}['key']"))
    assert (verdict.verdict, verdict.error) == (VerdictKind.RUNTIME_ERROR, "KeyError: 'key'")


def test_an_empty_scene_that_hid_a_failure_is_that_failure(scene: MakeScene, worker: Worker) -> None:
    verdict = worker.render(scene("try: self.add(Circle().shrunk())", "except Exception: pass"))
    assert verdict.verdict == VerdictKind.API_ERROR


# From here on without a worker: what is compiled runs in this process.

Caught = list[tuple[int, str, BaseException]]


def run(tmp_path: Path, code: str) -> tuple[dict[str, Any], Caught]:
    """What a watched module leaves behind, and what its handlers caught."""
    caught: Caught = []

    def seen(handler: Handler, error: BaseException) -> None:
        caught.append((handler.line, handler.kind, error))

    path = tmp_path / "watched.py"
    path.write_text(code)
    namespace: dict[str, Any] = {"__name__": "watched"}
    exec(compile_watched(code, str(path), seen), namespace)
    return namespace, caught


SEMANTICS = """
import sys
said = []

def whole(fail):
    try:
        if fail:
            raise ValueError(fail)
        said.append("body")
    except ValueError as error:
        said.append((str(error), sys.exc_info()[1] is error))
    else:
        said.append("else")
    finally:
        said.append(("finally", sys.exc_info()[1]))
    return "error" in locals()

def nested():
    try:
        try:
            raise KeyError("inner")
        except KeyError:
            raise ValueError("outer")
    except ValueError as error:
        return type(error.__context__).__name__, error.__cause__

def chained():
    try:
        try:
            1 / 0
        except ZeroDivisionError as error:
            raise RuntimeError from error
    except RuntimeError as error:
        return type(error.__cause__).__name__

def loop():
    for n in range(4):
        try:
            if n == 1:
                continue
            if n == 3:
                break
            yield n
        finally:
            said.append(n)

def reraised():
    try:
        raise OSError("again")
    except OSError:
        raise

def groups():
    found = []
    try:
        raise ExceptionGroup("many", [ValueError(1), TypeError(2), ValueError(3)])
    except* ValueError as group:
        found.append(len(group.exceptions))
    except* TypeError as group:
        found.append(len(group.exceptions))
    return found

def returned(value):
    try:
        return value
    except Exception:
        return None
    finally:
        said.append("returned")

results = [whole(""), whole("now"), nested(), chained(), list(loop()), groups(), returned(7)]
try:
    reraised()
except OSError as error:
    results.append(str(error))
"""


def test_watching_changes_nothing_that_a_module_can_see(tmp_path: Path) -> None:
    plain: dict[str, Any] = {"__name__": "watched"}
    exec(compile(SEMANTICS, "watched", "exec"), plain)
    watched, _ = run(tmp_path, SEMANTICS)
    assert watched["results"] == plain["results"]
    assert watched["said"] == plain["said"]
    assert set(watched) == set(plain)


def test_each_caught_exception_is_told_with_its_handler(tmp_path: Path) -> None:
    _, caught = run(tmp_path, SEMANTICS)
    lines = SEMANTICS.split("\n")
    assert [type(error).__name__ for _, _, error in caught] == [
        *("ValueError", "KeyError", "ValueError", "ZeroDivisionError", "RuntimeError"),
        *("ExceptionGroup", "ExceptionGroup", "OSError", "OSError"),
    ]
    assert all("except" in lines[line - 1] for line, _, _ in caught)


def test_lines_and_columns_in_a_traceback_stay(tmp_path: Path) -> None:
    code = (
        "def fail():\n    try:\n        print('x' + 1)\n    except TypeError:\n        raise KeyError({}['é'] + 1)\n"
        "fail()\n"
    )
    path = tmp_path / "watched.py"
    path.write_text(code)
    texts = []
    for compiled in (compile(code, str(path), "exec"), compile_watched(code, str(path), lambda *_: None)):
        with pytest.raises(KeyError) as raised:
            exec(compiled, {})
        texts.append("".join(traceback.format_exception(raised.value)[1:]).split("watched.py", 1)[1])
    assert texts[0] == texts[1]


def test_only_an_exception_under_way_is_reported_where_a_finally_is_left(tmp_path: Path) -> None:
    code = (
        "def leave(fail):\n    try:\n        if fail: 1 / 0\n    finally:\n        return\n"
        "leave(False)\n"
        "try: {}['key']\nexcept KeyError: leave(False)\n"
        "leave(True)\n"
    )
    _, caught = run(tmp_path, code)
    assert [(line, kind, type(error)) for line, kind, error in caught] == [
        (8, "except", KeyError),
        (5, "finally", ZeroDivisionError),
    ]


def test_an_exception_is_gone_once_it_is_handled(tmp_path: Path) -> None:
    code = (
        "import weakref\nclass Held: pass\n"
        "def fail():\n    held = Held()\n    seen.append(weakref.ref(held))\n    raise ValueError\n"
        "seen = []\ntry: fail()\nexcept ValueError: pass\n"
    )
    path = tmp_path / "watched.py"
    namespace: dict[str, Any] = {}
    exec(compile_watched(code, str(path), lambda handler, error: None), namespace)
    gc.collect()
    held: weakref.ref[Any] = namespace["seen"][0]
    assert held() is None


def test_the_placeholder_of_a_report_is_never_taken_from_the_code(tmp_path: Path) -> None:
    code = "value = b'handler 0', 'handler_ 0'\ntry: 1 / 0\nexcept ZeroDivisionError: other = b'handler 0'\n"
    namespace, caught = run(tmp_path, code)
    assert (namespace["value"], namespace["other"]) == ((b"handler 0", "handler_ 0"), b"handler 0")
    assert len(caught) == 1


def test_code_without_handlers_is_compiled_as_it_is() -> None:
    code = "x = [n * 2 for n in range(3)]\n"
    plain = compile(code, "scene.py", "exec", dont_inherit=True)
    assert compile_watched(code, "scene.py", lambda *_: None) == plain


@pytest.mark.parametrize("expression", ["+".join(["1"] * 2500), "''" + ".strip()" * 950])
def test_long_chains_are_watched_like_anything_else(tmp_path: Path, expression: str) -> None:
    limit = sys.getrecursionlimit()
    code = f"try: {expression} / 0\nexcept Exception: pass\n"
    _, caught = run(tmp_path, code)
    assert [line for line, _, _ in caught] == [2]
    assert sys.getrecursionlimit() == limit


def test_thousands_of_caught_exceptions_cost_little(scene: MakeScene, worker: Worker) -> None:
    def render(handler: str) -> float:
        verdict = worker.render(
            scene(
                "self.add(Dot())",
                "for n in range(100_000):",
                "    try: {}[n]",
                f"    except {handler}: pass",
                "    try: 1 / n",
                "    except ZeroDivisionError: pass",
            )
        )
        assert verdict.verdict == VerdictKind.OK
        return verdict.cpu_seconds

    assert render("KeyError") < 3
