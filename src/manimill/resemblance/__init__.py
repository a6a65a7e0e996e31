"""Whether two texts, or two samples, are too much alike: an exact answer for every pair across two collections."""
