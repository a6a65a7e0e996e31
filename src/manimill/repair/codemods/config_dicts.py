"""See the codemod."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair import old_api
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._config import (
    OF_THE_SCENE,
    PROPERTIES,
    Config,
    Value,
    binds,
    declared,
    given_keywords,
    merged,
    merged_whole,
    read,
    read_of_self,
    standing,
)
from manimill.repair.edit import as_keyword, keyword, positionals, statement, text_of, with_args
from manimill.repair.module import ClassFacts, Module
from manimill.repair.walk import walk

_CAMERAS = {"MovingCamera": "MovingCameraScene", "ThreeDCamera": "ThreeDScene"}
_CAMERA_KEYS = names("background_color background_opacity")
_IDLE = names(
    "propagate_style_to_family use_rectangular_stem rectangular_stem_width mark_paths_closed close_new_points "
    "submobject_mode considered_smooth is_fixed shader_folder shader_dtype density anti_alias_width"
)
"""Keys that only older libraries had an ear for."""

_LONGEST = 100


class ConfigDicts(Codemod):
    """What classes declare in `CONFIG`, which ManimCE ignores, become class attributes and constructor arguments."""

    flavours = ALL
    order = Order.CONFIG
    confidence = Confidence.HIGH
    local = False
    triggers = names("CONFIG digest_config digest_locals")

    def __init__(self, module: Module) -> None:
        super().__init__(module)
        self._configs: dict[str, Config] = {}
        self._given = given_keywords(module)
        uses = [node for node in walk(module.tree) if _is_config(node)]
        self._used = {id(node) for node in uses}
        blocked = self._blocking()
        for name, facts in module.classes.items():
            found = declared(facts.node)
            config = read(found) if found is not None and not blocked else None
            if config is not None:
                self._configs[name] = config
            elif found is not None:
                reason = (
                    "CONFIG is read as a whole elsewhere"
                    if blocked
                    else "CONFIG has keys that cannot be read"
                )
                self.warn(found, reason)
        self._readers = {node.attr.value for node in walk(module.tree) if type(node) is cst.Attribute}

    def _blocking(self) -> bool:
        """Whether something needs the dictionaries as such."""
        good: set[int] = set()
        for node in walk(self.module.tree):
            readable = type(node) is cst.StarredDictElement or (
                type(node) is cst.Subscript and _key(node) is not None
            )
            if readable and _is_config(node.value):  # type: ignore[attr-defined]
                good.add(id(node.value))  # type: ignore[attr-defined]
        return bool(self._used - good)

    # What belongs to whom

    def _own_bases(self, name: str) -> list[str]:
        """Classes of the module that a class builds on and that have a CONFIG, nearest first."""
        return [base for base in self.module.lineage(name)[1:] if base in self._configs]

    def _descendants(self, name: str) -> list[str]:
        return [one for one in self.module.classes if name in self.module.lineage(one)]

    def _taken(self, name: str) -> frozenset[str]:
        """Keywords that the class of Manim takes which a class builds on."""
        base = self.module.base_of(name)
        if base is None or (self._is_scene(name) and not api.is_scene(base)):
            return frozenset()
        init = self.module.classes[name].methods.get("__init__")
        for call in _super_calls(init, set(self.module.lineage(name))) if init is not None else ():
            assert isinstance(call.func, cst.Attribute)
            called = call.func.value
            # It may pass over the class it builds on and call one further up.
            if isinstance(called, cst.Name) and called.value not in self.module.classes:
                base = called.value
        taken = (api.keywords(base) or frozenset()) - OF_THE_SCENE
        return taken - names("mobject target_mobject name target renderer")

    def _is_scene(self, name: str) -> bool:
        return self.module.leads_to(name, "Scene") or name.endswith("Scene")

    def _parameters(self, name: str) -> list[str]:
        """Keys of a class's CONFIG that are to be parameters of its constructor."""
        config = self._configs[name]
        takes = self._taken(name)
        inherited = {key for base in self._own_bases(name) for key in self._parameters(base)}
        given = set()
        for one in self._descendants(name):
            given |= self._given.get(one, set())
        given |= self._given.get("", set()) if self._passes_on(name) else set()
        if self._is_scene(name) or not self._forwards(name):
            given = set()
        return [key for key in config.values if key in takes or key in inherited or key in given]

    def _passes_on(self, name: str) -> bool:
        """Whether what builds on a class calls its constructor as ``super().__init__``."""
        return len(self._descendants(name)) > 1

    def _forwards(self, name: str) -> bool:
        """Whether a class takes any keyword: it has no constructor of its own or one with ``**``."""
        init = self.module.classes[name].methods.get("__init__")
        return init is None or isinstance(init.params.star_kwarg, cst.Param)

    def _above(self, name: str, key: str) -> tuple[str, cst.BaseExpression] | None:
        """The nearest class of the module further up that has a key, and what it has there."""
        for base in self._own_bases(name):
            if key in self._configs[base].values:
                return base, self._whole(base, key)
        return None

    def _whole(self, name: str, key: str) -> cst.BaseExpression:
        """What a class has under a key, with what is further up written out."""
        own = self._configs[name].values[key].expression
        above = self._above(name, key)
        return merged_whole(own, above[1]) if above is not None else own

    # Rewriting

    def leave_ClassDef(self, original: cst.ClassDef, updated: cst.ClassDef) -> cst.ClassDef:
        """Give a class attributes, and its constructor parameters, instead of its CONFIG."""
        name = original.name.value
        facts = self.module.classes.get(name)
        if facts is None or facts.node is not original:
            return updated
        scene = self._is_scene(name)
        if scene:
            updated = self._with_background(name, updated)
        config = self._configs.get(name)
        if config is None:
            return self._with_own_animation_call(name, updated)
        passed = self._parameters(name)
        lines = self._attributes(original, config, [] if scene else passed)
        if scene:
            passed = [key for key in passed if key in self._taken(name) or self._above_passes(name, key)]
            lines = self._attributes(original, config, passed)
            updated = self._with_camera_base(original, updated, config)
        index = original.body.body.index(config.node)
        body = list(updated.body.body)
        if lines:
            lines[0] = lines[0].with_changes(
                leading_lines=[*config.node.leading_lines, *lines[0].leading_lines]
            )
        body[index : index + 1] = lines
        if passed and "__init__" not in facts.methods:
            body.insert(index + len(lines), self._constructor(name, passed, space=bool(lines)))
        updated = updated.with_changes(body=updated.body.with_changes(body=body or [_pass()]))
        if passed and "__init__" in facts.methods:
            updated = self._with_passed(name, updated, passed)
        self.record(config.node)
        return updated

    def _above_passes(self, name: str, key: str) -> bool:
        return any(key in self._parameters(base) for base in self._own_bases(name))

    def _attributes(
        self, original: cst.ClassDef, config: Config, passed: list[str]
    ) -> list[cst.SimpleStatementLine]:
        """The attributes, in the order of their keys, those that others read by their bare names last."""
        name = original.name.value
        base = self.module.base_of(name)
        stored = api.attributes(base) if base else frozenset()
        lines = []
        for key in _in_order(config.values):
            value = config.values[key]
            if key in passed and not self._needs_both(name, key, stored):
                continue
            if key in OF_THE_SCENE and self._is_scene(name) and key not in self._read_by(name):
                continue
            if self._is_idle(name, key):
                continue
            shown = standing(value.expression)
            above = self._above(name, key)
            if above is not None:
                shown = merged(shown, above[1], f"{above[0]}.{key}")
            if binds(value.expression, self.module, [original]):
                shown = cst.Call(cst.Name("staticmethod"), [cst.Arg(shown)])
            line = cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(cst.Name(key))], shown)])
            lines.append(line.with_changes(leading_lines=value.above, trailing_whitespace=value.beside))
        return lines

    def _needs_both(self, name: str, key: str, stored: frozenset[str]) -> bool:
        """Whether what is a parameter has to be an attribute of the class as well."""
        if self._kept(name, [key]):
            # Else setting it would scale the mobject.
            return key in PROPERTIES
        return key not in stored and key not in PROPERTIES and key in self._readers

    def _read_by(self, name: str) -> set[str]:
        found: set[str] = set()
        for one in {*self.module.lineage(name), *self._descendants(name)}:
            if one in self.module.classes:
                found |= read_of_self(self.module.classes[one].node)
        return found

    def _is_idle(self, name: str, key: str) -> bool:
        """Whether a key told only the older library something that ManimCE has no ear for."""
        base = self.module.base_of(name)
        if base is None or key in self._readers or api.kind_of(base) is None:
            # For what ManimCE has not at all, it is for others to say what becomes of the settings.
            return False
        return key in _IDLE or key in old_api.keywords("legacy", base)

    def _arguments(self, name: str, passed: list[str]) -> Iterator[tuple[str, cst.BaseExpression]]:
        for key in passed:
            yield key, standing(self._whole(name, key))

    def _constructor(self, name: str, passed: list[str], space: bool) -> cst.FunctionDef:
        """A constructor for a class that has none: what it takes goes on to the one above."""
        kept = self._kept(name, passed)
        stars = "" if self._is_scene(name) else "*args, "
        handed = [key for key in passed if key not in kept or self._above_passes(name, key)]
        call = ", ".join(
            [*filter(None, [stars.rstrip(", ")]), *(f"{key}={key}" for key in handed), "**kwargs"]
        )
        attributes = "".join(f"    self.{key} = {key}\n" for key in kept)
        code = f"def __init__(self, {stars}**kwargs):\n{attributes}    super().__init__({call})\n"
        made = cst.parse_statement(code)
        assert isinstance(made, cst.FunctionDef)
        new = [_parameter(key, value) for key, value in self._arguments(name, passed)]
        several = {"kwonly_params": new} if stars else {"params": [*made.params.params, *new]}
        params = made.params.with_changes(**several)
        made = _wrapped(made.with_changes(params=params)).visit(_WrappedCalls())  # type: ignore[assignment]
        return made.with_changes(leading_lines=[cst.EmptyLine(indent=False)] if space else [])

    def _kept(self, name: str, passed: list[str]) -> list[str]:
        """Parameters that no constructor further up takes, so that they become attributes here."""
        takes = self._taken(name)
        return [key for key in passed if key not in takes and not self._above_passes(name, key)]

    def _with_passed(self, name: str, updated: cst.ClassDef, passed: list[str]) -> cst.ClassDef:
        """The class whose constructor hands on what stood in its CONFIG."""
        init = self.module.classes[name].methods["__init__"]
        calls = _super_calls(init, set(self.module.lineage(name)))
        kept = self._kept(name, passed)
        handed = [key for key in passed if key not in kept]
        body = list(updated.body.body)
        place = next(
            i for i, s in enumerate(body) if isinstance(s, cst.FunctionDef) and s.name.value == "__init__"
        )
        function = body[place]
        assert isinstance(function, cst.FunctionDef)
        if handed and not calls:
            function = self._with_animation_call(name, init, function)
            calls = _super_calls(function, set(self.module.lineage(name)))
        if handed and not calls:
            self.warn(init, "the constructor calls no other, so what its class declares reaches none")
            handed = []
        named = {p.name.value for p in [*init.params.params, *init.params.kwonly_params]}
        open_ended = isinstance(init.params.star_kwarg, cst.Param) and all(map(_passes_keywords, calls))
        new = [key for key in passed if key not in named and (key in kept or (open_ended and key in handed))]
        if not isinstance(init.params.star_kwarg, cst.Param):
            new = []
        values = dict(self._arguments(name, passed))
        order = [p.name for p in api.parameters(self.module.base_of(name) or "") or ()]
        function = function.visit(_Handing(set(self.module.lineage(name)), handed, new, values, order))  # type: ignore[assignment]
        assert isinstance(function, cst.FunctionDef)
        used = [key for key in new if key in kept or _hands(function, key)]
        function = _with_parameters(function, [_parameter(key, values[key]) for key in used])
        if kept:
            function = _with_first(
                function, [statement(f"self.{key} = {key}") for key in kept if key in used]
            )
        body[place] = function
        return updated.with_changes(body=updated.body.with_changes(body=body))

    def _with_animation_call(
        self, name: str, init: cst.FunctionDef, function: cst.FunctionDef
    ) -> cst.FunctionDef:
        """An animation's constructor that only noted its mobject, with a call of the one above."""
        if not self.module.leads_to(name, "Animation"):
            return function
        parameters = [p.name.value for p in init.params.params]
        for line in init.body.body:
            small = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
            if (
                isinstance(small, cst.Assign)
                and text_of(small.targets[0].target) == "self.mobject"
                and isinstance(small.value, cst.Name)
                and small.value.value in parameters
            ):
                stars = ", **kwargs" if isinstance(init.params.star_kwarg, cst.Param) else ""
                if stars and init.params.star_kwarg.name.value != "kwargs":  # type: ignore[union-attr]
                    return function
                call = statement(f"super().__init__({small.value.value}{stars})")
                text = text_of(line)
                body = [call if text_of(one) == text else one for one in function.body.body]
                return function.with_changes(body=function.body.with_changes(body=body))
        return function

    def _with_own_animation_call(self, name: str, updated: cst.ClassDef) -> cst.ClassDef:
        """An animation without a CONFIG, whose constructor only digested that of the classes above."""
        init = self.module.classes[name].methods.get("__init__")
        if init is None or not _calls_digest(init) or _super_calls(init, set(self.module.lineage(name))):
            return updated
        body = [
            self._with_animation_call(name, init, one)
            if isinstance(one, cst.FunctionDef) and one.name.value == "__init__"
            else one
            for one in updated.body.body
        ]
        if all(new is old for new, old in zip(body, updated.body.body, strict=True)):
            return updated
        return updated.with_changes(body=updated.body.with_changes(body=body))

    # Scenes

    def _with_camera_base(
        self, original: cst.ClassDef, updated: cst.ClassDef, config: Config
    ) -> cst.ClassDef:
        """A scene whose camera was chosen in its CONFIG builds on the scene that has this camera."""
        value = config.values.get("camera_class")
        if value is None:
            return updated
        new = _CAMERAS.get(self.module.manim_name(value.expression) or "")
        bases = list(updated.bases)
        for index, base in enumerate(original.bases):
            if new is not None and self.module.manim_name(base.value) == "Scene":
                bases[index] = bases[index].with_changes(value=cst.Name(new))
                return updated.with_changes(bases=bases)
        if new is not None and self.module.base_of(original.name.value) == "Scene":
            return updated.with_changes(bases=[*_with_commas(bases), cst.Arg(cst.Name(new))])
        if new is None or not self.module.leads_to(original.name.value, new):
            self.warn(config.node, f"the camera {text_of(value.expression)} cannot be chosen by a base class")
        return updated

    def _with_background(self, name: str, updated: cst.ClassDef) -> cst.ClassDef:
        """A scene that paints the camera's background first."""
        holders = [one for one in self.module.lineage(name) if one in self._configs]
        holders = [one for one in holders if "camera_config" in self._configs[one].values]
        construct = self.module.classes[name].methods.get("construct")
        if not holders or (construct is None and holders[0] != name):
            return updated
        whole = self._whole(holders[0], "camera_config")
        if not isinstance(whole, cst.Dict):
            self.warn(self._configs[holders[0]].node, "the camera's settings cannot be read")
            return updated
        lines = []
        for element in whole.elements:
            key = (
                element.key.evaluated_value
                if isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString)
                else None
            )
            if key in _CAMERA_KEYS:
                lines.append(statement(f"self.camera.{key} = {{value}}", value=standing(element.value)))
        if not lines:
            return updated
        body = list(updated.body.body)
        for index, one in enumerate(body):
            if isinstance(one, cst.FunctionDef) and one.name.value == "construct":
                body[index] = _with_first(one, lines)
                return updated.with_changes(body=updated.body.with_changes(body=body))
        if "setup" in self.module.classes[name].methods:
            for index, one in enumerate(body):
                if isinstance(one, cst.FunctionDef) and one.name.value == "setup":
                    body[index] = _with_first(one, lines)
        elif any("construct" in f.methods for f in self._classes_above(name)):
            setup = cst.parse_statement("def setup(self):\n    super().setup()\n")
            assert isinstance(setup, cst.FunctionDef)
            inner = setup.body.with_changes(body=[*setup.body.body, *lines])
            body.append(setup.with_changes(body=inner, leading_lines=[cst.EmptyLine(indent=False)]))
        return updated.with_changes(body=updated.body.with_changes(body=body))

    def _classes_above(self, name: str) -> list[ClassFacts]:
        return [
            self.module.classes[one] for one in self.module.lineage(name)[1:] if one in self.module.classes
        ]

    # What read the dictionaries

    def leave_Subscript(self, original: cst.Subscript, updated: cst.Subscript) -> cst.BaseExpression:
        """`self.CONFIG["key"]` is the attribute."""
        key = _key(original) if _is_config(original.value) and self._configs else None
        if key is None or not isinstance(updated.value, cst.Attribute):
            return updated
        return cst.Attribute(updated.value.value, cst.Name(key))

    def leave_SimpleStatementLine(
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.RemovalSentinel | cst.FlattenSentinel[cst.SimpleStatementLine]:
        """What `digest_config` did, attributes and constructors do; the variables it was given become attributes."""
        small = original.body[0]
        call = small.value if isinstance(small, cst.Expr) and len(original.body) == 1 else None
        if not isinstance(call, cst.Call):
            return updated
        method = text_of(call.func)
        manims = method == "self.digest_config" or self.manim_name(call.func) is not None
        if method not in ("digest_config", "digest_locals", "self.digest_config") or not manims:
            return updated
        around = self.enclosing_function
        last = text_of(call.args[-1].value) if call.args else ""
        if around is None:
            return updated
        wanted = method == "digest_locals" or last == "locals()"
        lines = [statement(f"self.{name} = {name}") for name in _variables(around, original) if wanted]
        if not lines:
            return cst.RemovalSentinel.REMOVE
        first = lines[0].with_changes(leading_lines=original.leading_lines)
        self.record(original)
        return cst.FlattenSentinel([first, *lines[1:]])  # type: ignore[list-item]


class _Handing(cst.CSTTransformer):
    """Hands what a class declared to the constructors it calls."""

    def __init__(
        self,
        bases: set[str],
        handed: list[str],
        new: list[str],
        values: dict[str, cst.BaseExpression],
        order: list[str],
    ) -> None:
        super().__init__()
        self._bases = bases
        self._handed = handed
        self._new = new
        self._values = values
        self._order = order

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        if not _is_super_call(original_node, self._bases):
            return updated_node
        given = positionals(updated_node)
        by_self = isinstance(updated_node.func, cst.Attribute) and isinstance(
            updated_node.func.value, cst.Name
        )
        placed = self._order[: max(0, len(given) - by_self)]
        args = list(updated_node.args)
        tail = [arg for arg in args if arg.star == "**"]
        head = [arg for arg in args if arg.star != "**"]
        for key in self._handed:
            if keyword(updated_node, key) is None and key not in placed:
                value = cst.Name(key) if key in self._new else self._values[key].deep_clone()
                head.append(as_keyword(key, value))
        new = with_args(updated_node, [*head, *tail])
        return new if len(args) == len(new.args) else _one_a_line(new)


class _WrappedCalls(cst.CSTTransformer):
    """Gives each argument of a constructor's long call a line of its own."""

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        return _one_a_line(updated_node) if _is_super_call(original_node, set()) else updated_node


def _one_a_line(call: cst.Call) -> cst.Call:
    if len(text_of(call)) < _LONGEST - 8 or "\n" in text_of(call):
        return call
    line = cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace("    "))
    end = line.with_changes(last_line=cst.SimpleWhitespace(""))
    args = [
        arg.with_changes(comma=cst.Comma(whitespace_after=end if index == len(call.args) - 1 else line))
        for index, arg in enumerate(call.args)
    ]
    return call.with_changes(args=args, whitespace_before_args=line)


def _hands(function: cst.FunctionDef, key: str) -> bool:
    return any(
        type(node) is cst.Arg
        and node.keyword is not None
        and node.keyword.value == key
        and type(node.value) is cst.Name
        and node.value.value == key
        for node in walk(function.body)
    )


def _is_super_call(call: cst.Call, bases: set[str]) -> bool:
    function = call.func
    if not isinstance(function, cst.Attribute) or function.attr.value != "__init__":
        return False
    owner = function.value
    if isinstance(owner, cst.Call):
        return isinstance(owner.func, cst.Name) and owner.func.value == "super"
    return isinstance(owner, cst.Name) and owner.value in bases


def _super_calls(function: cst.FunctionDef, bases: set[str]) -> list[cst.Call]:
    return [node for node in walk(function.body) if type(node) is cst.Call and _is_super_call(node, bases)]


def _calls_digest(function: cst.FunctionDef) -> bool:
    return any(type(node) is cst.Name and node.value == "digest_config" for node in walk(function.body))


def _passes_keywords(call: cst.Call) -> bool:
    return any(arg.star == "**" for arg in call.args)


def _parameter(name: str, value: cst.BaseExpression) -> cst.Param:
    return cst.Param(
        cst.Name(name),
        default=value,
        equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
        star="",
    )


def _with_parameters(function: cst.FunctionDef, new: list[cst.Param]) -> cst.FunctionDef:
    if not new:
        return function
    params = function.params
    if isinstance(params.star_arg, cst.Param | cst.ParamStar):
        params = params.with_changes(kwonly_params=[*params.kwonly_params, *new])
    else:
        params = params.with_changes(params=[*params.params, *new])
    return _wrapped(function.with_changes(params=_spaced(params)))


def _spaced(params: cst.Parameters) -> cst.Parameters:
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))

    def put(several: object) -> list[cst.Param]:
        assert isinstance(several, list | tuple)
        return [p if isinstance(p.comma, cst.Comma) else p.with_changes(comma=comma) for p in several]

    return params.with_changes(params=put(params.params), kwonly_params=put(params.kwonly_params))


def _wrapped(function: cst.FunctionDef) -> cst.FunctionDef:
    """The function with a line for each parameter where they are too many for one."""
    bare = function.with_changes(body=cst.SimpleStatementSuite([cst.Pass()]), leading_lines=[], decorators=[])
    if len(text_of(bare)) < _LONGEST or "\n" in text_of(bare).strip():
        return function
    params = function.params
    line = cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace("    "))
    comma = cst.Comma(whitespace_after=line)
    end = cst.Comma(whitespace_after=line.with_changes(last_line=cst.SimpleWhitespace("")))
    changes: dict[str, object] = {
        "params": [p.with_changes(comma=comma) for p in params.params],
        "kwonly_params": [p.with_changes(comma=comma) for p in params.kwonly_params],
    }
    if isinstance(params.star_arg, cst.Param):
        changes["star_arg"] = params.star_arg.with_changes(comma=comma)
    if params.star_kwarg is not None:
        changes["star_kwarg"] = params.star_kwarg.with_changes(comma=end)
    else:
        return function
    return function.with_changes(params=params.with_changes(**changes), whitespace_before_params=line)


def _with_first(function: cst.FunctionDef, lines: Sequence[cst.CSTNode]) -> cst.FunctionDef:
    """The function with statements at the top of its body, after what documents it."""
    body = function.body
    if not lines or not isinstance(body, cst.IndentedBlock):
        return function
    first = body.body[0]
    documented = (
        isinstance(first, cst.SimpleStatementLine)
        and isinstance(first.body[0], cst.Expr)
        and isinstance(first.body[0].value, cst.SimpleString | cst.ConcatenatedString)
    )
    at = 1 if documented else 0
    kept = [one for one in body.body if not _only_passes(one)]
    return function.with_changes(body=body.with_changes(body=[*kept[:at], *lines, *kept[at:]]))


def _only_passes(one: cst.BaseStatement) -> bool:
    return isinstance(one, cst.SimpleStatementLine) and all(isinstance(s, cst.Pass) for s in one.body)


def _variables(function: cst.FunctionDef, until: cst.SimpleStatementLine) -> list[str]:
    """Variables of a function that are there at one of its statements, ``self`` and the keywords aside."""
    params = function.params
    found = [p.name.value for p in [*params.posonly_params, *params.params, *params.kwonly_params]]
    if isinstance(params.star_arg, cst.Param):
        found.append(params.star_arg.name.value)
    for line in function.body.body:
        if line is until:
            break
        if isinstance(line, cst.SimpleStatementLine):
            for small in line.body:
                if isinstance(small, cst.Assign):
                    found += [t.target.value for t in small.targets if isinstance(t.target, cst.Name)]
    return [
        name for name in dict.fromkeys(found) if name not in ("self", "kwargs") and name not in PROPERTIES
    ]


def _in_order(values: object) -> list[str]:
    """Keys in an order in which no value reads the bare name of an attribute that is already there."""
    assert isinstance(values, dict)
    reads = {key: _bare_names(value) for key, value in values.items()}
    left, found = list(values), []
    while left:
        ready = [key for key in left if not any(key in reads[other] for other in left if other != key)]
        # What reads each other in a circle keeps its order.
        chosen = _earliest(left, reads) if ready else left[0]
        found.append(chosen)
        left.remove(chosen)
    return found


def _earliest(left: list[str], reads: dict[str, set[str]]) -> str:
    return next(key for key in left if not any(key in reads[other] for other in left if other != key))


def _bare_names(value: Value) -> set[str]:
    return {node.value for node in walk(value.expression) if type(node) is cst.Name}


def _is_config(node: cst.CSTNode) -> bool:
    return type(node) is cst.Attribute and node.attr.value == "CONFIG"


def _key(node: cst.Subscript) -> str | None:
    """The key that is read, if it is one text."""
    if len(node.slice) != 1 or not isinstance(node.slice[0].slice, cst.Index):
        return None
    key = node.slice[0].slice.value
    text = key.evaluated_value if isinstance(key, cst.SimpleString) else None
    return text if isinstance(text, str) and text.isidentifier() else None


def _with_commas(bases: list[cst.Arg]) -> list[cst.Arg]:
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return [base if isinstance(base.comma, cst.Comma) else base.with_changes(comma=comma) for base in bases]


def _pass() -> cst.SimpleStatementLine:
    return cst.SimpleStatementLine([cst.Pass()])
