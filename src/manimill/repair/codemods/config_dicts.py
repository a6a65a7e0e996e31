"""See the codemod."""

from __future__ import annotations

import libcst as cst

from manimill.code import api
from manimill.code.names import names
from manimill.repair.codemod import ALL, Codemod, Confidence, Order
from manimill.repair.codemods._config import (
    OF_THE_SCENE,
    PROPERTIES,
    Config,
    Value,
    binds,
    declared,
    merged,
    read,
    standing,
)
from manimill.repair.codemods._config_cameras import with_background, with_camera_base
from manimill.repair.codemods._config_family import ConfigFamily
from manimill.repair.codemods._handing_on import (
    handing,
    hands_on,
    parameter,
    passes_keywords,
    super_calls,
    with_first,
    with_parameters,
    wrapped,
    wrapped_calls,
)
from manimill.repair.edit import key_of, only_call, statement, text_of
from manimill.repair.module import Module
from manimill.repair.walk import walk


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
        self._family = ConfigFamily(module, self._configs)

    def _blocking(self) -> bool:
        """Whether something needs the dictionaries as such."""
        good: set[int] = set()
        for node in walk(self.module.tree):
            readable = type(node) is cst.StarredDictElement or (
                type(node) is cst.Subscript and (key_of(node) or "").isidentifier()
            )
            if readable and _is_config(node.value):  # type: ignore[attr-defined]
                good.add(id(node.value))  # type: ignore[attr-defined]
        return bool(self._used - good)

    # Rewriting

    def leave_ClassDef(self, original: cst.ClassDef, updated: cst.ClassDef) -> cst.ClassDef:
        """Give a class attributes, and its constructor parameters, instead of its CONFIG."""
        name = original.name.value
        facts = self.module.classes.get(name)
        if facts is None or facts.node is not original:
            return updated
        scene = self._family.is_scene(name)
        if scene:
            updated = self._with_background(name, updated)
        config = self._configs.get(name)
        if config is None:
            return self._with_own_animation_call(name, updated)
        passed = self._family.parameters(name)
        lines = self._attributes(original, config, [] if scene else passed)
        if scene:
            passed = [
                key for key in passed if key in self._family.taken(name) or self._family.goes_up(name, key)
            ]
            lines = self._attributes(original, config, passed)
            updated = self._with_camera(original, updated, config)
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
            if key in OF_THE_SCENE and self._family.is_scene(name) and key not in self._family.read_by(name):
                continue
            if self._family.is_idle(name, key):
                continue
            shown = standing(value.expression)
            above = self._family.above(name, key)
            if above is not None:
                shown = merged(shown, above[1], f"{above[0]}.{key}")
            if binds(value.expression, self.module, [original]):
                shown = cst.Call(cst.Name("staticmethod"), [cst.Arg(shown)])
            line = cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(cst.Name(key))], shown)])
            lines.append(line.with_changes(leading_lines=value.above, trailing_whitespace=value.beside))
        return lines

    def _needs_both(self, name: str, key: str, stored: frozenset[str]) -> bool:
        """Whether what is a parameter has to be an attribute of the class as well."""
        if self._family.kept(name, [key]):
            # Else setting it would scale the mobject.
            return key in PROPERTIES
        return key not in stored and key not in PROPERTIES and key in self._family.readers

    def _constructor(self, name: str, passed: list[str], space: bool) -> cst.FunctionDef:
        """A constructor for a class that has none: what it takes goes on to the one above."""
        kept = self._family.kept(name, passed)
        stars = "" if self._family.is_scene(name) else "*args, "
        handed = [key for key in passed if key not in kept or self._family.goes_up(name, key)]
        call = ", ".join(
            [*filter(None, [stars.rstrip(", ")]), *(f"{key}={key}" for key in handed), "**kwargs"]
        )
        attributes = "".join(f"    self.{key} = {key}\n" for key in kept)
        code = f"def __init__(self, {stars}**kwargs):\n{attributes}    super().__init__({call})\n"
        made = cst.parse_statement(code)
        assert isinstance(made, cst.FunctionDef)
        new = [parameter(key, value) for key, value in self._family.defaults(name, passed).items()]
        several = {"kwonly_params": new} if stars else {"params": [*made.params.params, *new]}
        params = made.params.with_changes(**several)
        made = wrapped_calls(wrapped(made.with_changes(params=params)))
        return made.with_changes(leading_lines=[cst.EmptyLine(indent=False)] if space else [])

    def _with_passed(self, name: str, updated: cst.ClassDef, passed: list[str]) -> cst.ClassDef:
        """The class whose constructor hands on what stood in its CONFIG."""
        init = self.module.classes[name].methods["__init__"]
        calls = super_calls(init, self.module.lineage(name))
        kept = self._family.kept(name, passed)
        handed = [key for key in passed if key not in kept]
        body = list(updated.body.body)
        place = next(
            i for i, s in enumerate(body) if isinstance(s, cst.FunctionDef) and s.name.value == "__init__"
        )
        function = body[place]
        assert isinstance(function, cst.FunctionDef)
        if handed and not calls:
            function = self._with_animation_call(name, init, function)
            calls = super_calls(function, self.module.lineage(name))
        if handed and not calls:
            self.warn(init, "the constructor calls no other, so what its class declares reaches none")
            handed = []
        named = {p.name.value for p in [*init.params.params, *init.params.kwonly_params]}
        open_ended = isinstance(init.params.star_kwarg, cst.Param) and all(map(passes_keywords, calls))
        new = [key for key in passed if key not in named and (key in kept or (open_ended and key in handed))]
        if not isinstance(init.params.star_kwarg, cst.Param):
            new = []
        values = self._family.defaults(name, passed)
        order = [p.name for p in api.parameters(self.module.base_of(name) or "") or ()]
        function = handing(function, self.module.lineage(name), handed, new, values, order)
        used = [key for key in new if key in kept or hands_on(function, key)]
        function = with_parameters(function, [parameter(key, values[key]) for key in used])
        if kept:
            function = with_first(function, [statement(f"self.{key} = {key}") for key in kept if key in used])
        body[place] = function
        return updated.with_changes(body=updated.body.with_changes(body=body))

    def _with_camera(self, original: cst.ClassDef, updated: cst.ClassDef, config: Config) -> cst.ClassDef:
        """A scene whose camera was chosen in its CONFIG builds on the scene that has this camera."""
        chosen = config.values.get("camera_class")
        if chosen is None:
            return updated
        new = with_camera_base(self.module, original, updated, chosen.expression)
        if new is None:
            camera = text_of(chosen.expression)
            self.warn(config.node, f"the camera {camera} cannot be chosen by a base class")
        return new or updated

    def _with_background(self, name: str, updated: cst.ClassDef) -> cst.ClassDef:
        """A scene that paints the camera's background first."""
        holders = [one for one in self.module.lineage(name) if one in self._configs]
        holders = [one for one in holders if "camera_config" in self._configs[one].values]
        construct = self.module.classes[name].methods.get("construct")
        if not holders or (construct is None and holders[0] != name):
            return updated
        whole = self._family.whole(holders[0], "camera_config")
        if not isinstance(whole, cst.Dict):
            self.warn(self._configs[holders[0]].node, "the camera's settings cannot be read")
            return updated
        return with_background(self.module, updated, whole)

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
        if init is None or not _calls_digest(init) or super_calls(init, self.module.lineage(name)):
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

    # What read the dictionaries

    def leave_Subscript(self, original: cst.Subscript, updated: cst.Subscript) -> cst.BaseExpression:
        """`self.CONFIG["key"]` is the attribute."""
        key = key_of(original) if _is_config(original.value) and self._configs else None
        if key is None or not isinstance(updated.value, cst.Attribute):
            return updated
        return cst.Attribute(updated.value.value, cst.Name(key))

    def leave_SimpleStatementLine(
        self, original: cst.SimpleStatementLine, updated: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.RemovalSentinel | cst.FlattenSentinel[cst.SimpleStatementLine]:
        """What `digest_config` did, attributes and constructors do; the variables it was given become attributes."""
        call = only_call(original)
        if call is None:
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


def _calls_digest(function: cst.FunctionDef) -> bool:
    return any(type(node) is cst.Name and node.value == "digest_config" for node in walk(function.body))


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


def _pass() -> cst.SimpleStatementLine:
    return cst.SimpleStatementLine([cst.Pass()])
