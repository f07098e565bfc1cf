"""The colours that both the public site and the admin wear, and the one inline script.

Plain values without Django, since the settings need them.
"""

import base64
import hashlib

# Sets the remembered theme before the first paint; constant, so that the policy can allow it by its hash.
SCRIPT = 'try{var t=localStorage.getItem("theme");if(t)document.documentElement.dataset.theme=t}catch(e){}'
SCRIPT_HASH = f"'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"

PAPER, NIGHT = "#faf8f4", "#12161c"

ADMIN_COLOURS = {
    "base": {
        "50": "#faf8f4",
        "100": "#f3efe7",
        "200": "#e6e0d3",
        "300": "#d3ccbc",
        "400": "#9b9c9b",
        "500": "#646c76",
        "600": "#4b5561",
        "700": "#363f4b",
        "800": "#232b36",
        "900": "#1a2029",
        "950": "#12161c",
    },
    "primary": {
        "50": "#fdf4f1",
        "100": "#fbe5de",
        "200": "#f6cabd",
        "300": "#f0a692",
        "400": "#ff8a6b",
        "500": "#d4553a",
        "600": "#b5371f",
        "700": "#982d19",
        "800": "#7d2819",
        "900": "#672618",
        "950": "#380f08",
    },
    "font": {
        "subtle-light": "var(--color-base-500)",
        "subtle-dark": "var(--color-base-400)",
        "default-light": "var(--color-base-700)",
        "default-dark": "var(--color-base-300)",
        "important-light": "var(--color-base-900)",
        "important-dark": "var(--color-base-100)",
    },
}
