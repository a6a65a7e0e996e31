"""Where in a transcript each scene is: the best sequence of windows, by dynamic programming."""

from __future__ import annotations

import numpy as np

OPEN = 3.0
BACK = 3.0
SKIP = 0.3


def place(gains, lengths, spans, seconds, longest, open_=OPEN, back=BACK, skip=SKIP, dur_w=1.0, dur_s=0.6):
    """Windows (scene, first, last+1), by best total."""
    n, m = gains.shape
    cum = np.vstack([np.zeros(m), np.cumsum(gains, axis=0)])
    chars = np.concatenate([[0], np.cumsum(lengths)])
    move = np.zeros((m + 1, m))
    for a in range(-1, m):
        for b in range(m):
            d = b - a
            move[a + 1, b] = -open_ - (skip * np.log1p(d - 1) if d >= 1 else back + skip * np.log1p(-d)) if a >= 0 else -open_ - skip * np.log1p(b)
    best = np.full((n + 1, m + 1), -np.inf)
    best[0, 0] = 0
    enter = np.full((n + 1, m), -np.inf)
    came = np.zeros((n + 1, m), int)
    step = np.full((n + 1, m + 1), -1)  # -1 filler else start
    starts, ends = spans
    for i in range(n + 1):
        if i:
            best[i] = best[i - 1]
            step[i] = -1
            low = np.searchsorted(chars, chars[i] - longest)
            low = min(low, i - 1)
            js = np.arange(low, i)
            val = enter[low:i] + cum[i] - cum[low:i]
            if seconds is not None:
                dur = np.maximum(ends[i - 1] - starts[low:i], 0.5)[:, None]
                with np.errstate(invalid="ignore"):
                    z = np.log(dur / seconds[None, :]) / dur_s
                z = np.where(np.isnan(z), 0, z)
                val = val - dur_w * 0.5 * z * z
            k = val.argmax(axis=0)
            v = val[k, np.arange(m)]
            better = v > best[i, 1:]
            best[i, 1:] = np.where(better, v, best[i, 1:])
            step[i, 1:] = np.where(better, low + k, -1)
        options = best[i][:, None] + move
        came[i] = options.argmax(axis=0)
        enter[i] = options[came[i], np.arange(m)]
    out = []
    i, s = n, int(best[n].argmax())
    while i > 0:
        j = step[i, s]
        if s == 0 or j < 0:
            i -= 1
            continue
        out.append((s - 1, int(j), i))
        s = int(came[j, s - 1])
        i = int(j)
    return out[::-1]
