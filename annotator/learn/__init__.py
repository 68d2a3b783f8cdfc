"""Training from gold: documents in the inline form, the tagger and the judge of the built-in suggester, a project's own model."""

LEAST_DOCUMENTS = 3
"""With fewer finished documents there is too little to learn from."""
