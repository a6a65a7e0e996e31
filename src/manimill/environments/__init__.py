"""Render environments: interpreters with packages of their own, for plugins and for older versions of manim."""

from manimill.environments.creation import Created, create
from manimill.environments.definition import MAIN, PROOF, Definition, choose, definitions
from manimill.environments.inventory import Environment, find_environment, remove
from manimill.environments.listing import Listed, listing
from manimill.environments.plugins import plugins_in

__all__ = [
    "MAIN",
    "PROOF",
    "Created",
    "Definition",
    "Environment",
    "Listed",
    "choose",
    "create",
    "definitions",
    "find_environment",
    "listing",
    "plugins_in",
    "remove",
]
