"""Scenes written to provoke each verdict, the traps among them, and what each verdict names as its evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from manimill.render import RenderJob, VerdictKind
from manimill.render.worker import Worker

MakeScene = Callable[..., RenderJob]


def module(text: str) -> RenderJob:
    """A whole module; lines are cut at the first column of its first line."""
    lines = text.strip("\n").split("\n")
    indent = len(lines[0]) - len(lines[0].lstrip())
    return RenderJob("\n".join(line[indent:] for line in lines) + "\n", "Example")


@pytest.mark.parametrize(
    "lines",
    [
        ["self.play(Create(Circle()))"],
        ["self.add(Tex('a'), MathTex('b'), Text('c'))"],
        ["self.play(FadeOut(Circle()))"],
        ["d = Dot()", "self.add(d)", "self.wait(0.1)", "self.remove(d)"],
        ["print('said'); import sys; print('said', file=sys.stderr)", "self.add(Square())"],
        ["import subprocess; subprocess.run(['true'], check=True)", "self.add(Square())"],
        ["class Ring(Annulus):", "    radius_of_it = 2", "self.add(Ring())"],
        ["Mobject.twice = lambda self: self.scale(2)", "self.add(Circle().twice())"],
        ["Circle.set_default(color=RED)", "Scene.show = lambda self, m: self.add(m)", "self.show(Circle())"],
        ["self.add(ImageMobject(np.uint8([[0, 255], [255, 0]])).set(height=4))"],
    ],
)
def test_ok(scene: MakeScene, worker: Worker, lines: list[str]) -> None:
    verdict = worker.render(scene(*lines))
    assert (verdict.verdict, verdict.error, verdict.evidence) == (VerdictKind.OK, None, None)


@pytest.mark.parametrize(
    ("code", "line", "evidence"),
    [
        ("from manim import *\nclass Example(Scene:\n    pass\n", 2, "class Example(Scene:"),
        ("from manim import *\nprint 'hello'\n", 2, "print 'hello'"),
        (
            "from manim import *\nclass Example(Scene):\n  def construct(self):\n self.add(Dot())\n",
            4,
            "self.add(Dot())",
        ),
        ("```python\nfrom manim import *\n```\n", 1, "```python"),
        ("Here is the code:\nfrom manim import *\n", 1, "Here is the code:"),
        ("x = 'open\n", 1, "x = 'open"),
        ("def f():\n    return 1\nawait f()\n", 3, "await f()"),
        ("from manim import *\nx = 1 +\n", 2, "x = 1 +"),
        ("x = '\0'\n", None, None),
    ],
)
def test_syntax_error(worker: Worker, code: str, line: int | None, evidence: str | None) -> None:
    verdict = worker.render(RenderJob(code, "Example"))
    assert (verdict.verdict, verdict.error_line, verdict.evidence) == (
        VerdictKind.SYNTAX_ERROR,
        line,
        evidence,
    )


@pytest.mark.parametrize(
    ("line", "evidence"),
    [
        ("from manimlib import *", "manimlib"),
        ("from manimlib.imports import *", "manimlib"),
        ("from big_ol_pile_of_manim_imports import *", "big_ol_pile_of_manim_imports"),
        ("from manim import GraphScene", "manim.GraphScene"),
        ("from manim.mobject.svg.tex_mobject import MathTex", "manim.mobject.svg.tex_mobject"),
        ("import cv2.absent_part", "cv2"),
        ("from math import cube", "math.cube"),
        ("__import__('nowhere_at_all')", "nowhere_at_all"),
    ],
)
def test_import_error(scene: MakeScene, worker: Worker, line: str, evidence: str) -> None:
    verdict = worker.render(scene(line) if "*" not in line else module(f"{line}\nclass Example: pass"))
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.IMPORT_ERROR, evidence)


@pytest.mark.parametrize(
    ("lines", "evidence"),
    [
        (["self.play(ShowCreation(Circle()))"], "ShowCreation"),
        (["self.add(TextMobject('old'))"], "TextMobject"),
        (["self.add(TexMobject('x'))"], "TexMobject"),
        (["self.play(FadeInFrom(Dot(), UP))"], "FadeInFrom"),
        (["self.camera.background_color = COLOR_MAP['RED']"], "COLOR_MAP"),
        (["self.add(Dot(color=BROWN_Q))"], "BROWN_Q"),
        (["self.wait(duration)"], "duration"),
        (["if False: shape = Dot()", "self.add(shape)"], "shape"),
        (["self.add(always_redraw(lambda: Dot(missing)))"], "missing"),
    ],
)
def test_name_error(scene: MakeScene, worker: Worker, lines: list[str], evidence: str) -> None:
    verdict = worker.render(scene(*lines))
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.NAME_ERROR, evidence)


@pytest.mark.parametrize(
    ("lines", "evidence"),
    [
        (["circle = Circle()", "circle.set_colour_of(RED, BLUE)"], "circle.set_colour_of(RED, BLUE)"),
        (["self.add(Circle(size=2))"], "Circle(size=2)"),
        (["self.add(Circle(  size = 2,", "    color=RED))"], "Circle( size = 2, color=RED)"),
        (["self.add(Square(1, 2, 3))"], "Square(1, 2, 3)"),
        (["self.play(Dot().shift, UP)"], "self.play(Dot().shift, UP)"),
        (["self.play(Circle())"], "self.play(Circle())"),
        (["self.play(Create())"], "Create()"),
        (["dot = Dot()", "dot.move_to()"], "dot.move_to()"),
        (["dot = Dot()", "dot.animate.become_round(2)"], "dot.animate.become_round(2)"),
        (["self.camera.frame.scale(2)"], "self.camera.frame"),
        (["self.setup_axes(animate=True)"], "self.setup_axes(animate=True)"),
        (["import manim", "self.add(manim.TextMobject('x'))"], "manim.TextMobject('x')"),
        (["config.nonsense()"], "config.nonsense()"),
        (["(Circle()", "    .shift(UP)", "    .turn_red('é'))"], "Circle() .shift(UP) .turn_red('é')"),
        (
            [
                "x = Circle().shift(UP).shift(UP).shift(UP).shift(UP).shift(UP).shift(UP).shift(UP).shift(UP).go(1)"
            ],
            "(...).go(1)",
        ),
        (["Axes(x_range=[0, 1]).plot_line(lambda x: x)"], "Axes(x_range=[0, 1]).plot_line(lambda x: x)"),
        (
            ["dot = Dot()", "dot.add_updater(lambda m, dt: m.go(dt))", "self.add(dot)", "self.wait(1)"],
            "m.go(dt)",
        ),
    ],
)
def test_api_error(scene: MakeScene, worker: Worker, lines: list[str], evidence: str) -> None:
    verdict = worker.render(scene(*lines))
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.API_ERROR, evidence)


@pytest.mark.parametrize(
    "lines",
    [
        ["1 / 0"],
        ["int('one')"],
        ["{}['key']"],
        ["assert False, 'not yet'"],
        ["[][1]"],
        ["def again(): again()", "again()"],
        ["input('name?')"],
        ["exec('1 +')"],
        ["raise ValueError"],
        ["raise PermissionError('by hand')"],
        ["raise ConnectionError('by hand')"],
        # What looks like an api_error and is the scene's own affair.
        ["def area(r): return r", "area()"],
        ["def area(r): return r", "area(radius=1)"],
        ["'text' + 1"],
        ["None.shift(UP)"],
        ["np.zeros(3).shift(UP)"],
        ["class Store: pass", "Store().load()"],
        ["class Dot:", "    def __init__(self): pass", "Dot(1)"],
        ["def next_to(self): pass", "next_to()"],
        ["self.count += 1", "self.count = 0"],
    ],
)
def test_runtime_error(scene: MakeScene, worker: Worker, lines: list[str]) -> None:
    verdict = worker.render(scene(*lines))
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.RUNTIME_ERROR, None)


@pytest.mark.parametrize(
    ("lines", "evidence"),
    [
        (["self.play(FadeIn(Dot()), run_time=-1)"], "self.play(FadeIn(Dot()), run_time=-1)"),
        (["Dot().move_to([1, 2])"], "Dot().move_to([1, 2])"),
        (["self.add(VGroup(Dot())[3])"], "VGroup(Dot())[3]"),
        (["np.linalg.inv(np.zeros((2, 2)))"], "np.linalg.inv(np.zeros((2, 2)))"),
        (["import json; json.loads('{')"], "json.loads('{')"),
        # An attribute that the scene gives to something is missing by the scene's own fault.
        (["Ring().grow()"], "self.size"),
        (
            ["dot = Dot()", "dot.add_updater(lambda m, dt, n: 0)", "self.add(dot)", "self.wait(1)"],
            "self.wait(1)",
        ),
    ],
)
def test_a_runtime_error_in_the_code_of_others_names_the_call(
    scene: MakeScene, worker: Worker, lines: list[str], evidence: str
) -> None:
    job = scene(*lines)
    ring = "class Ring(Circle):\n    def grow(self): self.size += 1\n    def start(self): self.size = 1\n"
    verdict = worker.render(RenderJob(job.code + ring, "Example"))
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.RUNTIME_ERROR, evidence)


def test_a_class_under_a_name_of_manims_is_the_scenes_own(worker: Worker) -> None:
    verdict = worker.render(
        module("""
            from manim import *
            class Dot(VGroup):
                def __init__(self, place):
                    super().__init__()
            class Example(Scene):
                def construct(self):
                    Dot()
        """)
    )
    assert (verdict.verdict, verdict.error_line) == (VerdictKind.RUNTIME_ERROR, 7)


@pytest.mark.parametrize(
    ("line", "error", "evidence"),
    [
        ("import sys; sys.exit()", "SystemExit: the scene ends the process (None)", "sys.exit()"),
        ("import sys; sys.exit('bye')", "SystemExit: the scene ends the process ('bye')", "sys.exit('bye')"),
        ("quit()", "SystemExit: the scene ends the process (None)", "quit()"),
        ("exit(0)", "SystemExit: the scene ends the process (0)", "exit(0)"),
        ("raise SystemExit", "SystemExit: the scene ends the process (None)", None),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", None),
    ],
)
def test_a_scene_that_ends_the_process_is_a_runtime_error(
    scene: MakeScene, worker: Worker, line: str, error: str, evidence: str | None
) -> None:
    for job in (
        scene("self.add(Dot())", line),
        module(f"from manim import *\n{line}\nclass Example(Scene): pass"),
    ):
        verdict = worker.render(job)
        assert (verdict.verdict, verdict.error) == (VerdictKind.RUNTIME_ERROR, error)
        assert evidence is None or verdict.evidence == evidence


@pytest.mark.parametrize(
    ("line", "error", "evidence"),
    [
        (r"MathTex(r'\nonsense')", r"Undefined control sequence", r"\nonsense"),
        (r"MathTex('x^2^3')", "Double superscript", "x^2^3"),
        (r"Tex('50% of a_b')", None, "50% of a_b"),
        (r"MathTex('a', r'\badly', 'c')", "Undefined control sequence", r"a \badly c"),
        (r"Tex(r'\begin{nowhere}x\end{nowhere}')", None, r"\begin{nowhere}x\end{nowhere}"),
        (r"MathTex(r'\begin{matrix} x')", None, r"\begin{matrix} x"),
        (r"Axes(x_axis_config={'include_numbers': True}).get_axis_labels(r'\xx')", None, r"\xx"),
    ],
)
def test_latex_error(scene: MakeScene, worker: Worker, line: str, error: str | None, evidence: str) -> None:
    verdict = worker.render(scene(f"self.add({line})"))
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.LATEX_ERROR, evidence)
    assert verdict.error is not None
    assert (error or "") in verdict.error


@pytest.mark.parametrize(
    ("package", "error"),
    [("nowhere", "MissingTeX: nowhere.sty is not installed")],
)
def test_a_missing_package_of_tex_names_itself_and_the_expression(
    scene: MakeScene, worker: Worker, package: str, error: str
) -> None:
    template = rf"TexTemplate(preamble=r'\usepackage{{{package}}}')"
    verdict = worker.render(scene(f"self.add(Tex('x', tex_template={template}))"))
    assert (verdict.verdict, verdict.error, verdict.evidence) == (VerdictKind.LATEX_ERROR, error, "x")


@pytest.mark.parametrize(
    ("line", "evidence"),
    [
        ("ImageMobject('portrait')", "portrait"),
        ("ImageMobject('assets/images/portrait.png')", "assets/images/portrait.png"),
        ("SVGMobject('logo.svg')", "logo.svg"),
        ("self.add_sound('click')", "click"),
        ("open('data.csv')", "data.csv"),
        ("open('/data/points.csv')", "/data/points.csv"),
        ("np.loadtxt('points.txt')", "points.txt"),
        ("from PIL import Image; Image.open('photo.jpg')", "photo.jpg"),
        ("Code('example.py')", "example.py"),
        ("with register_font('Fancy.ttf'): pass", "Fancy.ttf"),
        ("open('/home/ann/video.mp4')", "/home/ann/video.mp4"),
    ],
)
def test_missing_asset(scene: MakeScene, worker: Worker, line: str, evidence: str) -> None:
    verdict = worker.render(scene(line))
    assert (verdict.verdict, verdict.evidence) == (VerdictKind.MISSING_ASSET, evidence)


@pytest.mark.parametrize(
    "lines",
    [
        ["pass"],
        ["self.wait(1)"],
        ["circle = Circle()"],
        ["self.add(VGroup())"],
        ["self.add(ValueTracker(1))", "self.wait(1)"],
        ["self.add(Circle(stroke_opacity=0))"],
        ["self.add(Dot().set_opacity(0))", "self.wait(1)"],
        ["self.camera.background_color = BLUE", "self.wait(1)"],
        ["dot = Dot()", "self.add(dot)", "self.remove(dot)"],
        ["self.add(Text(''))"],
    ],
)
def test_empty(scene: MakeScene, worker: Worker, lines: list[str]) -> None:
    verdict = worker.render(scene(*lines))
    assert (verdict.verdict, verdict.error) == (VerdictKind.EMPTY, "nothing was ever on screen")


@pytest.mark.parametrize(
    "lines",
    [
        ["while True: pass"],
        ["import itertools", "for n in itertools.count(): x = n"],
        ["dot = Dot()", "dot.add_updater(lambda m, dt: endless())", "self.add(dot)", "self.wait(1)"],
        ["self.add(Dot())", "self.wait_until(lambda: False, max_time=10**5)"],
        ["sum(range(10**12))"],
        ["import re; re.match('(a+)+$', 'a' * 64 + 'b')"],
        ["10 ** 10 ** 10"],
    ],
)
def test_timeout(scene: MakeScene, strict_worker: Worker, lines: list[str]) -> None:
    job = scene(*lines)
    job = RenderJob(job.code + "def endless():\n    while True: pass\n", "Example")
    verdict = strict_worker.render(job)
    # On a busy machine the clock may be first.
    assert verdict.verdict == VerdictKind.TIMEOUT
    assert verdict.error in ("stopped after 2 seconds of processor time", "stopped after 6 seconds")


@pytest.mark.parametrize(
    "line",
    [
        "np.ones((1 << 17, 1 << 14))",
        "'x' * (1 << 34)",
        "hoard = [bytearray(1 << 25) for _ in range(1 << 10)]",
        "hoard = list(range(10**8))",
        "import mmap; mmap.mmap(-1, 1 << 36)",
        "open('big', 'wb').write(bytes(300 << 20))",
    ],
)
def test_out_of_memory(scene: MakeScene, strict_worker: Worker, line: str) -> None:
    assert strict_worker.render(scene(line)).verdict == VerdictKind.OUT_OF_MEMORY


@pytest.mark.parametrize(
    ("line", "evidence"),
    [
        ("import urllib.request as r; r.urlopen('http://example.org/a.png')", "http://example.org/a.png"),
        ("import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)", "192.0.2.1:80"),
        ("import socket; socket.gethostbyname('example.org')", "example.org"),
        ("import http.client as h; h.HTTPConnection('example.org').request('GET', '/')", "example.org:80"),
        ("open('/etc/shadow')", "/etc/shadow"),
        ("open('/etc/passwd')", "/etc/passwd"),
        ("open('/usr/spoilt', 'w')", "/usr/spoilt"),
        ("import os; os.mkdir('/spoilt')", "/spoilt"),
        ("import subprocess as s; s.run(['pip', 'install', 'manim-physics'])", "pip install manim-physics"),
        ("import os; os.system('cd /tmp && wget -q example.org')", "wget -q example.org"),
    ],
)
def test_blocked(scene: MakeScene, worker: Worker, line: str, evidence: str) -> None:
    verdict = worker.render(scene("self.add(Dot())", line))
    assert (verdict.verdict, verdict.evidence, verdict.error_line) == (VerdictKind.BLOCKED, evidence, 6)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("os.abort()", "killed by SIGABRT"),
        ("os.kill(os.getpid(), 9)", "killed by SIGKILL"),
        ("os.kill(os.getpid(), 11)", "killed by SIGSEGV"),
        ("import ctypes; ctypes.string_at(0)", "killed by SIGSEGV"),
        ("os._exit(0)", "ended without finishing, exit status 0"),
        ("os._exit(3)", "ended without finishing, exit status 3"),
    ],
)
def test_crashed(scene: MakeScene, worker: Worker, line: str, error: str) -> None:
    verdict = worker.render(scene("import os", line))
    assert (verdict.verdict, verdict.error) == (VerdictKind.CRASHED, error)


@pytest.mark.parametrize("line", ["os.closerange(3, 1000)", "os.execv('/bin/true', ['true'])"])
def test_a_scene_that_cuts_the_line_to_its_judge_is_not_ok(
    scene: MakeScene, worker: Worker, line: str
) -> None:
    assert worker.render(scene("self.add(Dot())", f"import os; {line}")).verdict == VerdictKind.CRASHED


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("from manim import *\nCircle()\n", None),
        ("from manim import *\nclass Example(Scene): pass\n", "Absent"),
        ("from manim import *\nclass Example(VGroup): pass\n", "Example"),
        ("from manim import *\ndef Example(): pass\n", "Example"),
        ("from manim import *\nExample = Circle()\n", "Example"),
        ("class Example:\n    def construct(self): pass\n", "Example"),
        ("from manim import *\nif False:\n    class Example(Scene): pass\n", "Example"),
        ("from manim import *\nclass Example(Scene): pass\ndel Example\n", "Example"),
    ],
)
def test_no_scene(worker: Worker, code: str, name: str | None) -> None:
    assert worker.render(RenderJob(code, name)).verdict == VerdictKind.NO_SCENE
