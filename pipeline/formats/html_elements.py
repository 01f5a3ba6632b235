"""What the HTML Standard says of elements by their names: which are empty, end others, or are text."""

from __future__ import annotations

from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID: Final = _names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
)
"""Elements without content or end tag."""

INLINE: Final = _names(
    "a abbr acronym b bdi bdo big blink br cite code data del dfn em embed font i img input ins kbd mark"
    " meter nobr output progress q rb rp rt rtc ruby s samp small spacer span strike strong sub sup time tt"
    " tspan textpath u var wbr"
)
"""Elements within text; those that the Standard does not know are so too, as a browser shows them."""

EMBEDDED: Final = _names(
    "audio canvas datalist iframe map math noembed object picture script select style svg template textarea"
    " video"
)
"""Elements that stand in a text like one sign, whatever they hold; what they hold is text of its own."""

PROTECTED: Final = _names("code kbd samp var")
"""Elements within text whose words a translation leaves as they are."""

NOT_TRANSLATED: Final = PROTECTED | _names("math script style textarea")

CODE: Final = PROTECTED | _names("math script style template")
"""Elements whose letters are code to a reader."""

PRE: Final = _names("pre textarea listing")
"""Elements whose white space is shown as it stands."""

HEADINGS: Final = _names("h1 h2 h3 h4 h5 h6")

LABELS: Final = _names("button caption label legend optgroup option summary desc")
CELLS: Final = _names("td th dt text")
"""Elements whose text is one unit."""

SPECIAL: Final = _names(
    "address applet area article aside base basefont bgsound blockquote body br button caption center col"
    " colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3"
    " h4 h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav"
    " noembed noframes noscript object ol p param plaintext pre script search section select source style"
    " summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp"
)
"""Elements that an end tag of another name does not close."""

BLOCKS: Final = (
    SPECIAL
    | _names("label legend optgroup option dialog text title desc metadata foreignobject")
    | _names("annotation-xml")
) - (INLINE | EMBEDDED | VOID)
"""Elements that end the text before them."""

ENDS_PARAGRAPH: Final = _names(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search"
    " section summary table ul xmp"
)

BARRIERS: Final = _names("applet caption html table td th marquee object template button svg math")
"""Elements that what is open outside of them does not reach into."""

SIBLINGS: Final = {
    "li": _names("li"),
    "dd": _names("dd dt"),
    "dt": _names("dd dt"),
    "option": _names("option"),
    "optgroup": _names("option optgroup"),
    "tr": _names("td th tr caption colgroup"),
    "td": _names("td th"),
    "th": _names("td th"),
    "tbody": _names("td th tr tbody thead tfoot caption colgroup"),
    "thead": _names("td th tr tbody thead tfoot caption colgroup"),
    "tfoot": _names("td th tr tbody thead tfoot caption colgroup"),
    "colgroup": _names("caption colgroup"),
    "caption": _names("td th tr tbody thead tfoot caption colgroup"),
    "rt": _names("rt rp"),
    "rp": _names("rt rp"),
    "a": _names("a"),
    "nobr": _names("nobr"),
    "button": _names("button"),
    "body": _names("head"),
}
"""Elements whose start tag ends others that are open."""

CONTAINERS: Final = {
    "li": _names("ul ol menu dir"),
    "dd": _names("dl"),
    "dt": _names("dl"),
    "option": _names("select datalist"),
    "optgroup": _names("select"),
    "tr": _names("table"),
    "td": _names("tr table"),
    "th": _names("tr table"),
    "tbody": _names("table"),
    "thead": _names("table"),
    "tfoot": _names("table"),
    "colgroup": _names("table"),
    "caption": _names("table"),
}
"""Where the search for elements to end stops."""

BREAKOUT: Final = _names(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing"
    " menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
)
"""Elements whose start tag ends SVG and MathML."""

INTEGRATION: Final = _names("foreignobject desc title mi mo mn ms mtext annotation-xml")
"""Elements of SVG and MathML whose content is HTML again."""

FLOW: Final = _names(
    "article aside blockquote body center dd details dialog div fieldset figure footer form header hgroup"
    " li main nav section td th foreignobject search noscript figcaption"
)
"""Elements that a paragraph may stand in."""

HEAD: Final = _names("html head title meta link base style script template noscript")
"""Elements that stand before what a page shows."""
