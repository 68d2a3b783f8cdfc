"""The headless core of Warraq: Arabic text, projects, review, suggestions, formats. It never imports Qt."""

__version__ = "0.1.0"
