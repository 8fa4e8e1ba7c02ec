"""A city's own colours and logo, over the house's: tokens of `base.css`, refused when they would be hard to read."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from carto.readable import Unreadable, line_of

# The names in city.toml, and the custom properties of base.css that they give another value to.
TOKENS: Final = {
    "paper": "--paper", "sheet": "--sheet", "sunk": "--sunk", "line": "--line", "line_strong": "--line-strong",
    "ink": "--ink", "ink_soft": "--ink-soft", "accent": "--loire", "accent_deep": "--loire-deep",
    "accent_wash": "--loire-wash", "on_accent": "--on-loire", "focus": "--focus",
}  # fmt: skip
# What base.css says of those that are read one upon the other (a test keeps the two alike).
HOUSE: Final = {
    "light": {
        "paper": "#fbfaf7", "sheet": "#ffffff", "ink": "#1c2024", "ink_soft": "#53585e",
        "accent": "#0b5a6b", "accent_deep": "#08434f", "on_accent": "#ffffff",
    },
    "dark": {
        "paper": "#14181b", "sheet": "#1c2125", "ink": "#eceae4", "ink_soft": "#b3b8bb",
        "accent": "#7cc6d6", "accent_deep": "#a5dbe6", "on_accent": "#08262d",
    },
}  # fmt: skip
READ_UPON: Final = (
    ("ink", "paper"), ("ink", "sheet"), ("ink_soft", "paper"), ("ink_soft", "sheet"), ("accent", "paper"),
    ("accent", "sheet"), ("on_accent", "accent"), ("on_accent", "accent_deep"),
)  # fmt: skip
ENOUGH: Final = 4.5  # WCAG 2.2, 1.4.3


@dataclass(frozen=True)
class Look:
    """The colours that differ from the house's, by scheme, and the logo's file if there is one."""

    light: dict[str, str] = field(default_factory=dict)
    dark: dict[str, str] = field(default_factory=dict)
    logo: Path | None = None

    @cached_property
    def version(self) -> str:
        """Changes with the colours and the logo, so that browsers may keep both for ever; empty without either."""
        drawn = self.logo.read_bytes() if self.logo else b""
        return sha256(self.sheet().encode() + drawn).hexdigest()[:12] if self.light or self.dark or drawn else ""

    def sheet(self) -> str:
        """The style sheet that comes after base.css; empty when every colour is the house's."""
        light, dark = _declared(self.light), _declared(self.dark)
        rules = [f":root {{ {light} }}"] if light else []
        if dark or light:
            dark = _declared({name: HOUSE["dark"][name] for name in self.light if name in HOUSE["dark"]} | self.dark)
            scheme = "@media screen and (prefers-color-scheme: dark)"  # paper is always light
            rules.append(f'{scheme} {{ :root:not([data-theme="light"]) {{ {dark} }} }}')
            rules.append(f'@media screen {{ :root[data-theme="dark"] {{ {dark} }} }}')
        return "\n".join(rules)


def read_look(path: Path, told: dict[str, Any]) -> Look:
    """The `[look]` of a city's file, and the logo beside it. Raises Unreadable, also for what cannot be read well."""
    if strange := set(told) - set(HOUSE):
        raise Unreadable(
            path, f"« look.{min(strange)} » n’est pas compris : « light » et « dark ».", line_of(path, "look")
        )
    for scheme, colours in told.items():
        for name, value in colours.items():
            if name not in TOKENS or not re.fullmatch("#[0-9a-f]{6}", str(value).lower()):
                said = f"« {name} » : une couleur comme #0b5a6b est attendue, pour l’un de : {', '.join(TOKENS)}."
                raise Unreadable(path, said, line_of(path, f"[look.{scheme}]", name))
        _check_contrasts(path, scheme, HOUSE[scheme] | colours)
    logo = path.with_name("logo.svg")
    return Look(**told, logo=logo if logo.is_file() else None)


def contrast(one: str, other: str) -> float:
    """How well one colour is read upon another: from 1 (not at all) to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _check_contrasts(path: Path, scheme: str, colours: dict[str, str]) -> None:
    for text, ground in READ_UPON:
        if (found := contrast(colours[text], colours[ground])) < ENOUGH:
            said = f"« {text} » se lit mal sur « {ground} » : contraste {found:.1f}, il faut {ENOUGH}."
            raise Unreadable(path, said, line_of(path, f"[look.{scheme}]"))


def _luminance(colour: str) -> float:
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _declared(colours: dict[str, str]) -> str:
    return " ".join(f"{TOKENS[name]}: {value};" for name, value in colours.items())
