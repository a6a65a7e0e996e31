"""Is a sample worth training on? Gates with names, thresholds and reasons."""
