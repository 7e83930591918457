"""The demo: a part of the ceiling. It knows every room, and nothing but the command and the screens knows it."""
