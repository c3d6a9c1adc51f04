"""Stamped pages: the theme is rendered once for each kind of page, and every page of the kind is stamped into it.

MkDocs renders a page in two steps that cost about a millisecond each: Python-Markdown makes HTML of its text,
and Jinja runs through the whole theme to put a frame around it. Of ten thousand articles both do the same
thing ten thousand times. Here

1. `shells` renders the theme for a page that is nobody's, of a template, a kind and a folder, with marks where
   the blocks stand that are a page's own (`site_meta`, `htmltitle`, `content`), and cuts it at the marks: a shell.
   The nobody answers only what all pages of its kind answer alike; a theme that asks it anything else has no
   shell for this kind;
2. `small_markdown` makes HTML of the small part of Markdown that our own generator writes, and of nothing else;
3. `stamp` fills the page's own blocks, by Jinja and from the very templates that MkDocs uses, and joins the two.

What comes out is byte for byte what MkDocs gives for the same file (tests/test_stamping.py compares them for
every kind of page). Whatever is unusual, front matter in another form, other Markdown, a template that asks for
more, a plugin, is left to MkDocs itself: slower, never different. ARCHIVE_STAMP=0 leaves everything to it.

`render` takes the generated tree into a build: pages that `keep` knows to be as they were stay as they are in
the last site (see publishing/publication.py), and `batches` spreads the others over the processors.
"""
