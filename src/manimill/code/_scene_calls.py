"""What the methods of a scene do."""

from __future__ import annotations

from typing import Any

from manimill.code._mobjects import motions_in, things_in
from manimill.code.names import names
from manimill.code.outline import Step

_ADDING = names(
    "add add_foreground_mobject add_foreground_mobjects add_fixed_in_frame_mobjects",
    "add_fixed_orientation_mobjects add_transformable_mobject add_transformable_mobjects",
    "add_moving_mobject bring_to_front add_vector",
)
_CAMERA_CALLS = names(
    "set_camera_orientation move_camera begin_ambient_camera_rotation stop_ambient_camera_rotation",
    "begin_3dillusion_camera_rotation activate_zooming apply_matrix",
)
LEAVING = names(
    "FadeOut Uncreate Unwrite ShrinkToCenter RemoveTextLetterByLetter UntypeWithCursor ShowPassingFlash",
)
"""Animations after which their object is gone."""
REPLACING = names(
    "ReplacementTransform FadeTransform FadeTransformPieces TransformMatchingShapes TransformMatchingTex",
    "TransformFromCopy",
)
"""Animations after which the second object is there, and the first one is not."""
CHANGES = names(
    "shift move_to next_to to_edge to_corner center scale rotate flip become match_points set_color set_fill",
    "set_opacity set_value increment_value put_start_and_end_on arrange arrange_in_grid set_width set_height",
    "change_layout change_bar_values",
)
"""Methods that can be seen when they are called on something that is on screen."""
UNSEEN = names("next_section add_subcaption set_speech_service bring_to_back renderer construct setup")
"""Methods of a scene that change nothing on screen."""


def scene_step(name: str, arguments: list[Any], keywords: dict[str, Any]) -> Step | None:
    """What a method of the scene does, or None for methods that show nothing or are not known."""
    if name == "play":
        return Step("play", motions=motions_in(arguments), facts=keywords)
    if name in ("wait", "pause"):
        return Step("wait", facts={"duration": arguments[0]} if arguments else keywords)
    if name in _ADDING or name in ("remove", "clear"):
        return Step("add" if name in _ADDING else name, things=things_in(arguments))
    if name == "add_sound":
        file = arguments[0] if arguments else keywords.get("sound_file")
        return Step("sound", facts={"file": file} if isinstance(file, str) else {})
    if name in _CAMERA_CALLS:
        return Step("camera", facts={"call": name, "arguments": arguments, **keywords})
    return None
