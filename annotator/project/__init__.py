"""The project file: one SQLite database that holds documents, suggestions and the log of decisions."""
