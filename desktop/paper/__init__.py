"""A report on paper: set page by page with the window's own fonts, as a PDF file."""
