"""What is measured: how long builds take, what a reader's browser fetches, how long ``status`` takes.

Rooms:

- ``words``       made-up words that look like those of 24 languages
- ``snippets``    made-up code, output, formulas
- ``generated``   a whole course of them, the same from the same seed
- ``build``       the time of builds, beside the peers
- ``plain``       a course reduced to what they understand
- ``peers``       their environment and their settings
- ``measure``     time and memory of a command
- ``table``       what is printed
- ``reader``      page weight and first paint, beside the plain stack
- ``status``      the time of ``diglot status`` on 25,000 pages
"""
