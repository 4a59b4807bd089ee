"""Draws the output of `cargo bench -p users-benches -- instructions`, which it reads from standard input, as an SVG.

    cargo bench -p users-benches -- instructions | python3 generated-client/benches/calls/chart.py > instructions.svg

Each pair of bars shows the instructions of a call with the client, relative to those with the baseline."""

import sys

LABELS = {"get": "get", "create": "create", "search": "search: order of the spec", "search-shuffled": "search: another order",
          "search-unknown": "search: with unknown fields", "search-pretty": "search: the same, indented"}
LEFT, WIDTH, ROW, BAR = 200, 360, 44, 14


def count(instructions):
    return f"{instructions / 1e6:.1f} M" if instructions >= 1e6 else f"{instructions / 1e3:.0f} k"


def bar(y, share, style, text):
    width = round(WIDTH * share)
    return (f'<rect x="{LEFT}" y="{y}" width="{width}" height="{BAR}" class="{style}"/>'
            f'<text x="{LEFT + width + 6}" y="{y + BAR - 3}">{text}</text>')


rows = [line.split() for line in sys.stdin if line.split() and line.split()[0] in LABELS]
height = ROW * len(rows) + 34
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {height}" role="img" '
      'font-family="sans-serif" font-size="12">')
print("<title>CPU instructions of a call</title>")
print("<style>text { fill: #57606a } .client { fill: #1f6feb } .baseline { fill: #afb8c1 }</style>")
for number, (name, client, baseline) in enumerate(rows):
    y = number * ROW + 8
    most = max(int(client), int(baseline))
    print(f'<text x="{LEFT - 8}" y="{y + BAR + 4}" text-anchor="end">{LABELS[name]}</text>')
    print(bar(y, int(client) / most, "client", count(int(client))))
    print(bar(y + BAR + 2, int(baseline) / most, "baseline", count(int(baseline))))
y = len(rows) * ROW + 14
for x, style, text in ((LEFT, "client", "this client"), (LEFT + 110, "baseline", "hyper and serde_json by hand")):
    print(f'<rect x="{x}" y="{y}" width="{BAR}" height="{BAR}" class="{style}"/><text x="{x + BAR + 6}" y="{y + BAR - 3}">{text}</text>')
print("</svg>")
