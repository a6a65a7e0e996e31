"""How manim is set up: sizes, seeds, and which frames are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import manim
from manim.renderer.cairo_renderer import CairoRenderer

from .visibility import anything_visible

_DRAWN_PER_SECOND = 1
_ONLY_LAST_FRAMES_FROM, _NO_MORE_FRAMES_FROM = 50_000, 100_000
"""After how many parts of mobjects were drawn only the last frame of each animation is, and after how many none.

Unless nothing has been seen so far, since what is seen of a scene tells whether it shows anything.
"""

Frame = Callable[[Any, float], bool]
"""Told the pixels (height x width x 4, uint8; not to be kept) and the scene's time in seconds; says whether they show
more than a background."""


@dataclass
class Course:
    """What a scene has done so far, and who is told of it."""

    on_frame: Frame
    draw_all: bool = False
    plays: int = 0
    duration: float = 0.0
    showed_something: bool = False
    frames_of_play: int = field(default=0, repr=False)
    parts_drawn: int = 0
    seen: bool = False
    ended: bool = False

    @property
    def drawn_enough(self) -> bool:
        """Whether no more frames are drawn but that which the scene ends with."""
        return self.parts_drawn >= _NO_MORE_FRAMES_FROM and self.seen and not self.ended

    def show(self, pixels: Any, time: float) -> None:
        """Tell whoever wants to know of a frame that has been drawn."""
        self.seen = self.on_frame(pixels, time) or self.seen


def configure() -> None:
    """Set manim to the size and frame rate of ``-ql``, without output, caches or talk.

    The frame rate decides how often updaters run and with which ``dt``, the size what a scene that asks
    for it computes with: with others, some verdicts differ from those of ``manim render -ql``.
    """
    config = manim.config
    config.quality = "low_quality"
    config.dry_run = True
    config.disable_caching = True
    config.progress_bar = "none"
    config.verbosity = "CRITICAL"
    config.preview = False
    config.renderer = "cairo"
    if hasattr(config, "seed"):
        config.seed = 0


def write_movies(folder: str) -> None:
    """Make manim encode what it draws, into a folder; of a scene without a play it writes a picture there."""
    manim.config.dry_run = False
    manim.config.media_dir = folder


@contextmanager
def same_output() -> Iterator[None]:
    """Keep what the code inside does to manim's settings from changing what is written.

    A script's own wish to be shown or saved is for whoever runs it by hand.
    """
    config = manim.config
    dry_run, folder = config.dry_run, config.media_dir
    yield
    config.preview = False
    config.dry_run = dry_run
    if not dry_run:
        write_movies(folder)


def draw_nothing() -> None:
    """Make the renderer leave out every frame."""
    renderer: Any = CairoRenderer
    renderer.update_frame = lambda *_args, **_options: None


def movie_of(scene: Any) -> str | None:
    """Where the file of a scene that was written is; None for one without a play, of which there is none."""
    if not scene.renderer.num_plays:
        return None
    return str(Path(scene.renderer.file_writer.movie_file_path).resolve())


def skip_to_ends(scene: Any) -> None:
    """Make a scene compute only the end of each animation."""
    scene.renderer.skip_animations = True
    # Every play begins by going back to this one.
    scene.renderer._original_skipping_status = True


def watch(course: Course) -> None:
    """Make the renderer report to ``course`` and, unless all are wanted, draw one frame per second.

    Every frame's updates run. Drawing is most of the cost and hardly ever what fails: what fails to
    draw fails in the first frame or the last one, and these are drawn too. Of scenes with so many parts that one
    frame takes seconds fewer are drawn, and once something has been seen only the last. Parts are counted, not
    seconds: a scene is seen the same on every machine.
    """
    play, update_frame = CairoRenderer.play, CairoRenderer.update_frame

    def counted_play(self: CairoRenderer, scene: Any, *args: Any, **kwargs: Any) -> None:
        course.frames_of_play = 0
        course.plays += 1
        before = self.time
        play(self, scene, *args, **kwargs)
        whole = scene.stop_condition is None
        course.duration += scene.duration if whole else self.time - before
        course.showed_something = course.showed_something or shows_something(scene)
        if not course.frames_of_play and not course.drawn_enough:
            # A wait in which nothing moves was drawn once, by another way.
            course.show(self.camera.pixel_array, self.time)

    def counted_update(
        self: CairoRenderer, scene: Any, mobjects: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        if course.drawn_enough:
            return
        drawn = mobjects or [*scene.mobjects, *scene.foreground_mobjects]
        course.parts_drawn += sum(len(mobject.get_family()) for mobject in drawn)
        update_frame(self, scene, mobjects, *args, **kwargs)

    renderer: Any = CairoRenderer
    renderer.play = counted_play
    if course.draw_all:
        renderer.render = _drawing_all(course)
    else:
        renderer.update_frame = counted_update
        renderer.render = _drawing_some(course)


def _drawing_all(course: Course) -> Callable[..., None]:
    render = CairoRenderer.render

    def complete_render(self: CairoRenderer, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        render(self, scene, time, moving_mobjects)
        course.show(self.camera.pixel_array, self.time)
        course.showed_something = course.showed_something or shows_something(scene)
        course.frames_of_play += 1

    return complete_render


def _drawing_some(course: Course) -> Callable[..., None]:
    def thinned_render(self: CairoRenderer, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        frame_rate = self.camera.frame_rate
        wanted = time + 1.5 / frame_rate > scene.duration
        if not wanted and course.parts_drawn < _ONLY_LAST_FRAMES_FROM:
            wanted = course.frames_of_play % max(1, int(frame_rate // _DRAWN_PER_SECOND)) == 0
        if wanted and not course.drawn_enough:
            self.update_frame(scene, moving_mobjects)
            course.show(self.camera.pixel_array, self.time)
            course.showed_something = course.showed_something or shows_something(scene)
        course.frames_of_play += 1
        if not self.skip_animations:
            self.time += 1 / self.camera.frame_rate

    return thinned_render


def draw_end(scene: Any, course: Course) -> None:
    """Draw what a scene ends with, if its last frame was left out."""
    if course.drawn_enough:
        renderer = scene.renderer
        course.ended = True
        renderer.static_image = None
        renderer.update_frame(scene)
        course.show(renderer.camera.pixel_array, renderer.time)


def shows_something(scene: Any) -> bool:
    """Whether any mobject that draws something is on the scene; it may still be out of the frame."""
    return anything_visible([*scene.mobjects, *scene.foreground_mobjects])
