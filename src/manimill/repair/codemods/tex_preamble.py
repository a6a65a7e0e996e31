"""See the codemod."""

from __future__ import annotations

import re

import libcst as cst

from manimill.code.names import names
from manimill.repair.codemod import ALL, CE, Codemod, Confidence, Order
from manimill.repair.codemods._tex import TEX
from manimill.repair.edit import statement
from manimill.repair.walk import walk

_COMMAND = re.compile(r"\\([a-zA-Z]+)")
# Those of the older libraries' templates, and some that their users added to them.
_PACKAGES = {
    "physics": "qty pqty bqty vqty Bqty abs norm eval order comm acomm pb vb va vu vdot vcross cross cp gradient "
    "grad divergence curl laplacian dd dv derivative pdv pderivative fdv var ket bra braket ketbra dyad ip op ev "
    "expval mel matrixel mqty pmqty bmqty vmqty smqty matrixquantity imat xmat zmat dmat admat tr Tr rank erf Res "
    "pv PV evaluated absolutevalue",
    "dsfont": "mathds",
    "mathrsfs": "mathscr",
    "wasysym": "smiley frownie checked male female sun earth mars venus jupiter saturn mercury CheckedBox XBox "
    "Square blacksmiley clock phone bell lightning Bowtie permil oiint leftmoon rightmoon fullmoon newmoon "
    "eighthnote quarternote",
    "calligra": "calligra textcalligra",
    "relsize": "larger smaller mathlarger mathsmaller relsize textlarger textsmaller relscale",
    "ragged2e": "justify justifying RaggedRight RaggedLeft Centering",
    "setspace": "singlespacing onehalfspacing doublespacing setstretch",
    "tipa": "textipa",
    "xcolor": "textcolor color definecolor colorbox pagecolor",
    "pifont": "ding",
    "bm": "bm",
    "cancel": "cancel bcancel xcancel cancelto",
    "mathtools": "coloneqq eqqcolon prescript",
    "nicefrac": "nicefrac",
    "siunitx": "SI si num",
}
_PACKAGE_OF = {command: package for package, commands in _PACKAGES.items() for command in commands.split()}
# With the package they mean something else.
_OTHER_MEANING = {"div": "physics", "Re": "physics", "Im": "physics"}


class TexPreamble(Codemod):
    """LaTeX packages that older Manims always loaded are loaded where a command of theirs is used."""

    flavours = ALL
    order = Order.TEX
    confidence = Confidence.HIGH
    triggers = TEX

    def leave_Module(self, original: cst.Module, updated: cst.Module) -> cst.Module:
        """Add what is missing to the preamble, after the imports."""
        if not self.module.words.isdisjoint(
            names("tex_template TexTemplate add_to_preamble TexTemplateLibrary")
        ):
            return updated
        packages = self._wanted()
        place = _after_imports(updated)
        if not packages or place is None:
            return updated
        text = "".join(f"\\usepackage{{{one}}}" for one in packages)
        owner = "" if self.module.star or "config" in self.module.imported else self._alias()
        if owner is None:
            return updated
        new = statement(f'{owner}config.tex_template.add_to_preamble(r"{text}")')
        body = list(updated.body)
        body.insert(place, new.with_changes(leading_lines=[cst.EmptyLine(indent=False)]))
        self.record(original)
        return updated.with_changes(body=body)

    def _alias(self) -> str | None:
        return next((f"{name}." for name, of in self.module.imported.items() if of == ""), None)

    def _wanted(self) -> list[str]:
        found: dict[str, None] = {}
        own = set()
        for text in _texts(self.module.tree):
            own |= set(re.findall(r"\\(?:re)?newcommand\*?\{?\\([a-zA-Z]+)", text))
            for command in _COMMAND.findall(text):
                package = _PACKAGE_OF.get(command)
                if package is None and self.module.flavour != CE:
                    package = _OTHER_MEANING.get(command)
                if package and command not in own:
                    found[package] = None
        return sorted(found)


def _texts(tree: cst.Module) -> list[str]:
    """What the literal strings of a module say."""
    found = []
    for node in walk(tree):
        if isinstance(node, cst.SimpleString):
            value = node.evaluated_value
            if isinstance(value, str):
                found.append(value)
        elif isinstance(node, cst.FormattedStringText):
            found.append(node.value.replace("\\\\", "\\"))
    return found


def _after_imports(tree: cst.Module) -> int | None:
    """Where the first statement after the last import of the top level stands; None without imports."""
    place = None
    for index, line in enumerate(tree.body):
        if isinstance(line, cst.SimpleStatementLine) and any(
            isinstance(small, cst.Import | cst.ImportFrom) for small in line.body
        ):
            place = index + 1
    return place
