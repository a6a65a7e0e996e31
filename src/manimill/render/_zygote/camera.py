"""What a scene's camera sees, whichever of manim's cameras it is."""

from __future__ import annotations

from typing import Any

import manim
import numpy as np

from . import appearance, colors
from .appearance import tidy

USUAL = {"phi": 0, "theta": -90, "gamma": 0, "zoom": 1, "at": [0, 0]}
"""The state that needs no mention at the start of a scene."""

_TRACKERS = ("phi", "theta", "gamma", "zoom", "focal_distance")


def state(camera: Any) -> dict[str, Any]:
    """``background``; ``at`` and, of one that moves, ``width``; in three dimensions the angles in degrees."""
    seen: dict[str, Any] = {"background": colors.code(camera.background_color)}
    frame = getattr(camera, "frame", None)
    if isinstance(frame, manim.Mobject) and (corners := appearance.box([frame])) is not None:
        place = appearance.place(corners)
        return seen | {"at": place["at"], "width": place["size"][0]}
    if isinstance(camera, manim.ThreeDCamera):
        for name in ("phi", "theta", "gamma"):
            seen[name] = tidy(np.degrees(getattr(camera, f"get_{name}")()))
        if (zoom := getattr(camera, "get_zoom", None)) is not None:
            seen["zoom"] = tidy(zoom())
    center = tidy(np.asarray(camera.frame_center))
    return seen | {"at": center if any(center[2:]) else center[:2]}


def roles(camera: Any) -> dict[int, str]:
    """What the camera's own mobjects are, by ``id``; animating them moves the camera."""
    parts = {"camera frame": "frame", "camera centre": "_frame_center"}
    parts |= {f"camera {name}": f"{name}_tracker" for name in _TRACKERS}
    found = {role: getattr(camera, attribute, None) for role, attribute in parts.items()}
    return {id(part): role for role, part in found.items() if isinstance(part, manim.Mobject)}
