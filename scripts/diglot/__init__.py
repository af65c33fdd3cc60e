"""Diglot: a course site that stays in step in every language.

One module, one room::

    a block in a page     quiz  practice  video  embed  picture  figure  models  terms  formula  output  notices  headings
                          cards (the notes of links)  nobreak (what no line may break)
    a question's source   admonitions (`!!! quiz`)  quiz_source (record, parser)  quiz_check (what is wrong)
    reading the course    source (fences, front matter)  yamlfile  blocks  page (which is rendered?)  pages (all of them)
                          website (mkdocs.yml: site, navigation, redirects)
    safe to accept        sanitise (raw HTML)  bounds (size, nesting)  characters  front (front matter)  includes
                          tree (files below docs/)
    the built site        built (read back)  sitecheck (what is wrong)  external (links elsewhere)
    languages             languages (tags, _lang.yml, words)  labels.yml (every word the site says)
    what is wrong         problems (the record, the table of codes)  codes (that table in a page)  check (a whole course)
                          items (questions that could be better)  fix (ids and indents that are missing)
    around a page         furniture  navigation  alternates (its languages)  translations (how far it follows English)
                          history (git)  feed, sitemap, listing (all pages)  redirects (from former addresses)
                          theme (its words in each language)  search (an index for each language)
                          stylesheet (the theme's, cut down)  policy (what a page may do)
    questions to readers  questions (for practice, and each on a page)  superseded (by today's English one)
                          worksheet (their key on paper)
    a page out            notebook (its code to be run)
    questions out and in  bank (the record)  exports  imports  gift (Moodle)  anki  quiztags (mkdocs-quiz)
    a course moves in     mdx (chapters of MDX; it has a map of its own)
    translations in step  pins (which English text?)  sections, normal (what changed, what is cosmetic)  states (all pages)
                          parts, parity, avoided, restore (what every language repeats)  changes (word by word)
                          moves  skeletons  adopt  dashboard  overview, translate, terminal (the verbs)
    builds                build (all languages at once)  alone (one of them)  preview (those that are looked at)
                          cache (what earlier builds found out)  inputs (what pages are made from)
                          rendering, finished, kept (pages as they were rendered, finished pages, whole languages)
                          highlight (code, once for all languages)
    edges                 plugin (MkDocs)  publish (a site whole or not at all)  __main__, verbs (the command line)
"""
