"""What code is: how it parses, its canonical form, its flavour, its features, the names ManimCE offers."""
