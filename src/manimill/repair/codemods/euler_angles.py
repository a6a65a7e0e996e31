"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, Codemod, Confidence, Order, Result
from manimill.repair.codemods._frames import ANGLES, TURNS, is_camera, is_frame
from manimill.repair.codemods._layout import laid_out
from manimill.repair.codemods._orientation import (
    CAMERA,
    FRAME,
    Calls,
    Readers,
    Settings,
    ambient_rate,
    as_arguments,
    orientation,
)
from manimill.repair.edit import argument, as_keyword, expression, is_self, method_of_self, only_call
from manimill.repair.walk import walk


class EulerAngles(Codemod):
    """A frame that is turned in space becomes an orientation of the camera, which counts from a quarter turn away."""

    flavours = ALL
    order = Order.SCENES
    confidence = Confidence.MEDIUM
    triggers = TURNS | ANGLES | names("frame set_zoom")

    def leave_SimpleStatementLine(
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> Result:
        """Statements that set the frame."""
        if len(original.body) != 1 or not self._in_space:
            return updated
        small = original.body[0]
        if isinstance(small, cst.Assign):
            return cst.RemovalSentinel.REMOVE if self._unused_frame(small) else updated
        call = only_call(original)
        new = self._statement(call) if call is not None else None
        return updated if new is None else updated.with_changes(body=[cst.Expr(new)])

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """A frame that is moved while other things are."""
        if method_of_self(original) != "play" or not self._in_space:
            return updated
        settings: Settings = {}
        others: list[cst.Arg] = []
        rest: list[cst.Arg] = []
        found = False
        for old, arg in zip(original.args, updated.args, strict=True):
            chain = self._chain(old.value, animated=True)
            if chain is None:
                (rest if arg.keyword is not None or arg.star == "**" else others).append(arg)
                continue
            part = orientation(*chain)
            if part is None:
                self.warn(original, "what the frame does in space cannot be read")
                return updated
            settings |= part
            found = True
        if not found or not settings:
            return updated
        args = as_arguments(settings)
        if others:
            # It is added to a list, so nothing but a list will do.
            anims = cst.List(
                [
                    cst.StarredElement(arg.value) if arg.star == "*" else cst.Element(arg.value)
                    for arg in others
                ]
            )
            args.append(as_keyword("added_anims", anims))
        bare = cst.SimpleWhitespace("")
        rest = [arg.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=bare) for arg in rest]
        call = updated.with_changes(
            func=expression("self.move_camera"), whitespace_before_args=cst.SimpleWhitespace("")
        )
        return laid_out(call.with_changes(args=[]), [*args, *rest])

    @property
    def _in_space(self) -> bool:
        """Whether the camera of the scene at hand is turned: in ManimCE one that has a frame as well is another."""
        if not self.in_scene("ThreeDScene"):
            return False
        return self.module.flavour != CE or not self.in_scene("MovingCameraScene")

    def _statement(self, call: cst.Call) -> cst.BaseExpression | None:  # noqa: PLR0911 (one case after the other)
        """What a statement about the frame is today; None if it is about something else or cannot be said."""
        chain = self._chain(call, animated=False)
        if chain is None:
            return None
        calls, readers = chain
        if len(calls) == 1 and readers is None:
            name, method = calls[0]
            if name == "add_updater":
                rate = ambient_rate(method)
                if rate is None:
                    self.warn(call, "what turns the frame all the time cannot be read")
                    return None
                return expression("self.begin_ambient_camera_rotation(rate={rate})", rate=rate)
            if name == "add_ambient_rotation":
                speed = argument(method, "angular_speed", 0)
                rate = speed.value if speed is not None else expression("1 * DEGREES")
                return expression("self.begin_ambient_camera_rotation(rate={rate})", rate=rate)
            if name in ("clear_updaters", "remove_updater", "suspend_updating"):
                return expression("self.stop_ambient_camera_rotation()")
        settings = orientation(calls, readers)
        if settings is None:
            self.warn(call, "what the frame does in space cannot be read")
            return None
        args = as_arguments(settings)
        return laid_out(cst.Call(expression("self.set_camera_orientation")), args) if args else None

    def _chain(self, node: cst.BaseExpression, *, animated: bool) -> tuple[Calls, Readers | None] | None:
        """The methods called one after the other on the frame, and what reads them if not as those of an old frame.

        None if an expression is nothing of the kind. Cameras of ManimCE have methods of their own, none of them
        animated; what turns all angles at once none has.
        """
        found: Calls = []
        while isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
            found.insert(0, (node.func.attr.value, node))
            node = node.func.value
        if animated:
            if not isinstance(node, cst.Attribute) or node.attr.value != "animate":
                return None
            node = node.value
        if not found:
            return None
        if self.module.flavour != CE:
            return (found, None) if is_frame(self.module, node, self.parents) else None
        if is_camera(node):
            return (found, CAMERA) if animated or found[0][0] == "set_euler_angles" else None
        return (found, FRAME) if is_frame(self.module, node, self.parents) else None

    def _unused_frame(self, small: cst.Assign) -> bool:
        """Whether a name is given to the frame that nobody uses any more."""
        if len(small.targets) != 1 or not is_frame(self.module, small.value, self.parents):
            return False
        target = small.targets[0].target
        function, cls = self.enclosing_function, self.enclosing_class
        if isinstance(target, cst.Name) and function is not None:
            return _count(function, target.value) == 1
        if isinstance(target, cst.Attribute) and cls is not None:
            return _asked(cls, target.attr.value) == 1
        return False


def _count(scope: cst.CSTNode, name: str) -> int:
    """How often a variable stands in a scope."""
    attributes = {id(node.attr) for node in walk(scope) if type(node) is cst.Attribute}
    return sum(
        1
        for node in walk(scope)
        if type(node) is cst.Name and node.value == name and id(node) not in attributes
    )


def _asked(scope: cst.CSTNode, name: str) -> int:
    """How often an attribute of ``self`` stands in a scope."""
    return sum(
        1
        for node in walk(scope)
        if type(node) is cst.Attribute and node.attr.value == name and is_self(node.value)
    )
