"""Texts that try to be more than text."""

from __future__ import annotations

HOSTILE = {
    "template": "{{7*7}}",
    "template with quotes": "{{'x'*9}}",
    "template that walks to os": "{{cycler.__init__.__globals__.os.sep*7}}",
    "block": "{% if x %}",
    "half a block": "{% bad",
    "block with a loop": "{% for i in range(9) %}x{% endfor %}",
    "template comment": "{#",
    "statement": "# for item in seq",
    "braces apart": "{ {7*7} }",
    "double braces closed only": "}}",
    "script": "<script>alert(1)</script>",
    "end of script": "</script><script>alert(1)</script>",
    "end of title": "</title></style></textarea></noscript><script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "drawing": "<svg onload=alert(1)>",
    "frame": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "comment": "<!--<script>",
    "end of comment": "--><script>alert(1)</script>",
    "CDATA": "]]><script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)',
    "attribute in single quotes": "' onmouseover='alert(1)",
    "attribute without quotes": "x onmouseover=alert(1) ",
    "JavaScript string": "'+alert(1)+'",
    "JavaScript string in double quotes": '";alert(1);//',
    "backtick": "`+alert(1)+`",
    "backslash before a backtick": "\\`+alert(1)+`",
    "backslash at the end": "text\\",
    "escape of JavaScript": "\\u003cscript\\u003e",
    "template string": "${alert(1)}",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "entity without its end": "&ltimg src=x onerror=alert(1)&gt",
    "numeric entity": "&#123;&#123;7*7&#125;&#125;",
    "javascript link": "javascript:alert(1)",
    "data link": "data:text/html,<script>alert(1)</script>",
    "Markdown image": "![x](https://example.org/x.png)",
    "Markdown link": "[x](javascript:alert(1))",
    "line ends": "one\r\ntwo\rthree\nfour\u2028five\u2029six",
    "other line ends": "one\x0btwo\x0cthree\x1cfour\x85five",
    "NUL": "one\0two",
    "control characters": "\x01\x08\x1b[31m\x7f\x9b",
    "turned around": "\u202egro.elpmaxe\u202c",
    "isolated": "\u2066one\u2069\u2067two\u2068",
    "zero width": "one\u200b\u200c\u200d\u2060\ufefftwo",
    "noncharacter": "\ufffe\uffff",
    "emoji": "🇺🇦👩‍👩‍👧",  # noqa: RUF100
    "letters": "Кремінна, Щастя, ґ є ї — «лапки»",
    "blanks": "  two  blanks  ",
    "formula": '=HYPERLINK("https://example.org")',
}
"""Hostile texts by what they try."""

STORABLE = {
    name: text
    for name, text in HOSTILE.items()
    if not any(ord(letter) < ord(" ") and letter not in "\n\t" for letter in text)
}
"""Those that a record may hold: its texts have no control characters."""
