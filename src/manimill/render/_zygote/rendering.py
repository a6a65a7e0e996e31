"""How manim is set up: sizes, seeds, and which frames are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import manim
from manim.renderer.cairo_renderer import CairoRenderer

_DRAWN_PER_SECOND = 2


@dataclass
class Course:
    """What a scene has done so far."""

    plays: int = 0
    duration: float = 0.0
    showed_something: bool = False


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
    config.seed = 0


def watch(course: Course) -> None:
    """Make the renderer report to ``course`` and draw two frames per second of animation.

    Every frame's updates run. Drawing is most of the cost and hardly ever what fails: what fails to
    draw fails in the first frame or the last one, and these are always drawn.
    """
    play = CairoRenderer.play
    frames_of_play = 0

    def counted_play(self: CairoRenderer, scene: Any, *args: Any, **kwargs: Any) -> None:
        nonlocal frames_of_play
        frames_of_play = 0
        course.plays += 1
        before = self.time
        play(self, scene, *args, **kwargs)
        whole = scene.stop_condition is None
        course.duration += scene.duration if whole else self.time - before
        course.showed_something |= shows_something(scene)

    def thinned_render(self: CairoRenderer, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        nonlocal frames_of_play
        frame_rate = self.camera.frame_rate
        every = max(1, int(frame_rate // _DRAWN_PER_SECOND))
        last = time + 1.5 / frame_rate > scene.duration
        if last or frames_of_play % every == 0:
            self.update_frame(scene, moving_mobjects)
            course.showed_something |= shows_something(scene)
        frames_of_play += 1
        if not self.skip_animations:
            self.time += 1 / frame_rate

    renderer: Any = CairoRenderer
    renderer.play = counted_play
    renderer.render = thinned_render


def shows_something(scene: Any) -> bool:
    """Whether any mobject is on the scene; it may still be out of the frame."""
    return bool(scene.mobjects or scene.foreground_mobjects)
