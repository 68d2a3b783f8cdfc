"""The colours of everything Warraq shows, in window and reports: one table of tokens, for both themes."""

from __future__ import annotations

from typing import Final

TOKENS: Final[dict[str, tuple[str, str]]] = {
    # token: light, dark; alpha comes first where there is one
    "chrome": ("#F2F0EB", "#24221F"),
    "paper": ("#FDFBF6", "#1B1A18"),
    "field": ("#FFFFFF", "#1F1D1B"),
    "raise": ("#FFFFFF", "#2E2B27"),
    "press": ("#E4DFD4", "#3A362F"),
    "sel": ("#EBE6DB", "#353128"),
    "track": ("#DDD7CB", "#403C35"),
    "text-ink": ("#1B1916", "#EFEAE0"),
    "ink": ("#24221F", "#E6E1D6"),
    "ink-2": ("#5E5A52", "#ABA598"),
    "edge": ("#8F897D", "#858074"),
    "rule": ("#D8D3C8", "#3A3732"),
    "hair": ("#EAE5DA", "#2C2A26"),
    "cap": ("#BDB7AA", "#57524A"),
    "accent": ("#B3241B", "#FF7A66"),
    "on-accent": ("#FFFFFF", "#2A0D08"),
    "shadow": ("#29282014", "#80000000"),
}
