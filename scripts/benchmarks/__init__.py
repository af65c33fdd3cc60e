"""What is measured: how long builds take, what a reader's browser fetches, how long ``status`` takes.

Rooms:

- ``words``       made-up words that look like those of 24 languages
- ``generated``   a whole course of them, the same from the same seed
- ``reader``      page weight and first paint, beside the plain stack
- ``status``      the time of ``diglot status`` on 25,000 pages
"""
