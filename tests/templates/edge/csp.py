"""What a browser lets a page do under a Content-Security-Policy, as far as ordinary pages ask.

https://www.w3.org/TR/CSP3/ : a directive that is absent falls back, a source is a keyword, a scheme or an origin.
"""

from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

FALLBACKS = {"worker-src": ("script-src", "default-src"), "frame-src": ("child-src", "default-src")}
NO_FALLBACK = {"base-uri", "form-action", "frame-ancestors"}
LINKS = {
    "stylesheet": "style-src",
    "icon": "img-src",
    "apple-touch-icon": "img-src",
    "modulepreload": "script-src",
    "manifest": "manifest-src",
}
SOURCES = {"script": "script-src", "img": "img-src", "iframe": "frame-src", "object": "object-src"}


class Policy(NamedTuple):
    """A parsed policy."""

    directives: dict[str, list[str]]

    def sources(self, directive: str) -> list[str] | None:
        """Give the sources that hold for a directive, or None where nothing limits it."""
        fallbacks = () if directive in NO_FALLBACK else FALLBACKS.get(directive, ("default-src",))
        return next((self.directives[name] for name in (directive, *fallbacks) if name in self.directives), None)

    def allows(self, directive: str, url: str, page: str) -> bool:
        """Tell whether a page may use a URL for what a directive is about."""
        sources = self.sources(directive)
        if sources is None:
            return True
        wanted, own = urlsplit(urljoin(page, url)), urlsplit(page)
        return any(
            (source == "'self'" and (wanted.scheme, wanted.netloc) == (own.scheme, own.netloc))
            or (source.endswith(":") and source == f"{wanted.scheme}:")
            or source == f"{wanted.scheme}://{wanted.netloc}"
            for source in sources
        )

    def allows_inline(self, directive: str) -> bool:
        """Tell whether what stands in the page itself is used."""
        sources = self.sources(directive)
        return sources is None or "'unsafe-inline'" in sources

    def allows_eval(self) -> bool:
        """Tell whether scripts may make scripts of texts."""
        sources = self.sources("script-src")
        return sources is None or "'unsafe-eval'" in sources


def parse(text: str) -> Policy:
    """Read a policy; a directive that comes twice counts the first time only, so it is refused here."""
    directives: dict[str, list[str]] = {}
    for part in text.split(";"):
        name, *sources = part.split()
        assert name not in directives, f"{name} comes twice"
        directives[name] = sources
    return Policy(directives)


class Page(HTMLParser):
    """What a page asks for: URLs by directive, and the directives of what stands in it."""

    def __init__(self, html: str) -> None:
        """Read a page."""
        super().__init__()
        self.asked: list[tuple[str, str]] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element asks for."""
        values = {name: value or "" for name, value in attrs}
        if tag == "link":
            directives = [LINKS[rel] for rel in values["rel"].split()]
            self.asked += [(directive, values["href"]) for directive in directives]
        elif "src" in values:
            self.asked.append((SOURCES[tag], values["src"]))
        elif tag in {"script", "style"}:
            self.inline.append(f"{tag}-src")
        self.inline += ["style-src"] * ("style" in values)
        self.inline += ["script-src"] * sum(name.startswith("on") for name in values)


def refused(policy: Policy, html: str, page: str) -> list[tuple[str, str]]:
    """Give what a browser would not load or use of a page."""
    read = Page(html)
    urls = [(directive, url) for directive, url in read.asked if not policy.allows(directive, url, page)]
    return urls + [(directive, "inline") for directive in read.inline if not policy.allows_inline(directive)]
