"""Finding scenes, and taking them out of what they are written in."""
