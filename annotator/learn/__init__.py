"""Training from gold: documents in the inline form, the tagger and the judge of the built-in suggester, a project's own model."""
