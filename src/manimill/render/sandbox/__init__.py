"""The box other people's code runs in.

One interface, `Sandbox`, and three behind it: `Bubblewrap` by namespaces, `Landlock` where these are forbidden, and
`Unconfined` for users who insist. `choose_sandbox` takes the first that works.
"""

from manimill.render.sandbox.base import Box, Place, Sandbox
from manimill.render.sandbox.bubblewrap import Bubblewrap
from manimill.render.sandbox.choice import choose_sandbox, namespace_remedy
from manimill.render.sandbox.landlock import Landlock, Unconfined

__all__ = [
    "Box",
    "Bubblewrap",
    "Landlock",
    "Place",
    "Sandbox",
    "Unconfined",
    "choose_sandbox",
    "namespace_remedy",
]
