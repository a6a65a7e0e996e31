"""What runs inside the sandbox: manim, loaded once, and one forked process per scene.

Started as ``python -m _zygote`` by any interpreter that has manim. It imports the standard library and
manim, never manimill, and talks in JSON lines over two file descriptors:

    host -> zygote   {"code": ..., "scene": ..., "timeout": seconds, "memory_mb": ...}
    zygote -> host   {"verdict": ..., ...} once per job, or {"environment": program} where the sandbox lacks one

While a job runs the zygote may also say ``{"tex": source}``, which the host answers with ``{"svg": text}``
or ``{"svg": null}``.
"""
