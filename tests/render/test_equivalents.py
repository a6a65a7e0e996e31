"""What stands for manim's functions gives what they give, to the last bit."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import cairo
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from manim import (
    BLUE,
    OUT,
    RED,
    UP,
    Arrow,
    Camera,
    Circle,
    DoubleArrow,
    Group,
    Line,
    ManimColor,
    Mobject,
    RegularPolygon,
    Square,
    Text,
    ThreeDCamera,
    TipableVMobject,
    VGroup,
    VMobject,
)
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath
from manim.mobject.three_d import three_d_utils
from manim.utils import family, iterables, polylabel, space_ops
from svgelements import Matrix, Point
from svgelements import Path as SVGPath

from manimill.render._zygote.equivalents import stand_ins
from manimill.render._zygote.equivalents.standing_in import StandIn, install

finite = st.floats(-50, 50, allow_subnormal=False)
odd = st.floats(width=64)
vectors = arrays(np.float64, 3, elements=finite)
points = st.integers(1, 6).flatmap(lambda n: arrays(np.float64, (4 * n, 3), elements=finite))


def pair(owner: Any, name: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Manim's own function, and what stands for it; nothing is put in place."""
    stand_in = next(s for s in stand_ins() if (s.owner, s.name) == (owner, name))
    own = vars(owner)[name]
    return own, stand_in.make(own)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        alike = isinstance(other, np.ndarray) and (one.dtype, one.shape) == (other.dtype, other.shape)
        return alike and np.ascontiguousarray(one).tobytes() == np.ascontiguousarray(other).tobytes()
    if isinstance(one, np.floating):
        # Not a number is the same as itself here.
        return type(one) is type(other) and one.tobytes() == other.tobytes()
    return type(one) is type(other) and one == other


def outcome(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """A result, or the exception as text."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def shape(path: np.ndarray) -> VMobject:
    mobject = VMobject()
    mobject.points = path
    return mobject


def test_every_stand_in_belongs_to_the_releases_that_are_pinned() -> None:
    """A new release of manim is rendered by its own functions until these have been compared with it."""
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json, manim\n"
            "from manimill.render._zygote.equivalents import stand_ins\n"
            "from manimill.render._zygote.equivalents.standing_in import install\n"
            "print(json.dumps([install(stand_in) for stand_in in stand_ins()]))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(said.stdout) == [True] * len(stand_ins())


def test_next_to_another_manim_nothing_is_loaded_that_it_may_lack() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys\n"
            "from importlib import metadata\n"
            "metadata.version = lambda name: '0.17.3'\n"
            "from manimill.render._zygote import equivalents\n"
            "equivalents.install_all()\n"
            "print([name for name in sys.modules if name.startswith('manim.') or name.endswith('colors')])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "[]\n"


def test_a_function_of_another_release_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def own() -> int:
        return 1

    class Owner:
        function = staticmethod(own)

    Owner.__module__ = "manim.mobject"
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0.23.0")
    from manimill.render._zygote.equivalents import standing_in

    standing_in.is_written_for.cache_clear()
    try:
        assert not install(StandIn(Owner, "function", lambda original: lambda: 2))
        assert Owner.function() == 1
    finally:
        monkeypatch.undo()
        standing_in.is_written_for.cache_clear()


@given(
    color=st.sampled_from([None, BLUE, RED, "#12ab34", [BLUE, RED], 0x123456]),
    opacity=st.sampled_from([None, 0, 1, 0.25, np.float64(0.5), [0.1, 0.9], True]),
    sheen=st.sampled_from([0, 0.0, 0.3, -0.2, 2.0]),
)
def test_colours_of_mobjects(color: Any, opacity: Any, sheen: float) -> None:
    mobject = VMobject()
    mobject.sheen_factor = sheen
    own, stand_in = pair(VMobject, "generate_rgbas_array")
    assert same(outcome(own, mobject, color, opacity), outcome(stand_in, mobject, color, opacity))


@given(
    before=st.sampled_from([None, 0, 1, 2, 3]),
    color=st.sampled_from([None, BLUE, "#12ab34", [BLUE, RED]]),
    opacity=st.sampled_from([None, 0, 0.25, True, [0.1, 0.5, 0.9]]),
    sheen=st.sampled_from([0, 0.0, 0.3]),
)
def test_colours_that_are_set_again(before: int | None, color: Any, opacity: Any, sheen: float) -> None:
    def made() -> VMobject:
        mobject = VMobject()
        mobject.sheen_factor = sheen
        del mobject.fill_rgbas
        if before is not None:
            mobject.fill_rgbas = np.arange(before * 4, dtype=float).reshape(before, 4) / 16
        return mobject

    own, stand_in = pair(VMobject, "update_rgbas_array")
    one, other = made(), made()
    outcome(own, one, "fill_rgbas", color, opacity), outcome(stand_in, other, "fill_rgbas", color, opacity)
    assert same(one.__dict__.get("fill_rgbas"), other.__dict__.get("fill_rgbas"))


def begun(
    init_colors: Callable[..., Any], changes: dict[str, Any], kind: type[VMobject], family: bool
) -> Any:
    """What a mobject has once its colours are initialized, from the state it is in just before."""
    before: dict[str, Any] = {}

    class Noted(kind):  # type: ignore[misc,valid-type]
        def init_colors(self, propagate_colors: bool = True) -> Any:
            before.update(copy.deepcopy(vars(self)))
            return super().init_colors(propagate_colors)

    Noted(color=BLUE)
    made = kind.__new__(kind)
    vars(made).update(before)
    for name, value in changes.items():
        if value is ABSENT:
            del vars(made)[name]
        else:
            vars(made)[name] = value
    answer = outcome(init_colors, made, family)
    return answer if isinstance(answer, str) else {name: plain(value) for name, value in vars(made).items()}


def plain(value: Any) -> Any:
    if isinstance(value, ManimColor):
        return ("color", *value._internal_value.tolist())
    if isinstance(value, list):
        return [plain(vars(item)["fill_rgbas"]) if isinstance(item, VMobject) else item for item in value]
    return (value.dtype, value.tolist()) if isinstance(value, np.ndarray) else value


ABSENT = object()


class Careful(VMobject):
    def set_stroke(self, *args: Any, **kwargs: Any) -> Any:
        super().set_stroke(*args, **kwargs)
        self.stroke_width = 99
        return self


class Glossy(VMobject):
    @property
    def sheen_direction(self) -> Any:
        return self.__dict__["sheen_direction"]

    @sheen_direction.setter
    def sheen_direction(self, value: Any) -> None:
        self.__dict__["sheen_direction"] = np.array(value) * 2


@pytest.mark.parametrize("family", [True, False])
@pytest.mark.parametrize("kind", [VMobject, VGroup, Careful, Glossy])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"fill_opacity": 0.25, "stroke_opacity": 0, "background_stroke_opacity": np.float64(0.5)},
        {"fill_opacity": None},
        {"fill_opacity": [0.1, 0.9]},
        {"stroke_width": None, "background_stroke_width": 3},
        {"sheen_factor": 0.3},
        {"sheen_factor": np.array(0.0)},
        {"sheen_direction": [1, 0, 0]},
        {"sheen_direction": None},
        {"background_stroke_color": RED},
        {"background_stroke_color": "#123456"},
        {"background_stroke_color": ABSENT},
        {"fill_rgbas": np.array([[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8]])},
        {"fill_rgbas": np.zeros((1, 4))},
        {"stroke_rgbas": np.array([[0, 0, 0, 1]])},
        {"stroke_rgbas": ABSENT},
        {"background_stroke_rgbas": np.ones((1, 4))},
        {"submobjects": [Square()]},
    ],
    ids=str,
)
def test_colours_a_mobject_begins_with(changes: dict[str, Any], kind: type[VMobject], family: bool) -> None:
    own, stand_in = pair(VMobject, "init_colors")
    expected = begun(own, copy.deepcopy(changes, {id(ABSENT): ABSENT}), kind, family)
    assert begun(stand_in, copy.deepcopy(changes, {id(ABSENT): ABSENT}), kind, family) == expected


def test_colours_a_mobject_begins_with_are_its_own() -> None:
    _, stand_in = pair(VMobject, "init_colors")
    one, other = VMobject(), VMobject()
    for mobject in (one, other):
        del mobject.background_stroke_rgbas
        stand_in(mobject)
    one.background_stroke_rgbas[:] = 7
    np.asarray(one.sheen_direction)[:] = 7
    assert other.background_stroke_rgbas.tolist() == [[0, 0, 0, 1]]
    assert list(other.sheen_direction) == [-1, 1, 0]


def test_a_method_that_a_scene_replaces_is_called() -> None:
    class Mine(VMobject):
        pass

    _, stand_in = pair(VMobject, "init_colors")
    stand_in(Mine())
    Mine.set_fill = lambda self, *args, **kwargs: calls.append(kwargs)  # type: ignore[method-assign,assignment]
    calls: list[Any] = []
    mobject = Mine()
    calls.clear()
    del mobject.background_stroke_rgbas
    stand_in(mobject)
    assert len(calls) == 1


@pytest.mark.parametrize(
    "value",
    [
        BLUE,
        "#00ff00",
        "RED",
        0xFF,
        np.array([0.1, 0.2, 0.3]),
        np.array([0.1, 0.2, 0.3, 0.4]),
        np.array([0.1, 0.2]),
        np.array([1, 2, 3]),
        np.array([1, 2, 3, 4]),
        (0.1, 0.2, 0.3, 0.4),
        None,
        1.5,
    ],
    ids=str,
)
def test_colours_from_anything(value: Any) -> None:
    own, stand_in = pair(ManimColor, "__init__")

    def color(init: Callable[..., Any]) -> Any:
        made = ManimColor.__new__(ManimColor)
        init(made, value, 0.5)
        return made._internal_value

    assert same(outcome(color, own), outcome(color, stand_in))


def tree(shape_of: list[Any]) -> VGroup:
    return VGroup(*[tree(part) if isinstance(part, list) else Square() for part in shape_of])


trees = st.recursive(st.just(0), lambda inner: st.lists(inner, max_size=4), max_leaves=12).filter(
    lambda value: isinstance(value, list)
)


@settings(deadline=None)
@given(trees)
def test_families(shape_of: list[Any]) -> None:
    group = tree(shape_of)
    own, stand_in = pair(Mobject, "get_family")
    assert [id(m) for m in own(group)] == [id(m) for m in stand_in(group)]


def test_families_with_members_that_occur_twice_or_hold_themselves() -> None:
    own, stand_in = pair(Mobject, "get_family")
    shared = Square()
    twice = Group(shared, Group(Circle(), shared))
    circular = Group(Circle())
    circular.submobjects.append(circular)
    for group in (twice, circular):
        assert [id(m) for m in own(group)] == [id(m) for m in stand_in(group)]
    odd_one = Group(Circle())
    odd_one.submobjects.append("no mobject")  # type: ignore[arg-type]
    assert outcome(own, odd_one) == outcome(stand_in, odd_one)


def test_members_that_have_points() -> None:
    class Counted(Square):
        def get_num_points(self) -> int:
            return 0

    own, stand_in = pair(Mobject, "family_members_with_points")
    for mobject in (Square(), VMobject(), VGroup(Square(), VMobject()), Counted(), Mobject(), Text("a")):
        assert [id(m) for m in own(mobject)] == [id(m) for m in stand_in(mobject)]


@given(st.lists(st.integers(0, 5)))
def test_redundant_items(items: list[int]) -> None:
    own, stand_in = pair(iterables, "remove_list_redundancies")
    assert own(items) == stand_in(items)


def test_members_in_the_order_of_their_z_index() -> None:
    own, stand_in = pair(family, "extract_mobject_family_members")
    squares = [Square().set_z_index(z) for z in (2, -1, 0, 2, 0)]
    for options in ((), (True,), (True, True)):
        assert [id(m) for m in own(squares, *options)] == [id(m) for m in stand_in(squares, *options)]


def test_copies_share_nothing_and_keep_what_is_shared_within() -> None:
    own, stand_in = pair(Mobject, "__deepcopy__")
    inner = Square(color=RED)
    group = VGroup(inner, Text("ab"), VGroup(inner, Circle()))
    group.note = {"inner": inner, "list": [1, [2, inner]], "points": inner.points, ("a", 1): {3}}  # type: ignore[attr-defined]
    group.add_updater(lambda m: m)
    one, other = own(group, {}), stand_in(group, {})
    assert list(vars(one)) == list(vars(other))
    assert [type(m) for m in one.get_family()] == [type(m) for m in other.get_family()]
    for original, a, b in zip(group.get_family(), one.get_family(), other.get_family(), strict=True):
        assert same(a.points, b.points)
        assert b is not original
        assert not np.shares_memory(original.points, b.points) or not b.points.size
        assert vars(a).keys() == vars(b).keys()
        assert b.original_id == str(id(original)) == a.original_id
    copied = other.submobjects[0]
    assert other.note["inner"] is copied is other.note["list"][1][1] is other.submobjects[2].submobjects[0]
    assert other.note["points"] is copied.points
    assert other.updaters == group.updaters
    assert other.updaters is not group.updaters


def test_copies_go_through_properties_and_own_ways_of_copying() -> None:
    _, stand_in = pair(Mobject, "__deepcopy__")

    class Noted(Square):
        def __init__(self) -> None:
            super().__init__()
            self.__dict__["level"] = 1

        @property
        def level(self) -> int:
            return int(self.__dict__["level"])

        @level.setter
        def level(self, value: int) -> None:
            self.__dict__["level"] = value + 1

    class Single(Square):
        def __deepcopy__(self, memo: dict[int, Any]) -> Single:
            return self

    single = Single()
    assert stand_in(Noted(), {}).level == 2
    assert copy.deepcopy([single])[0] is single
    assert stand_in(VGroup(single), {}).submobjects[0] is single


@given(
    st.lists(points, min_size=1, max_size=3),
    st.sampled_from([UP, OUT, UP * 0, [1, 0, 0], np.array([-1, 0, 1])]),
)
def test_bounds(paths: list[np.ndarray], direction: Any) -> None:
    group = VGroup(*map(shape, paths), VMobject())
    own, stand_in = pair(VMobject, "get_points_defining_boundary")
    assert same(own(group), stand_in(group))
    own, stand_in = pair(Mobject, "get_critical_point")
    assert same(own(group, direction), stand_in(group, direction))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 6])
def test_bounds_of_paths_that_are_not_whole(count: int) -> None:
    mobject = shape(np.arange(3.0 * count).reshape(count, 3))
    for name in ("get_points_defining_boundary",):
        own, stand_in = pair(VMobject, name)
        assert same(outcome(own, mobject), outcome(stand_in, mobject))


def test_bounds_of_a_group_that_holds_what_has_no_anchors() -> None:
    group = VGroup(Square())
    group.submobjects.append(Mobject())  # type: ignore[arg-type]
    own, stand_in = pair(VMobject, "get_points_defining_boundary")
    assert outcome(own, group) == outcome(stand_in, group)


def test_bounds_of_a_class_with_its_own_idea_of_anchors() -> None:
    class Offset(Square):
        def get_anchors(self) -> Any:
            return [point + UP for point in super().get_anchors()]

    own, stand_in = pair(VMobject, "get_points_defining_boundary")
    assert same(own(Offset()), stand_in(Offset()))


@given(arrays(np.float64, 3, elements=odd), arrays(np.float64, 3, elements=odd), st.floats(0, 1))
def test_points_that_are_taken_for_one(one: np.ndarray, other: np.ndarray, nearly: float) -> None:
    own, stand_in = pair(VMobject, "consider_points_equals")
    mobject = VMobject()
    with np.errstate(all="ignore"):
        for second in (other, one, one + 2e-6 * nearly, one * (1 + 2e-5 * nearly)):
            assert same(own(mobject, one, second), stand_in(mobject, one, second))


@given(points)
def test_functions_of_points(path: np.ndarray) -> None:
    own, stand_in = pair(Mobject, "apply_function")
    for function in (
        lambda p: p * 2,
        lambda p: [p[0], p[1] + 1, 0],
        lambda p: (1, 2, 3),
        lambda p: p[0],
    ):
        one, other = shape(path.copy()), shape(path.copy())
        assert same(outcome(own, one, function) is one, outcome(stand_in, other, function) is other)
        assert same(one.points, other.points)


@given(st.floats(-7, 7), vectors)
def test_rotations(angle: float, axis: np.ndarray) -> None:
    own, stand_in = pair(space_ops, "rotation_matrix")
    assert same(own(angle, axis), stand_in(angle, axis))
    assert same(own(angle, axis, homogeneous=True), stand_in(angle, axis, homogeneous=True))
    assert same(own(angle, list(axis)), stand_in(angle, list(axis)))


@given(vectors, vectors)
def test_normals(one: np.ndarray, other: np.ndarray) -> None:
    own, stand_in = pair(space_ops, "get_unit_normal")
    for second in (other, one, one * 2, one * 0):
        assert same(own(one, second), stand_in(one, second))


@given(points)
def test_normals_of_surfaces(path: np.ndarray) -> None:
    own, stand_in = pair(three_d_utils, "get_3d_vmob_unit_normal")
    for index in (0, 3, len(path) // 2):
        assert same(own(shape(path), index), stand_in(shape(path), index))


@pytest.mark.parametrize(
    "args", [(0, 1, 4), (0, 1, 2), (0, 1, 1), (0, 1), (0.0, 1.0, 4), (0, 2, 5), (0, 1, True)]
)
def test_even_steps(args: tuple[Any, ...]) -> None:
    own, stand_in = pair(np, "linspace")
    one, other = own(*args), stand_in(*args)
    assert same(one, other)
    other[:] = 9
    assert same(own(*args), stand_in(*args))


@given(st.integers(3, 9), arrays(np.float64, 2, elements=st.floats(-2, 2)))
def test_points_inside_polygons(corners: int, point: np.ndarray) -> None:
    ring = RegularPolygon(corners).get_vertices()[:, :2]
    polygon = polylabel.Polygon([np.vstack([ring, ring[:1]])])
    own, stand_in = pair(polylabel.Polygon, "inside")
    middle = (polygon.start[0] + polygon.stop[0]) / 2
    for where in (point, polygon.start[0], middle):
        assert same(own(polygon, where), stand_in(polygon, where))


@given(st.integers(3, 9), arrays(np.float64, 2, elements=st.floats(-2, 2)))
def test_distances_to_polygons(corners: int, point: np.ndarray) -> None:
    ring = RegularPolygon(corners).get_vertices()[:, :2]
    polygon = polylabel.Polygon([np.vstack([ring, ring[:1]]), np.vstack([ring, ring[:1]]) / 3])
    own, stand_in = pair(polylabel.Polygon, "compute_distance")
    for where in (point, polygon.start[0], point.tolist(), point * np.nan, np.append(point, 1.0)):
        assert same(outcome(own, polygon, where), outcome(stand_in, polygon, where))


@given(arrays(np.float64, st.integers(0, 9), elements=odd))
def test_lengths(vector: np.ndarray) -> None:
    own, stand_in = pair(np.linalg, "norm")
    with np.errstate(all="ignore"):
        for value in (vector, vector[::2], vector[::-1], vector.tolist(), vector.astype(np.float32)):
            assert same(outcome(own, value), outcome(stand_in, value))
        assert same(own(vector, keepdims=True), stand_in(vector, keepdims=True))
        assert same(outcome(own, vector, 1), outcome(stand_in, vector, 1))
        assert same(own(np.ones((2, 3)), axis=1), stand_in(np.ones((2, 3)), axis=1))
        assert outcome(own, vector, axis=4) == outcome(stand_in, vector, axis=4)


@settings(deadline=None)
@given(
    points,
    st.floats(0, 3),
    st.floats(-3, 3),
    st.sampled_from([0.5, 1.0, 3]),
    st.sampled_from([20.0, 1e-3, 5]),
    st.booleans(),
)
def test_projections(
    path: np.ndarray, phi: float, theta: float, zoom: float, focal: float, exponential: bool
) -> None:
    own, stand_in = pair(ThreeDCamera, "project_points")
    camera = ThreeDCamera(
        pixel_width=8, pixel_height=8, phi=phi, theta=theta, zoom=zoom, focal_distance=focal
    )
    camera.exponential_projection = exponential
    with np.errstate(all="ignore"):
        for value in (path, path.astype(np.float32), path[:1], path[:0]):
            before = value.copy()
            assert same(own(camera, value), stand_in(camera, value))
            assert same(value, before)
    assert outcome(own, camera, "no points") == outcome(stand_in, camera, "no points")


def test_tips() -> None:
    class Tipped(Line):
        tip = None  # type: ignore[assignment]

    removed, replaced = Arrow(), Arrow()
    removed.pop_tips()
    replaced.tip = Square()  # type: ignore[assignment]
    double = DoubleArrow()
    for name in ("has_tip", "has_start_tip"):
        own, stand_in = pair(TipableVMobject, name)
        for mobject in (Line(), Arrow(), removed, replaced, double, Tipped()):
            assert outcome(own, mobject) == outcome(stand_in, mobject)


@pytest.mark.parametrize("options", [{}, {"background_color": BLUE}, {"background_opacity": 0.3}], ids=str)
def test_backgrounds(options: dict[str, Any]) -> None:
    own, stand_in = pair(Camera, "init_background")
    camera = Camera(pixel_width=9, pixel_height=5, **options)
    own(camera)
    expected = camera.background
    stand_in(camera)
    assert same(expected, camera.background)
    camera.background[0, 0] = 7  # type: ignore[index]
    stand_in(camera)
    assert same(expected, camera.background)


def test_one_camera_draws_on_its_background_and_not_on_that_of_another() -> None:
    _, stand_in = pair(Camera, "init_background")
    cameras = [Camera(pixel_width=854, pixel_height=480) for _ in range(3)]
    for camera in cameras:
        stand_in(camera)
        assert not camera.background[:, :, :3].any()  # type: ignore[index]
        camera.background[:] = 9  # type: ignore[index]


@st.composite
def paths(draw: st.DrawFn) -> np.ndarray:
    """Curves of which each may go on where the last one ended, nearly so, or not at all, and come back or not."""
    number = draw(st.integers(1, 6))
    path = draw(arrays(np.float64, (4 * number, 3), elements=finite))
    near = st.sampled_from([0.0, 5e-7, 1.1e-6, 1.0])
    for index in range(1, number):
        path[4 * index] = path[4 * index - 1] + draw(near) * draw(st.booleans())
    if draw(st.booleans()):
        path[-1] = path[0] + draw(near)
    return path


class Shifted(VMobject):
    def consider_points_equals_2d(self, p0: Any, p1: Any) -> bool:
        return True


def drawn(set_path: Callable[..., Any], camera: Any, mobject: Any) -> Any:
    context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_ARGB32, 8, 8))
    context.move_to(1, 1)
    answer = outcome(set_path, camera, context, mobject)
    return answer if isinstance(answer, str) else list(context.copy_path())


@settings(deadline=None)
@given(paths())
def test_paths_that_cairo_is_told(path: np.ndarray) -> None:
    own, stand_in = pair(Camera, "set_cairo_context_path")
    mobject = shape(path)
    for camera in (Camera(pixel_width=8, pixel_height=8), ThreeDCamera(pixel_width=8, pixel_height=8)):
        assert drawn(own, camera, mobject) == drawn(stand_in, camera, mobject)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: setattr(m, "points", np.zeros((0, 3))),
        lambda m: setattr(m, "points", m.points[:3]),
        lambda m: setattr(m, "points", m.points[:7]),
        lambda m: setattr(m, "points", m.points.astype(int)),
        lambda m: setattr(m, "points", m.points * np.inf),
        lambda m: setattr(m, "points", m.points * 1e300 * 1e10),
        lambda m: setattr(m, "points", np.tile(m.points, (40, 1))),
        lambda m: setattr(m, "points", m.points[:, :2]),
        lambda m: setattr(m, "points", m.points.tolist()),
        lambda m: delattr(m, "points"),
        lambda m: setattr(m, "tolerance_for_point_equality", 10),
        lambda m: setattr(m, "tolerance_for_point_equality", np.float32(1e-6)),
        lambda m: setattr(m, "tolerance_for_point_equality", None),
        lambda m: setattr(m, "n_points_per_cubic_curve", 3),
    ],
)
@pytest.mark.parametrize("kind", [VMobject, Shifted])
def test_odd_paths_that_cairo_is_told(change: Callable[[Any], None], kind: type[VMobject]) -> None:
    own, stand_in = pair(Camera, "set_cairo_context_path")
    mobject = kind()
    mobject.points = Square().points.copy()
    camera = Camera(pixel_width=8, pixel_height=8)
    with np.errstate(all="ignore"):
        change(mobject)
        assert drawn(own, camera, mobject) == drawn(stand_in, camera, mobject)


@pytest.mark.parametrize(
    "rgbas",
    [
        np.array([[0.1, 0.2, 0.3, 0.4]]),
        np.array([[1, 0, 0, 1]]),
        np.array([[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8]]),
        [[0.1, 0.2, 0.3, 0.4]],
        np.zeros((0, 4)),
        np.zeros((1, 3)),
    ],
    ids=str,
)
def test_colours_that_cairo_is_told(rgbas: Any) -> None:
    own, stand_in = pair(Camera, "set_cairo_context_color")

    def told(set_color: Callable[..., Any]) -> Any:
        context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_ARGB32, 8, 8))
        answer = outcome(set_color, Camera(pixel_width=8, pixel_height=8), context, rgbas, Square())
        if isinstance(answer, str):
            return answer
        source = context.get_source()
        if isinstance(source, cairo.Gradient):
            return source.get_color_stops_rgba()
        assert isinstance(source, cairo.SolidPattern)
        return source.get_rgba()

    assert told(own) == told(stand_in)


PATHS = [
    "M0 0L1 0L1 1Z",
    "M 3.27 -2.1 C 1 2 3 4 5.5 6 Q 7 8 9 10 Z M 1 1 L 2 2",
    "m1 1l2 0l0 2zm5 5h3v-2H1V7z",
    "M0 0C1 1 2 1 3 0S5 -1 6 0T8 0",
    "M0 0A5 3 20 0 1 10 10Z",
    "M1e-3 2E1L.5.5-1-1",
    "M0 0L1 1Z L 5 5 Z",
    "M0 0C1 1 2 2 z",
    "",
    "M0 0",
    "M 3.27 -2.1 L 1 1 2 2 3-3 H 7 8 V 1,2 C 1 2 3 4 5.5 6 1-2-3-4 5 6 Q 7 8 9 10 1 2 3 4 Z Z L 3 3 Z",
]

ODD_PATHS = [
    "M0 0 1 1 2 2Z",
    "M0 0L1",
    "M0 0C1 2 3 4 5",
    "M0 0 0L1 1",
    "M0 0H",
    "M0 0L",
    "L1 1",
    "Z",
    "ZM1 1L2 2",
    "M0 0Z1 1",
    "M1.5.5L1.5.5-.5",
    "M1. 2L3 4",
    "M1 2\tL3\n4",
    "M+1 +2L3 4",
    "M1e2 2L3 4",
    "M--1 2",
    "M- 1 2",
    "5 5",
    "M0 0L1 1 junk 5 5",
    "M0 0X1 1",
    "M١ 2L3 4",
    "M0,,0,L,1,,1,Z,",
    "M0 0l1 1Z",
]


def segments(path: Any) -> list[Any]:
    def attributes(segment: Any) -> dict[str, Any]:
        return {
            name: (value.x, value.y) if isinstance(value, Point) else value
            for name, value in vars(segment).items()
        }

    return [(type(segment), attributes(segment)) for segment in path._segments]


@pytest.mark.parametrize("text", PATHS + ODD_PATHS)
def test_paths_that_are_read_for_the_second_time(text: str) -> None:
    own, stand_in = pair(SVGPath, "parse")

    def read(parse: Callable[..., Any]) -> Any:
        path = SVGPath()
        parse(path, text)
        return path

    expected = outcome(lambda: repr(segments(read(own))))
    assert outcome(lambda: repr(segments(read(stand_in)))) == expected
    assert outcome(lambda: repr(segments(read(stand_in)))) == expected
    if not expected.startswith("["):
        return
    second = read(stand_in)
    for segment in second._segments:
        outcome(segment.__imul__, Matrix("translate(1, 2) scale(3)"))
    assert repr(segments(read(stand_in))) == expected


@given(
    st.lists(
        st.tuples(
            st.sampled_from("MLHVCQZSTAmlz"), st.lists(st.floats(-1e3, 1e3).map("{:.3f}".format), max_size=7)
        ),
        max_size=6,
    )
)
def test_paths_of_all_kinds(commands: list[tuple[str, list[str]]]) -> None:
    own, stand_in = pair(SVGPath, "parse")
    text = " ".join(command + " ".join(numbers) for command, numbers in commands)

    def read(parse: Callable[..., Any]) -> Any:
        path = SVGPath()
        parse(path, text)
        return repr(segments(path))

    assert outcome(read, own) == outcome(read, stand_in)


def test_a_path_that_goes_on_is_not_one_that_begins() -> None:
    own, stand_in = pair(SVGPath, "parse")
    one, other = SVGPath("M0 0L1 1"), SVGPath("M0 0L1 1")
    own(one, "L2 2Z"), stand_in(other, "L2 2Z")
    own(one, "L2 2Z"), stand_in(other, "L2 2Z")
    assert segments(one) == segments(other)


@pytest.mark.parametrize("text", PATHS)
@pytest.mark.parametrize("transform", ["", "matrix(0.5, 0.2, -0.3, 2, 7, -1)"])
def test_points_of_paths(text: str, transform: str) -> None:
    own, stand_in = pair(VMobjectFromSVGPath, "handle_commands")

    def read(handle: Callable[..., Any]) -> Any:
        path = SVGPath(text)
        if transform:
            path *= Matrix(transform)
            path.reify()
        path.approximate_arcs_with_quads()
        made = VMobject()
        made.path_obj = path  # type: ignore[attr-defined]
        answer = outcome(handle, made)
        return answer if isinstance(answer, str) else made.points

    assert same(read(own), read(stand_in))


@pytest.mark.parametrize("text", PATHS)
@pytest.mark.parametrize("transform", ["", "matrix(0.5, 0.2, -0.3, 2, 7, -1)", "scale(-0, inf)"])
def test_paths_that_are_moved(text: str, transform: str) -> None:
    own, stand_in = pair(SVGPath, "reify")

    def moved(reify: Callable[..., Any]) -> Any:
        path = SVGPath(text, transform=transform, stroke_width=2)
        shared = path._segments[:1]
        path._segments += shared
        answer = outcome(reify, path)
        assert answer is path or isinstance(answer, str)
        return repr((segments(path), path.stroke_width, str(path.transform), answer is path))

    assert moved(own) == moved(stand_in)


@given(st.tuples(*[finite] * 6), finite, finite)
def test_points_that_are_moved(numbers: tuple[float, ...], x: float, y: float) -> None:
    own, stand_in = pair(Matrix, "point_in_matrix_space")
    matrix = Matrix(*numbers)
    for point in (Point(x, y), (x, y)):
        one, other = own(matrix, point), stand_in(matrix, point)
        assert (one.x, one.y) == (other.x, other.y)
