"""Arabic text: offsets, folding, words and proclitics, direction, visual form."""
