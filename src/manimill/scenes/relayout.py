"""Give code that was squeezed onto one line its lines back.

Where statements end follows from the grammar. How far a block reaches often does not:
``for x in xs: a() b()`` has lost whether ``b`` is repeated. The rules here:

- a class holds the functions that follow it as long as they take ``self`` or ``cls`` or carry a
  decorator; a method reaches to the next method, class, ``from ... import *``, ``if __name__``,
  ``Name().render()`` or past its own ``return``;
- what stands before ``elif``, ``else``, ``except`` or ``finally`` belongs to the block these continue;
- the body of any other ``for``, ``while``, ``with``, ``if`` and of a function inside a function is its
  first statement and those after it that mention a name which the header binds or the body assigns;
  ``return``, ``break``, ``continue`` and ``raise`` end it.

Wherever the last rule had a choice the layout says that it is ambiguous.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manimill.code.parse import SyntaxProblem, parse
from manimill.code.walking import walk
from manimill.scenes._statements import Statement, split_statements

_LEAVES_BLOCK = frozenset({"return", "break", "continue", "raise"})
_CLAUSES = frozenset({"elif", "else", "except", "finally"})
_LOST_CLAUSE = {"if": ("elif", "else"), "elif": ("elif", "else"), "try": ("except", "finally")}
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Layout:
    """Code with its lines back. ``ambiguous`` where the end of a block had to be guessed."""

    code: str
    tree: ast.Module
    ambiguous: bool


def relayout(code: str) -> str | None:
    """The code of `lay_out`, or None."""
    layout = lay_out(code)
    return layout.code if layout else None


def lay_out(code: str) -> Layout | None:
    """Reformat one line of Python as a module, or None if it is no such line.

    Refused: more than one line, a comment (it swallows what follows), text in which a statement
    would be nothing but a name or a number (prose falls apart that way), and whatever does not
    parse in the end.
    """
    line = code.strip()
    if not line or "\n" in line or "\r" in line:
        return None
    statements = split_statements(line)
    if not statements or any(statement.says_nothing for statement in statements):
        return None
    builder = _Builder(statements)
    try:
        text = builder.module()
    except RecursionError:
        return None
    tree = parse(text)
    if isinstance(tree, SyntaxProblem):
        return None
    return Layout(text, tree, builder.ambiguous)


class _Builder:
    """Walks over statements once and writes each on its line, at the depth of its block."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self.position = 0
        self.lines: list[str] = []
        self.ambiguous = False

    def module(self) -> str:
        while (statement := self._next()) is not None:
            self._separate(0, statement)
            self._place(statement, 0)
        return "\n".join(self.lines)

    def _next(self) -> Statement | None:
        return self.statements[self.position] if self.position < len(self.statements) else None

    def _emit(self, depth: int) -> None:
        self.lines.append(_INDENT * depth + self.statements[self.position].text)
        self.position += 1

    def _separate(self, depth: int, statement: Statement) -> None:
        """Put a blank line around classes and functions, and after imports."""
        if not self.lines or self.lines[-1].startswith(_INDENT * depth + "@"):
            return
        before = self.lines[-1]
        own_line = before.removeprefix(_INDENT * depth)
        starts = statement.keyword in ("def", "class", "@")
        after_block = own_line.startswith(" ")
        after_imports = own_line.startswith(("import ", "from ")) and statement.keyword not in (
            "import",
            "from",
        )
        opened_here = depth > 0 and not before.startswith(_INDENT * depth)
        if not opened_here and (starts or after_block or after_imports):
            self.lines.append("")

    def _place(self, statement: Statement, depth: int) -> None:
        """Write the statement and, for a header, the block it opens."""
        if statement.keyword == "@" or not statement.opens_block:
            self._emit(depth)
        elif statement.keyword == "class":
            self._emit(depth)
            self._class_body(depth + 1)
        elif statement.keyword == "def":
            self._emit(depth)
            self._function_body(statement, depth + 1)
        else:
            self._compound(statement, depth)

    def _class_body(self, depth: int) -> None:
        methods = 0
        while (statement := self._next()) is not None and not self._leaves_class(statement):
            if self._starts_definition(statement):
                if methods and not self._is_method():
                    return
                methods += 1
                self._separate(depth, statement)
                while (decorator := self._next()) is not None and decorator.keyword == "@":
                    self._emit(depth)
                if (definition := self._next()) is not None:
                    self._place(definition, depth)
            elif methods:
                return
            else:
                self._place(statement, depth)

    def _function_body(self, header: Statement, depth: int) -> None:
        if depth == 1 or not self._takes_self(header):
            self._narrow(header, depth)
            return
        while (statement := self._next()) is not None and not self._leaves_method(statement):
            self._place(statement, depth)
            if statement.keyword == "return":
                self.ambiguous = self.ambiguous or not self._at_end()
                return

    def _compound(self, header: Statement, depth: int) -> None:
        """A block statement and the clauses that continue it."""
        self._emit(depth)
        if any(lexeme.text == "__name__" for lexeme in header.lexemes):
            end: int | None = len(self.statements)
        else:
            end = self._lost_clause(header.keyword)
        if end is None:
            self._narrow(header, depth + 1)
        while end is not None and self.position < end and (statement := self._next()) is not None:
            self._place(statement, depth + 1)
        clause = self._next()
        if clause is not None and clause.keyword in _LOST_CLAUSE.get(header.keyword, _CLAUSES):
            self._compound(clause, depth)

    def _narrow(self, header: Statement, depth: int) -> None:
        """The least body that makes sense: see the module's last rule."""
        names = _names_bound(header)
        first = True
        while (statement := self._next()) is not None and not self._leaves_method(statement):
            if statement.keyword in _CLAUSES and statement.opens_block:
                return
            if not first:
                self.ambiguous = True
                if not names & _names_mentioned(statement):
                    return
            self._place(statement, depth)
            names |= _names_bound(statement)
            if statement.keyword in _LEAVES_BLOCK:
                self.ambiguous = self.ambiguous or not self._at_end()
                return
            first = False

    def _at_end(self) -> bool:
        statement = self._next()
        return statement is None or self._leaves_method(statement) or statement.keyword in _CLAUSES

    def _lost_clause(self, keyword: str) -> int | None:
        """Where the clause stands that must continue a block of this kind, if there is one."""
        clauses = _LOST_CLAUSE.get(keyword)
        if clauses is None:
            return None
        opener, open_inside = _chain_opener(keyword), 0
        for index in range(self.position, len(self.statements)):
            statement = self.statements[index]
            if self._leaves_method(statement, index):
                return None
            if statement.opens_block and statement.keyword == opener:
                open_inside += 1
            elif statement.opens_block and statement.keyword in clauses:
                if not open_inside:
                    return index
                open_inside -= statement.keyword in ("else", "finally")
        return None

    def _leaves_class(self, statement: Statement, index: int | None = None) -> bool:
        words = [lexeme.text for lexeme in statement.lexemes]
        if self._defines_class(index):
            return True
        if words[0] == "from" and words[-1] == "*":
            return True
        return (words[0] == "if" and "__name__" in words) or self._renders_scene(statement)

    def _defines_class(self, index: int | None) -> bool:
        """Whether a class stands at ``index``, the next position by default, after its decorators if any."""
        index = self.position if index is None else index
        while index < len(self.statements) and self.statements[index].keyword == "@":
            index += 1
        return index < len(self.statements) and self.statements[index].keyword == "class"

    def _renders_scene(self, statement: Statement) -> bool:
        """Whether this is ``Name().render()``, or ``name = Name()`` with ``name.render()`` after it."""
        words = [lexeme.text for lexeme in statement.lexemes]
        if words[1:2] == ["="] and self.position + 1 < len(self.statements):
            variable = words[0]
            words = [lexeme.text for lexeme in self.statements[self.position + 1].lexemes]
            return words == [variable, ".", "render", "(", ")"]
        return words[-4:] == [".", "render", "(", ")"] and words[0] != "self"

    def _leaves_method(self, statement: Statement, index: int | None = None) -> bool:
        """Whether a method's body ends before this statement."""
        if self._leaves_class(statement, index):
            return True
        return self._starts_definition(statement) and self._is_method(index)

    def _starts_definition(self, statement: Statement) -> bool:
        return statement.keyword == "@" or (statement.opens_block and statement.keyword == "def")

    def _is_method(self, index: int | None = None) -> bool:
        """Whether the definition at ``index``, decorators included, belongs to a class body."""
        index = self.position if index is None else index
        if self.statements[index].keyword == "@":
            return True
        return self._takes_self(self.statements[index])

    def _takes_self(self, header: Statement) -> bool:
        words = [lexeme.text for lexeme in header.lexemes]
        return any(word in ("self", "cls") for word in words[words.index("(") + 1 :][:1])


def _chain_opener(keyword: str) -> str:
    """The keyword that starts a chain of clauses to which ``keyword`` belongs."""
    return "try" if keyword == "try" else "if"


def _tree_of(statement: Statement) -> ast.Module | None:
    text = statement.text + (" pass" if statement.opens_block else "")
    tree = parse(text)
    return None if isinstance(tree, SyntaxProblem) else tree


def _names(statement: Statement) -> Iterator[ast.Name | ast.arg | ast.FunctionDef | ast.ClassDef]:
    tree = _tree_of(statement)
    for node in walk(tree) if tree else ():
        if isinstance(node, ast.Name | ast.arg | ast.FunctionDef | ast.ClassDef):
            yield node


def _names_mentioned(statement: Statement) -> set[str]:
    return {node.id for node in _names(statement) if isinstance(node, ast.Name)}


def _names_bound(statement: Statement) -> set[str]:
    """Names a statement gives a meaning to; for ``while`` those it waits for."""
    bound: set[str] = set()
    for node in _names(statement):
        if isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.Name) and (isinstance(node.ctx, ast.Store) or statement.keyword == "while"):
            bound.add(node.id)
    return bound - {"self"}
