"""How far annotators agree: pairs of them, all together, by label and by document.

``Comparison`` takes documents and gives an ``Agreement``; each measure has a module of its own that knows no project.
"""
