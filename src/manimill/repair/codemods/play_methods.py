"""See the codemod."""

from __future__ import annotations

import ast

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.code.walking import walk
from manimill.repair.codemod import ALL, CE, Codemod, Confidence, Order
from manimill.repair.edit import as_keyword, is_self, with_args
from manimill.repair.kinds import FUNCTION, MAPPING, NUMBER, SEQUENCE, TEXT, VECTOR
from manimill.repair.module import Module

_METHODS = names(
    "shift scale rotate flip stretch move_to next_to to_edge to_corner align_to center fade restore become replace "
    "arrange arrange_in_grid arrange_submobjects surround highlight gradient_highlight shuffle sort invert "
    "scale_in_place rotate_in_place stretch_in_place scale_about_point stretch_about_point rotate_about_origin "
    "stretch_to_fit_width stretch_to_fit_height stretch_to_fit_depth scale_to_fit_width scale_to_fit_height "
    "space_out_submobjects put_start_and_end_on put_start_on put_end_on shift_onto_screen move_arc_center_to "
    "make_smooth make_jagged reverse_points fade_to pointwise_become_partial clear_updaters to_original_color "
    "add add_to_back remove add_coordinates add_tip add_background_rectangle position_endpoints_on "
    "change change_mode look look_at shrug make_eye_contact thinks says to_default_state reorient "
    "move_anchor_to move_source_to pin_to add_content clear resize_to_content arrange_to_fit_width "
    "fade_all_but increment_value change_bar_values "
    "align_on_border align_submobjects align_data rescale_to_fit swap_submobjects reset_points"
)
"""Methods that mobjects had and have."""

_PREFIXES = ("set_", "apply_", "match_", "increment_")
"""What else begins so is a method, too."""

_PLAIN = frozenset({VECTOR, NUMBER, TEXT, SEQUENCE, FUNCTION, MAPPING})
_OLD_MOBJECTS = names(
    "TextMobject TexMobject OldTex OldTexText TexText ParametricSurface SmallDot Polyline DotCloud"
)


class PlayMethods(Codemod):
    """What `play` was given as a method and its arguments, as in `play(dot.shift, UP)`, is `dot.animate.shift(UP)`."""

    flavours = ALL
    order = Order.SCENES
    confidence = Confidence.HIGH
    triggers = names("play")

    @classmethod
    def has_work(cls, tree: ast.Module) -> bool:
        """Whether something that is played is an attribute, as methods are."""
        return any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "play"
            and any(isinstance(arg, ast.Attribute) for arg in node.args)
            for node in walk(tree)
        )

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._own = {
            method
            for name, facts in module.classes.items()
            if not module.leads_to(name, "Scene")
            for method in facts.methods
            if not method.startswith("__")
        }

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Gather each method's arguments, up to the next animation or method."""
        if not isinstance(original.func, cst.Attribute) or original.func.attr.value != "play":
            return updated
        if not any(self._method(arg) for arg in original.args):
            return updated
        if self.module.flavour == CE and not self._surely_methods(original):
            return updated
        args: list[cst.Arg] = []
        before: cst.Attribute | None = None
        index = 0
        while index < len(original.args):
            method = self._method(original.args[index])
            if method is None:
                args.append(updated.args[index])
                before = None
                index += 1
                continue
            end = self._end(original.args, index + 1)
            if end is None:
                self.warn(original, "where the arguments of a method in play end cannot be told")
                return updated
            taken = list(updated.args[index:end])
            if (
                before is not None
                and before.value.deep_equals(method.value)
                and _same_each_time(method.value)
            ):
                # Of two animations of one mobject the second would undo the first.
                args[-1] = _chained(args[-1], method.attr, taken)
            else:
                args.append(_animated(taken))
            before = method
            index = end
        return with_args(updated, args)

    def _surely_methods(self, call: cst.Call) -> bool:
        """Whether each is a method of a drawn thing: what is played may be an attribute that holds an animation."""
        methods = [method for arg in call.args if (method := self._method(arg)) is not None]
        kinds = [self.kind(method.value) for method in methods]
        return all(kind is not None and self.module.leads_to(kind, "Mobject") for kind in kinds)

    def _method(self, arg: cst.Arg) -> cst.Attribute | None:
        """The method that is given without being called."""
        value = arg.value
        if arg.keyword is not None or arg.star or not isinstance(value, cst.Attribute):
            return None
        name = value.attr.value
        if not (name in _METHODS or name.startswith(_PREFIXES) or name in self._own):
            return None
        if name.endswith(("_anim", "_animation")) or self.manim_name(value) is not None:
            return None
        return None if is_self(value.value) and self.in_scene() else value

    def _end(self, args: object, start: int) -> int | None:
        """Where the arguments of a method end; None where that is anyone's guess."""
        assert isinstance(args, list | tuple)
        for index in range(start, len(args)):
            arg = args[index]
            if arg.keyword is not None or arg.star == "**" or self._method(arg):
                return index
            if arg.star:
                return index if self._holds_animations(arg.value) else None
            if self._is_animation(arg.value):
                return index
        return len(args)

    def _holds_animations(self, value: cst.BaseExpression) -> bool:
        """Whether each thing in a list, written out or made in place, is an animation."""
        if isinstance(value, cst.ListComp | cst.GeneratorExp):
            return self._is_animation(value.elt)
        if isinstance(value, cst.List | cst.Tuple) and value.elements:
            return self._is_animation(value.elements[0].value)
        named = value.attr if isinstance(value, cst.Attribute) else value
        return isinstance(named, cst.Name) and "anim" in named.value.lower()

    def _is_animation(self, value: cst.BaseExpression) -> bool:
        """Whether an argument is an animation rather than what a method is given."""
        if isinstance(value, cst.Call) and _animates(value.func):
            return True
        kind = self.kind(value)
        if kind is None or kind in _PLAIN:
            name = _last_name(value.func if isinstance(value, cst.Call) else value)
            return kind is None and ("anim" in name.lower() or self._returns_animation(value))
        if self.module.leads_to(kind, "Animation"):
            return True
        if self.module.leads_to(kind, "Mobject"):
            return False
        # Classes that only older Manims had are animations, those of a few mobjects aside.
        return isinstance(value, cst.Call) and kind not in self.module.classes and not _is_old_mobject(kind)

    def _returns_animation(self, value: cst.BaseExpression) -> bool:
        """Whether a function of the module or a method of the class is called that gives back an animation."""
        if not isinstance(value, cst.Call):
            return False
        function: cst.FunctionDef | None = None
        parents: list[cst.CSTNode] = []
        if isinstance(value.func, cst.Name):
            function = self.module.functions.get(value.func.value)
        elif isinstance(value.func, cst.Attribute) and self.enclosing_class is not None:
            for name in self.module.lineage(self.enclosing_class.name.value):
                facts = self.module.classes.get(name)
                if facts and value.func.attr.value in facts.methods:
                    function, parents = facts.methods[value.func.attr.value], [facts.node]
                    break
        if function is None:
            return False
        found = [
            small.value
            for line in function.body.body
            if isinstance(line, cst.SimpleStatementLine)
            for small in line.body
            if isinstance(small, cst.Return) and small.value is not None
        ]
        kinds = {self.module.kind(one, [*parents, function]) for one in found}
        return any(
            kind is not None
            and kind not in _PLAIN
            and (
                self.module.leads_to(kind, "Animation")
                or not (
                    self.module.leads_to(kind, "Mobject")
                    or _is_old_mobject(kind)
                    or kind in self.module.classes
                )
            )
            for kind in kinds
        )


def _is_old_mobject(kind: str) -> bool:
    return api.is_mobject(kind) or kind in _OLD_MOBJECTS or kind.endswith("Mobject")


def _animates(function: cst.BaseExpression) -> bool:
    """Whether a method is called on what ``animate`` gives."""
    while isinstance(function, cst.Attribute):
        if function.attr.value == "animate":
            return True
        function = function.value
        if isinstance(function, cst.Call):
            function = function.func
    return False


def _last_name(value: cst.BaseExpression) -> str:
    if isinstance(value, cst.Subscript):
        value = value.value
    if isinstance(value, cst.Attribute):
        return value.attr.value
    return value.value if isinstance(value, cst.Name) else ""


def _same_each_time(value: cst.BaseExpression) -> bool:
    """Whether an expression gives the very same object when it is asked twice."""
    while isinstance(value, cst.Attribute | cst.Subscript):
        value = value.value
    return isinstance(value, cst.Name)


def _animated(taken: list[cst.Arg]) -> cst.Arg:
    """``mobject.animate.method(arguments)`` of ``mobject.method, arguments``."""
    method = taken[0].value
    assert isinstance(method, cst.Attribute)
    animate = method.with_changes(value=cst.Attribute(method.value, cst.Name("animate")))
    return _closed(taken, cst.Call(animate, _arguments(taken[1:])))


def _chained(before: cst.Arg, method: cst.Name, taken: list[cst.Arg]) -> cst.Arg:
    """The method called on what the methods before it give."""
    return _closed(taken, cst.Call(cst.Attribute(before.value, method), _arguments(taken[1:])))


def _closed(taken: list[cst.Arg], call: cst.Call) -> cst.Arg:
    last = taken[-1]
    return cst.Arg(call, comma=last.comma, whitespace_after_arg=last.whitespace_after_arg)


def _arguments(taken: list[cst.Arg]) -> list[cst.Arg]:
    """Arguments of a method as `play` took them: of a dictionary at the end those given by keyword."""
    args = list(taken)
    if args:
        args[-1] = args[-1].with_changes(
            comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=cst.SimpleWhitespace("")
        )
    if args and isinstance(args[-1].value, cst.Dict):
        args[-1:] = _keywords(args[-1].value)
    return args


def _keywords(given: cst.Dict) -> list[cst.Arg]:
    found: list[cst.Arg] = []
    for element in given.elements:
        key = element.key if isinstance(element, cst.DictElement) else None
        text = key.evaluated_value if isinstance(key, cst.SimpleString) else None
        if not isinstance(text, str) or not text.isidentifier():
            return [cst.Arg(given, star="**")]
        found.append(as_keyword(text, element.value))
    return found
