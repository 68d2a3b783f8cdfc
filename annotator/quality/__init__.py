"""How good suggestions are, measured against gold."""
