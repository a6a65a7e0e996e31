"""The storyboard: what happens in a scene, in order, with the mobjects it happens to.

A JSON object with

- ``scene``: ``class``, ``kind`` (manim's own class it derives from), ``background``, ``frame`` ([width, height]
  of what is seen, in manim's units) and the camera's state at the first frame where it is not the usual one;
- ``objects``: everything that is mentioned, numbered (see `cast`), as it was when it was first drawn;
- ``events``: in order, each with ``t`` (seconds since the start), ``do`` and ``line`` (of the scene's file);
- ``end``: numbers of the mobjects on the scene when it ended;
- ``colors``: manim's names for the colours that occur, where it has names;
- ``truncated``: true where the scene does more than is kept.

What an event can ``do``:

- ``play``: ``seconds``, ``animations`` (see `animations`);
- ``wait``: ``seconds``, and ``until`` for one with a condition to end it;
- ``add``, ``remove``, ``bring_to_front``, ``bring_to_back``: ``on``, a list of numbers, and ``count`` where there
  are more; ``fixed`` where an object is pinned to the ``frame`` or keeps its ``orientation`` in three dimensions;
- ``clear``; ``replace``: ``on``, ``into``;
- ``rotate_camera``: ``about``, ``rate`` in degrees per second; ``stop_camera``;
- ``section``: ``name``; ``subcaption``: ``text``, ``seconds``; ``sound``: ``file``.

``changed`` in an event lists what became of mobjects without being animated, since the event before and up to
this one; ``after`` what they were left as by it, beyond what the animations' ``to`` and ``into`` say: by a
rate function that goes back, or by updaters. Both list mobjects by ``n`` with the keys of `cast` that are
different now (null: no longer there). ``camera`` and ``camera_after`` do the same for the camera: ``at`` and
``width`` of a moving camera, ``phi``, ``theta``, ``gamma`` (degrees), ``zoom``, ``at`` of one in three
dimensions, and the ``background``.

Positions are [x, y] or [x, y, z], numbers are rounded to three decimals. Times add up what was asked for and
do not depend on the frame rate. The same scene with the same seed gives the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import manim
import numpy as np

from . import animations, appearance, camera, colors, subjects
from .animations import Notes
from .appearance import tidy
from .cast import Cast
from .layout import Layout

_MOST_EVENTS = 2000
_MOST_BYTES = 256 << 10
_MOST_OBJECT_BYTES = 96 << 10
_MOST_LOOKED_AT = 60
_MOST_ON = 24

Event = dict[str, Any]


class Storyboard:
    """Records one scene of this process."""

    def __init__(self) -> None:
        self.layout = Layout()
        self.cast = Cast()
        self._notes = Notes(self.cast)
        self._events: list[Event] = []
        self._truncated = False
        self._scene_file = ""
        self._scene: Any = None
        self._time = 0.0
        self._renderer_time = 0.0
        # A play adds, removes and waits on its own account; that is not the scene's doing.
        self._nested = 0
        self._playing: Event | None = None
        self._header: dict[str, Any] = {}
        self._camera: dict[str, Any] = {}

    def attach(self, scene_file: str) -> None:
        """Watch every scene of this process from now on.

        ``scene_file`` is the name that the scene's code was compiled with.
        """
        self._scene_file = scene_file
        scene: Any = manim.Scene
        self._watch(scene, "play", before=None, after=self._end_of_play, failed=self._play_failed)
        self._watch(scene, "compile_animation_data", before=None, after=self._start_of_play, nests=False)
        for name in ("add", "remove", "bring_to_front", "bring_to_back"):
            self._watch(scene, name, before=self._listing(name))
        self._watch(scene, "clear", before=self._listing("clear"))
        self._watch(scene, "replace", before=self._replace)
        self._watch(scene, "next_section", before=self._section)
        self._watch(scene, "add_subcaption", before=self._subcaption)
        self._watch(scene, "add_sound", before=self._sound)
        three_d: Any = manim.ThreeDScene
        self._watch(three_d, "begin_ambient_camera_rotation", before=self._rotate_camera)
        self._watch(three_d, "begin_3dillusion_camera_rotation", before=self._rotate_camera)
        for name in ("stop_ambient_camera_rotation", "stop_3dillusion_camera_rotation"):
            self._watch(three_d, name, before=self._listing("stop_camera"))
        self._watch(three_d, "add_fixed_in_frame_mobjects", before=self._listing("add", fixed="frame"))
        self._watch(
            three_d, "add_fixed_orientation_mobjects", before=self._listing("add", fixed="orientation")
        )
        subjects.remember()

    def to_json(self) -> dict[str, Any]:
        """What has been recorded by now, of at most 256 KiB as compact JSON."""
        self._guard(self._last_look)
        objects = _fitting(self.cast.entries, _MOST_OBJECT_BYTES)
        events = _fitting(self._events, _MOST_BYTES - _MOST_OBJECT_BYTES)
        cut = len(objects) < len(self.cast.entries) or len(events) < len(self._events)
        said: dict[str, Any] = {"scene": self._header, "objects": objects, "events": events}
        if self._scene is not None:
            said["end"] = self._on_screen_numbers()
        said["colors"] = colors.named(said)
        said["truncated"] = cut or self._truncated or self.cast.full
        return said

    @staticmethod
    def prepare() -> None:
        """Work out, before a process is forked, what is the same for every scene."""
        colors.prepare()
        animations.prepare()

    def _watch(
        self,
        owner: Any,
        name: str,
        before: Callable[..., None] | None,
        after: Callable[..., None] | None = None,
        failed: Callable[..., None] | None = None,
        *,
        nests: bool = True,
    ) -> None:
        """Call ``before`` and ``after`` around a method when the scene itself calls it."""
        method = owner.__dict__.get(name)
        if method is None:
            # Not every version has all of them.
            return

        @wraps(method)
        def watched(scene: Any, *args: Any, **kwargs: Any) -> Any:
            outermost = self._nested == 0 or not nests
            if outermost and before is not None:
                self._guard(before, scene, *args, **kwargs)
            self._nested += nests
            try:
                result = method(scene, *args, **kwargs)
            except BaseException:
                if outermost and failed is not None:
                    self._guard(failed)
                raise
            finally:
                self._nested -= nests
            if outermost and after is not None:
                self._guard(after, scene, *args, **kwargs)
            return result

        setattr(owner, name, watched)

    def _guard(self, record: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        """Whatever goes wrong in looking at a scene must not end it."""
        try:
            record(*args, **kwargs)
        except Exception:
            self._header["unrecorded"] = self._header.get("unrecorded", 0) + 1

    def _enter(self, event: Event) -> bool:
        """Add an event; whether there was room."""
        if len(self._events) >= _MOST_EVENTS:
            self._truncated = True
            return False
        self._events.append(event)
        return True

    def _event(self, do: str) -> Event:
        event: Event = {"t": tidy(self._time), "do": do}
        if (line := self._line()) is not None:
            event["line"] = line
        return event

    def _line(self) -> int | None:
        """The innermost line of the scene's own code that led here."""
        frame = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == self._scene_file:
                return frame.f_lineno
            frame = frame.f_back  # type: ignore[assignment]
        return None

    def _meet(self, scene: Any) -> None:
        """See a scene for the first time, or another one."""
        if self._scene is scene:
            return
        self._scene = scene
        self.cast.roles = camera.roles(scene.renderer.camera)
        self._header |= appearance.own_class(scene)
        self._see_first_frame()

    def _see_first_frame(self) -> None:
        seen_by = self._scene.renderer.camera
        self._camera = camera.state(seen_by)
        unusual = {key: value for key, value in self._camera.items() if value != camera.USUAL.get(key)}
        self._header["background"] = unusual.pop("background", None)
        self._header["frame"] = tidy([seen_by.frame_width, seen_by.frame_height])
        unusual.pop("width", None)
        if unusual:
            self._header["camera"] = unusual

    def _start_of_play(self, scene: Any, *_args: Any, **_kwargs: Any) -> None:
        if self._nested > 1 and self._playing is not None:
            return
        self._meet(scene)
        if self._time == 0:
            self._see_first_frame()
        played = list(scene.animations)
        waits = len(played) == 1 and isinstance(played[0], manim.Wait)
        event = self._event("wait" if waits else "play")
        event["seconds"] = tidy(scene.duration)
        self._playing = event
        self._renderer_time = float(scene.renderer.time)
        self._enter(event)
        changed = self._look(self._on_screen())
        self._notes.begin()
        if waits:
            if played[0].stop_condition is not None:
                event["until"] = "condition"
        else:
            event["animations"] = self._notes.all_of(played, scene.duration)
            changed += self._look([*self._notes.concerned, *self._notes.gone])
        if changed:
            event["changed"] = changed
        self._see_camera(event, "camera")
        self.cast.shown()

    def _end_of_play(self, scene: Any, *_args: Any, **kwargs: Any) -> None:
        event, self._playing = self._playing, None
        if event is None:
            return
        self._time += self._elapsed(scene, event)
        if isinstance(caption := kwargs.get("subcaption"), str):
            event["subcaption"] = appearance.shorten(caption)
        moving = [m for m in self._on_screen() if self._is_moving(m)]
        after = self._look([*self._notes.concerned, *moving], self._notes.expected)
        if after:
            event["after"] = after
        # What an animation leaves of a mobject that is gone is nobody's doing.
        self._look(self._notes.gone)
        self._see_camera(event, "camera_after")
        self.layout.look(scene, self._time, event.get("line"), self.cast)

    def _elapsed(self, scene: Any, event: Event) -> float:
        if event.get("until") is None:
            return float(scene.duration)
        elapsed = float(scene.renderer.time) - self._renderer_time
        event["seconds"] = tidy(elapsed)
        return elapsed

    def _play_failed(self) -> None:
        self._playing = None

    def _is_moving(self, mobject: Any) -> bool:
        number = self.cast.known(mobject)
        return number is not None and "updaters" in self.cast.last_state(number)

    def _look(
        self, mobjects: Iterable[Any], expected: dict[int, dict[str, Any]] | None = None
    ) -> list[Event]:
        """What has changed in mobjects, each once, apart from what is expected."""
        changes: dict[int, Event] = {}
        looked: set[int] = set()
        for mobject in mobjects:
            number = self.cast.known(mobject)
            if number is None or number in looked:
                continue
            if len(looked) >= _MOST_LOOKED_AT:
                break
            looked.add(number)
            change = self.cast.refresh(mobject, (expected or {}).get(number))
            if change is not None:
                changes[number] = change
        return [changes[number] for number in sorted(changes)]

    def _see_camera(self, event: Event, key: str) -> None:
        now = camera.state(self._scene.renderer.camera)
        changed = {name: value for name, value in now.items() if self._camera.get(name) != value}
        self._camera = now
        if changed:
            event[key] = changed

    def _listing(self, do: str, **more: str) -> Callable[..., None]:
        """A recorder of a call whose arguments are mobjects."""

        def record(scene: Any, *mobjects: Any, **_options: Any) -> None:
            self._meet(scene)
            event = self._event(do) | more
            last = self._events[-1] if self._events else {}
            if mobjects and all(last.get(key) == event.get(key) for key in ("t", "do", "line", "fixed")):
                # The same call again, in a loop.
                event = last
            elif not self._enter(event):
                return
            if do in ("clear", "stop_camera"):
                return
            for mobject in mobjects:
                self._list(event, mobject)

        return record

    def _list(self, event: Event, mobject: Any) -> None:
        numbers = event.setdefault("on", [])
        count = event.get("count", len(numbers)) + 1
        if len(numbers) < _MOST_ON and (number := self.cast.number(mobject)) is not None:
            numbers.append(number)
        if count > len(numbers):
            event["count"] = count

    def _replace(self, scene: Any, old_mobject: Any, new_mobject: Any) -> None:
        self._meet(scene)
        on, into = self.cast.number(old_mobject), self.cast.number(new_mobject)
        self._enter(self._event("replace") | {"on": on, "into": into})

    def _section(self, scene: Any, name: Any = "unnamed", *_args: Any, **_kwargs: Any) -> None:
        self._meet(scene)
        self._enter(self._event("section") | {"name": appearance.shorten(str(name))})

    def _subcaption(self, scene: Any, content: Any, duration: float = 1, *_args: Any, **_kwargs: Any) -> None:
        self._meet(scene)
        said = {"text": appearance.shorten(str(content)), "seconds": tidy(duration)}
        self._enter(self._event("subcaption") | said)

    def _sound(self, scene: Any, sound_file: Any, *_args: Any, **_kwargs: Any) -> None:
        self._meet(scene)
        name = str(sound_file).rpartition("/")[2]
        self._enter(self._event("sound") | {"file": appearance.shorten(name)})

    def _rotate_camera(
        self, scene: Any, rate: float | None = None, about: str = "theta", **_more: Any
    ) -> None:
        self._meet(scene)
        event = self._event("rotate_camera") | {"about": str(about).lower()}
        if rate is not None:
            event["rate"] = tidy(np.degrees(rate))
        self._enter(event)

    def _on_screen(self) -> list[Any]:
        return self.cast.on_screen(self._scene.mobjects, _MOST_LOOKED_AT)

    def _on_screen_numbers(self) -> list[int]:
        shown = map(self.cast.known, self._on_screen())
        return [number for number in shown if number is not None]

    def _last_look(self) -> None:
        """What a scene that ends without another play has last made of its mobjects."""
        if self._scene is None:
            return
        changed = self._look(self._on_screen())
        if self._time == 0:
            self._see_first_frame()
            self.layout.look(self._scene, 0, None, self.cast)
        if changed:
            self._enter({"t": tidy(self._time), "do": "end", "changed": changed})


def _fitting(parts: list[Any], most: int) -> list[Any]:
    """The first of the parts that fit into so many bytes of compact JSON."""
    size = 2
    for count, part in enumerate(parts):
        size += len(json.dumps(part, separators=(",", ":"))) + 1
        if size > most:
            return parts[:count]
    return parts
