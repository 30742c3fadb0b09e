"""What somebody might write into a text to make the renderer fetch, read or embed something.

`{web}` is an address where a test listens, `{file}` a file with a secret in it.
"""

from __future__ import annotations

import base64

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
)
TARGETS = ("{web}", "{file}")
# Each with the web and with a file as its target.
BOTH = (
    '<img src="{to}">',
    '<img srcset="{to} 2x" src="{to}">',
    '<link rel="stylesheet" href="{to}">',
    '<link rel="attachment" href="{to}" title="a">',
    '<link rel="icon" href="{to}">',
    '<a rel="attachment" href="{to}">a</a>',
    '<object data="{to}" type="image/png">o</object>',
    '<object data="{to}" type="image/svg+xml">o</object>',
    '<embed src="{to}" type="image/png">',
    '<iframe src="{to}"></iframe>',
    '<video src="{to}" poster="{to}"></video>',
    '<input type="image" src="{to}">',
    '<body background="{to}">',
    '<base href="{to}"><img src="x.png">',
    '<meta http-equiv="refresh" content="0;url={to}">',
    '<script src="{to}"></script>',
    '<style>@import url("{to}");</style>',
    '<style>@import "{to}" print;</style>',
    '<style>@font-face{{font-family:X;src:url("{to}")}} i{{font-family:X}}</style><i>x</i>',
    '<style>p{{background-image:url("{to}")}}</style><p>x</p>',
    "<p style=\"background:url('{to}')\">x</p>",
    "<p style=\"list-style-image:url('{to}');display:list-item\">x</p>",
    "<p style=\"border-image-source:url('{to}');border:9px solid\">x</p>",
    '<style>i::before{{content:url("{to}")}}</style><i>x</i>',
    '<style>@page{{background:url("{to}")}}</style>',
    "<p style=\"mask-image:url('{to}')\">x</p>",
    f'{SVG}<image href="{{to}}" width="9" height="9"/></svg>',
    f'{SVG}<image xlink:href="{{to}}" width="9" height="9"/></svg>',
    f'{SVG}<use href="{{to}}#a"/></svg>',
    f'{SVG}<style>@import url("{{to}}");</style><rect width="9" height="9"/></svg>',
    f'{SVG}<rect width="9" height="9" fill="url({{to}}#a)"/></svg>',
)
OTHERS = (
    '<img src="ftp://127.0.0.1/x">',
    '<img src="//127.0.0.1/x">',
    r'<img src="\\127.0.0.1\share\x">',
    '<img src="jar:file:///etc/passwd!/x">',
    '<img src="bundle:../../../../etc/passwd">',
    '<img src="bundle:/etc/passwd">',
    '<img src="BUNDLE:report.css">',
    '<link rel="attachment" href="data:text/plain,attached-secret">',
    '<a rel="Attachment" href="data:text/plain,attached-secret">a</a>',
    '<link rel="stylesheet attachment" href="data:text/plain,attached-secret">',
)


def _nested(to: str) -> list[str]:
    """Pictures inside of pictures: each level is an address of data of its own."""
    inner = f'{SVG}<image href="{to}" width="9" height="9"/></svg>'
    entity = (
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "{to}">]>{SVG}<text y="9">&x;</text></svg>'
    )
    deeper = f'{SVG}<image href="{_data(inner)}" width="9" height="9"/></svg>'
    return [f'<img src="{_data(drawing)}">' for drawing in (inner, entity, deeper)]


def _data(drawing: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()


def payloads(web: str, file: str) -> list[str]:
    """All of them; each address on the web has a path of its own, `/0`, `/1` ..."""
    found: list[str] = []
    for kind in BOTH:
        found += [kind.format(to=f"{web}/{len(found)}"), kind.format(to=file)]
    for to in (web, file):
        found += _nested(f"{to}/{len(found)}" if to == web else to)
    return [*found, f'<img src="{web}/redirect">', *OTHERS]
