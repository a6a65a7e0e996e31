"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import OLD, Codemod, Confidence, Order
from manimill.repair.codemods._owners import is_repeatable, manims_method
from manimill.repair.edit import (
    expression,
    has_star,
    keyword,
    method_of_super,
    positionals,
    renamed_function,
    with_args,
)

_SIDES = ("width", "height", "depth")
_SET = {f"set_{side}": side for side in _SIDES}
_GET = {f"get_{side}": side for side in _SIDES}
_LIMIT = {f"set_{limit}_{side}": (limit, side) for limit in ("max", "min") for side in _SIDES}


class FittedSizes(Codemod):
    """Sizes are set by scaling to fit or stretching to fit, at most or at least to a limit, and read as attributes."""

    flavours = OLD
    order = Order.METHODS
    confidence = Confidence.HIGH
    triggers = names("set_shape", *_SET, *_GET, *_LIMIT)

    def leave_Call(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Rewrite a method that sets or reads a size."""
        name = manims_method(self, original)
        if name is None or method_of_super(original) is not None:
            return updated
        if name in _GET and not original.args and not self._is_own(_GET[name]):
            assert isinstance(updated.func, cst.Attribute)
            attribute = updated.func.with_changes(attr=cst.Name(_GET[name]))
            return attribute.with_changes(lpar=updated.lpar, rpar=updated.rpar)
        if name == "set_shape":
            return self._shaped(original, updated)
        if (name not in _SET and name not in _LIMIT) or not original.args or has_star(original):
            return updated
        return (
            self._limited(original, updated, name) if name in _LIMIT else self._set(original, updated, name)
        )

    def _is_own(self, side: str) -> bool:
        """Whether a class of the module has an attribute of its own by this name."""
        return any(side in self.module.kinds.attributes_of(name) for name in self.module.classes)

    def _set(self, original: cst.Call, updated: cst.Call, name: str) -> cst.BaseExpression:
        side = _SET[name]
        given = positionals(updated)
        stretch = keyword(updated, "stretch") or (given[1] if len(given) > 1 else None)
        if stretch is None:
            return renamed_function(_plain(updated, side), f"scale_to_fit_{side}")
        if not isinstance(stretch.value, cst.Name) or stretch.value.value not in ("True", "False"):
            self.warn(original, "whether it stretches cannot be told")
            return updated
        how = "stretch" if stretch.value.value == "True" else "scale"
        call = with_args(updated, [arg for arg in updated.args if arg is not stretch])
        return renamed_function(_plain(call, side), f"{how}_to_fit_{side}")

    def _shaped(self, original: cst.Call, updated: cst.Call) -> cst.BaseExpression:
        """Stretch one side after the other, as ManimGL does."""
        sizes = [
            (arg.keyword.value if arg.keyword is not None else _SIDES[index], arg.value)
            for index, arg in enumerate(updated.args[: len(_SIDES)])
        ]
        if has_star(original) or len(original.args) > len(_SIDES) or not {s for s, _ in sizes} <= set(_SIDES):
            self.warn(original, "which sides it is stretched to cannot be told")
            return updated
        assert isinstance(updated.func, cst.Attribute)
        shaped: cst.BaseExpression = updated.func.value
        for side, size in sorted(sizes, key=lambda one: _SIDES.index(one[0])):
            if isinstance(size, cst.Name) and size.value == "None":
                continue
            method = cst.Attribute(shaped, cst.Name(f"stretch_to_fit_{side}"), dot=updated.func.dot)
            shaped = cst.Call(method, [cst.Arg(size)])
        return shaped.with_changes(lpar=updated.lpar, rpar=updated.rpar) if sizes else updated

    def _limited(self, original: cst.Call, updated: cst.Call, name: str) -> cst.BaseExpression:
        limit, side = _LIMIT[name]
        assert isinstance(updated.func, cst.Attribute)
        owner = updated.func.value
        mobject = owner
        if isinstance(owner, cst.Attribute) and owner.attr.value == "animate":
            mobject = owner.value
        if not is_repeatable(mobject):
            self.warn(original, "what it limits has no name whose size could be asked")
            return updated
        size = expression(
            f"{'min' if limit == 'max' else 'max'}({{mobject}}.{side}, {{limit}})",
            mobject=mobject,
            limit=updated.args[0].value,
        )
        stretch = keyword(updated, "stretch")
        how = "stretch" if stretch is not None and stretch.value.deep_equals(cst.Name("True")) else "scale"
        rest = [arg for arg in updated.args[1:] if arg is not stretch]
        first = updated.args[0].with_changes(value=size, keyword=None, equal=cst.MaybeSentinel.DEFAULT)
        return renamed_function(with_args(updated, [first, *rest]), f"{how}_to_fit_{side}")


def _plain(call: cst.Call, side: str) -> cst.Call:
    """The call with the size as its first argument, whatever it was called."""
    first = call.args[0]
    if first.keyword is None or first.keyword.value != side:
        return call
    plain = first.with_changes(keyword=None, equal=cst.MaybeSentinel.DEFAULT)
    return call.with_changes(args=[plain, *call.args[1:]])
