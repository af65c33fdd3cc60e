"""A course of MDX chapters becomes a course of ours: ``diglot import mdx SRC DEST``.

::

    reading      toctree (chapters and pages)  tags (components, found in the text)  nodes (the tree of a page)
    mending      choices (a question's answers)  phrases (HTML and Markdown inside a line)  repairs (blocks of Markdown)
    a course     features, pairing (which pages are the same lesson?)  ids (headings, questions)  links (from page to page)
    writing      page (one page as Markdown)  course (all files)  report (what came in, what went out)  swap (whole or not at all)
    afterwards   rendered (what is left over in the built site)
"""
