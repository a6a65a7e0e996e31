"""One rewrite per module; see `manimill.repair.codemod.Codemod`. Modules with an underscore are shared by several."""
