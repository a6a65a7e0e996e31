"""What runs inside the sandbox: manim, loaded once, and one forked process per scene.

Started as ``python -m _zygote READ WRITE PLACE`` by any interpreter that has manim. It imports the standard library,
manim and what manim needs, never manimill, and talks in JSON lines over two file descriptors:

    zygote -> host   {"ready": manim's version} once
    host -> zygote   {"job": number, "code": ..., "scene": ..., "timeout": seconds, "memory_mb": ..., "level": ...,
                      "frames": stills wanted, "draw_all": bool, "defer": bool}
    zygote -> host   {"verdict": ..., ...} once per job, or {"environment": program} where the sandbox lacks one, or
                     {"unconfined": reason} where the process of a scene could not be given its limits

While a job runs the zygote may also say ``{"tex": source}``, which the host answers with ``{"svg": text}`` or
``{"svg": null}``; with ``"later": true`` the scene is to give up, and its outcome holds what it ``needs``.
"""
