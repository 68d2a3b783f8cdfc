"""Reports: what is known of a project's quality, as a page to read, to print and to send."""
