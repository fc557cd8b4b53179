#!/usr/bin/env python3
"""Draws the posters of the demonstration campaign: flat layered shapes, soft gradients.

    assets/campaign/draw.py        writes the SVG files beside itself

The SVG files are kept in the repository; this is their source, needed only to change them. Every
poster comes in three shapes: landscape (16:9), portrait (9:16) and pal (4:3, larger type). What the
face draws over a poster has its place kept calm: the QR card, the help line, the countdown.
"""
import os
import random

PAPER, INK, JADE, RIVER, CITRUS, MIST = (
    "#F7F3EA", "#1D2B2A", "#0F6B5C", "#1E5AA8", "#E8772E", "#DCE4DE")
FONT = "Noto Sans CJK SC"


def mix(a, b, t):
    """The colour t of the way from a to b."""
    pair = [(int(a[i:i + 2], 16), int(b[i:i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(x + (y - x) * t):02X}" for x, y in pair)


def num(x):
    return f"{x:.1f}".rstrip("0").rstrip(".")


class Sheet:
    """One SVG being written."""

    def __init__(self, name, shape, width, height):
        self.name, self.shape, self.w, self.h = name, shape, width, height
        self.defs, self.body = [], []

    def gradient(self, *stops, across=False):
        ident = f"g{len(self.defs)}"
        end = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
        parts = []
        for at, colour, *opacity in stops:
            alpha = f' stop-opacity="{opacity[0]}"' if opacity else ""
            parts.append(f'<stop offset="{at}" stop-color="{colour}"{alpha}/>')
        self.defs.append(f'<linearGradient id="{ident}" {end}>{"".join(parts)}</linearGradient>')
        return f"url(#{ident})"

    def glow(self, colour):
        ident = f"g{len(self.defs)}"
        self.defs.append(
            f'<radialGradient id="{ident}"><stop offset="0" stop-color="{colour}" '
            f'stop-opacity=".55"/><stop offset="1" stop-color="{colour}" stop-opacity="0"/>'
            '</radialGradient>')
        return f"url(#{ident})"

    def put(self, element):
        self.body.append(element)

    def rect(self, x, y, w, h, fill, r=0, extra=""):
        round_ = f' rx="{num(r)}"' if r else ""
        self.put(f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}"{round_} '
                 f'fill="{fill}"{extra}/>')

    def circle(self, x, y, r, fill, extra=""):
        self.put(f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" fill="{fill}"{extra}/>')

    def path(self, d, fill="none", extra=""):
        self.put(f'<path d="{d}" fill="{fill}"{extra}/>')

    def text(self, x, y, size, words, colour=INK, weight=400, anchor="start", extra=""):
        self.put(f'<text x="{num(x)}" y="{num(y)}" font-size="{num(size)}" fill="{colour}" '
                 f'font-weight="{weight}" text-anchor="{anchor}"{extra}>{words}</text>')

    def save(self, folder):
        head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.w} {self.h}" '
                f'width="{self.w}" height="{self.h}" font-family="{FONT}">')
        lines = [head, "<defs>"] + self.defs + ["</defs>"] + self.body + ["</svg>"]
        with open(os.path.join(folder, f"{self.name}-{self.shape}.svg"), "w") as out:
            out.write("\n".join(lines) + "\n")


# -- shapes ---------------------------------------------------------------------------------------

def smooth(points, close=None):
    """A curve through the points (Catmull-Rom); closed down to y = close."""
    d = f"M{num(points[0][0])} {num(points[0][1])}"
    for i in range(len(points) - 1):
        p0, p1 = points[max(i - 1, 0)], points[i]
        p2, p3 = points[i + 1], points[min(i + 2, len(points) - 1)]
        d += (f"C{num(p1[0] + (p2[0] - p0[0]) / 6)} {num(p1[1] + (p2[1] - p0[1]) / 6)} "
              f"{num(p2[0] - (p3[0] - p1[0]) / 6)} {num(p2[1] - (p3[1] - p1[1]) / 6)} "
              f"{num(p2[0])} {num(p2[1])}")
    if close is not None:
        d += f"V{num(close)}H{num(points[0][0])}Z"
    return d


def ridge(width, y, height, seed, wave=420, rough=0.42):
    """A line of hills: value noise of three octaves."""
    rng = random.Random(seed)
    octaves = []
    for k in range(3):
        step = wave / 2 ** k
        values = [rng.random() for _ in range(int(width / step) + 4)]
        octaves.append((step, values, rough ** k))
    points = []
    x = -60.0
    while x <= width + 60:
        total = 0
        for step, values, weight in octaves:
            at = (x + 60) / step
            i, t = int(at), at - int(at)
            t = t * t * (3 - 2 * t)
            total += weight * (values[i] * (1 - t) + values[i + 1] * t - 0.5)
        points.append((x, y - total * height))
        x += wave / 10
    return points


def height_at(points, x):
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def hills(sheet, points, top, bottom, fade=0.55):
    """A ridge filled from colour `top` into the mist `bottom`."""
    sheet.path(smooth(points, sheet.h),
               sheet.gradient((0, top), (fade, bottom), (1, bottom)))


def cloud(sheet, x, y, w, colour="#FFFFFF", opacity=.5):
    h = w * .09
    sheet.put(f'<g fill="{colour}" opacity="{opacity}">'
              f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}" rx="{num(h / 2)}"/>'
              f'<rect x="{num(x + w * .22)}" y="{num(y - h * .8)}" width="{num(w * .46)}" '
              f'height="{num(h)}" rx="{num(h / 2)}"/></g>')


DARK = "dark"  # windows that are there, but not lit


def towers(sheet, x0, x1, ground, tall, seed, colours, windows=None, narrow=1.0, foot=9999):
    """A mountain city: towers standing on ground(x), never below foot, tallest in the middle."""
    rng = random.Random(seed)
    x = x0
    while x < x1:
        w = rng.choice([26, 32, 38, 46]) * narrow
        middle = 1 - abs((x - x0) / (x1 - x0) - .5) * 1.3
        h = tall * (.3 + .7 * rng.random()) * max(middle, .25)
        base = min(ground(x + w / 2) + 26, foot)
        y = min(ground(x + w / 2), foot) - h
        colour = rng.choice(colours)
        style = rng.randrange(4)
        if style == 0:
            sheet.path(f"M{num(x)} {num(base)}V{num(y + w * .4)}L{num(x + w)} {num(y)}V{num(base)}Z",
                       colour)
        elif style == 1:
            sheet.rect(x, y, w, base - y, colour, r=min(w * .3, 12))
        else:
            sheet.rect(x, y, w, base - y, colour)
            if style == 2:
                sheet.rect(x + w * .46, y - h * .16, w * .08, h * .17, colour)
        if windows:
            wy = y + 16
            while wy < base - 20:
                for k in range(2):
                    if rng.random() < .42 and windows != DARK:
                        sheet.rect(x + w * (.24 + k * .32), wy, w * .18, 6, windows)
                wy += 17
        x += w + rng.choice([2, 4, 10, 16]) * narrow


def bridge(sheet, x0, x1, y, tall, colour, deck=7, towers_at=(.28, .72), fans=9, reach=.22):
    """A cable-stayed bridge."""
    span = x1 - x0
    lines = []
    for at in towers_at:
        x = x0 + span * at
        for k in range(1, fans + 1):
            out = span * reach * k / fans
            top = y - tall * (.97 - .05 * (fans - k) / fans * 4)
            lines.append(f"M{num(x)} {num(top)}L{num(x - out)} {num(y)}"
                         f"M{num(x)} {num(top)}L{num(x + out)} {num(y)}")
    sheet.path("".join(lines), extra=f' stroke="{colour}" stroke-width="1.6" opacity=".75"')
    sheet.rect(x0, y, span, deck, colour)
    for at in towers_at:
        x = x0 + span * at
        sheet.path(f"M{num(x - 5)} {num(y - tall)}H{num(x + 5)}L{num(x + 11)} {num(y + tall * .42)}"
                   f"H{num(x - 11)}Z", colour)


def boat(sheet, x, y, s, hull, sail):
    sheet.path(f"M{num(x - 26 * s)} {num(y)}Q{num(x)} {num(y + 16 * s)} {num(x + 26 * s)} {num(y)}Z",
               hull)
    sheet.path(f"M{num(x - 2 * s)} {num(y - 4 * s)}V{num(y - 40 * s)}"
               f"Q{num(x + 24 * s)} {num(y - 24 * s)} {num(x + 19 * s)} {num(y - 4 * s)}Z", sail)


def citrus_tree(sheet, x, y, s, leaf, dark):
    """Stands at x, y; s = 1: about 260 high."""
    sheet.path(f"M{num(x - 9 * s)} {num(y)}Q{num(x - 3 * s)} {num(y - 60 * s)} {num(x - 5 * s)} "
               f"{num(y - 120 * s)}H{num(x + 7 * s)}Q{num(x + 4 * s)} {num(y - 60 * s)} "
               f"{num(x + 11 * s)} {num(y)}Z", mix(INK, CITRUS, .25))
    for dx, dy, r, c in ((-58, -128, 62, dark), (56, -124, 64, dark), (0, -190, 78, leaf),
                         (-40, -150, 60, leaf), (44, -158, 60, leaf), (2, -120, 58, leaf)):
        sheet.circle(x + dx * s, y + dy * s, r * s, c)
    for dx, dy in ((-74, -132), (-38, -178), (-30, -112), (4, -226), (16, -164), (52, -196),
                   (76, -138), (34, -110), (-8, -140)):
        sheet.circle(x + dx * s, y + dy * s, 14 * s, CITRUS)
        sheet.circle(x + (dx - 4) * s, y + (dy - 5) * s, 4 * s, mix(CITRUS, "#FFFFFF", .55))


def farmhouse(sheet, x, y, s):
    """White walls and a dark tiled roof, standing at x, y."""
    wall, roof, wood = "#FBF8F1", mix(INK, JADE, .15), mix(CITRUS, INK, .45)
    sheet.rect(x + 84 * s, y - 52 * s, 84 * s, 52 * s, mix(wall, INK, .08))
    sheet.path(f"M{num(x + 74 * s)} {num(y - 50 * s)}L{num(x + 96 * s)} {num(y - 84 * s)}H"
               f"{num(x + 160 * s)}L{num(x + 182 * s)} {num(y - 50 * s)}Z", roof)
    sheet.rect(x, y - 66 * s, 112 * s, 66 * s, wall)
    sheet.path(f"M{num(x - 18 * s)} {num(y - 62 * s)}Q{num(x + 10 * s)} {num(y - 76 * s)} "
               f"{num(x + 22 * s)} {num(y - 108 * s)}H{num(x + 90 * s)}Q{num(x + 102 * s)} "
               f"{num(y - 76 * s)} {num(x + 130 * s)} {num(y - 62 * s)}Z", roof)
    sheet.rect(x + 46 * s, y - 40 * s, 22 * s, 40 * s, wood)
    sheet.rect(x + 14 * s, y - 44 * s, 20 * s, 18 * s, wood)
    sheet.rect(x + 80 * s, y - 44 * s, 20 * s, 18 * s, wood)


def train(sheet, x, y, s, body, stripe, cars=5):
    """A fast train running to the right, its rails at y."""
    length = 150 * s
    for k in range(cars):
        left = x + k * (length + 3 * s)
        if k < cars - 1:
            sheet.rect(left, y - 40 * s, length, 36 * s, body, r=5 * s)
        else:
            sheet.path(f"M{num(left)} {num(y - 40 * s)}H{num(left + length * .55)}"
                       f"C{num(left + length * .86)} {num(y - 40 * s)} {num(left + length * 1.16)} "
                       f"{num(y - 10 * s)} {num(left + length * 1.16)} {num(y - 4 * s)}H{num(left)}Z",
                       body)
        sheet.rect(left, y - 16 * s, length * (1 if k < cars - 1 else 1.1), 4 * s, stripe)
        for i in range(5 if k < cars - 1 else 3):
            sheet.rect(left + (12 + i * 27) * s, y - 33 * s, 18 * s, 11 * s, mix(INK, RIVER, .4),
                       r=3 * s)


# -- words ----------------------------------------------------------------------------------------

class Words:
    """Where the words of a shape stand and how large they are."""

    def __init__(self, x, top, title, sentence, info, gap=1.0):
        self.x, self.top, self.title, self.sentence, self.info, self.gap = (
            x, top, title, sentence, info, gap)


WORDS = {"landscape": Words(112, 150, 136, 48, 36), "portrait": Words(84, 140, 140, 50, 38),
         "pal": Words(112, 132, 120, 52, 46)}


def words(sheet, kicker, title, sentence, info, colour, ink=INK, quiet=None, size=None):
    """Overline with the mark of a demonstration, title, one sentence, who and until when.
    Returns the y below all that."""
    place = WORDS[sheet.shape]
    quiet = quiet or mix(ink, PAPER if ink == INK else INK, .1)
    k = place.info * 1.02
    y = place.top
    sheet.rect(place.x, y - k * .86, k * .3, k, CITRUS, r=3)
    sheet.text(place.x + k * .62, y, k, kicker, colour, 700)
    x = place.x + k * (.62 + .5 + len(kicker))
    sheet.rect(x, y - k * .86, k * 1.9, k * 1.06, "none", r=k * .26,
               extra=f' stroke="{colour}" stroke-width="2"')
    sheet.text(x + k * .95, y - k * .07, k * .68, "演示", colour, 400, "middle")
    size = size or place.title
    y += k * .5
    for line in title:
        y += size * 1.2
        sheet.text(place.x - size * .06, y, size, line, ink, 700)
    y += place.sentence * .7
    for line in sentence:
        y += place.sentence * 1.42
        sheet.text(place.x, y, place.sentence, line, ink)
    y += place.info * .6
    top = y + place.info * .45
    for line in info:
        y += place.info * 1.5
        sheet.text(place.x + place.info * .75, y, place.info, line, quiet)
    if info:
        sheet.rect(place.x, top, 6, y + place.info * .2 - top, colour, r=3)
    return y


def lines(shape, landscape, portrait=None, pal=None):
    """The line breaks of one text for each shape."""
    return {"landscape": landscape, "portrait": portrait or landscape,
            "pal": pal or landscape}[shape]


def until(shape):
    return lines(shape,
                 ["不分城乡，人人可以提；住在外地的重庆人也欢迎",
                  "网上到 2020 年 10 月 31 日·来信到 10 月 20 日，邮编 400015"],
                 ["不分城乡，人人可以提", "网上到 2020 年 10 月 31 日",
                  "来信到 10 月 20 日，邮编 400015"],
                 ["不分城乡，人人可以提", "网上到 2020 年 10 月 31 日",
                  "来信到 10 月 20 日，邮编 400015"])


# -- the posters ----------------------------------------------------------------------------------

def sky(sheet, top, low, at=.62):
    sheet.rect(0, 0, sheet.w, sheet.h, sheet.gradient((0, top), (at, low), (1, low)))


def places(sheet):
    """(y where the land begins, scale of what stands on it)."""
    return {"landscape": (650, 1.0), "portrait": (950, 1.1), "pal": (752, .78)}[sheet.shape]


def shore(sheet, x0, x1, y, tip_x, tip_y, fill):
    """A tongue of land coming towards us between two rivers."""
    w = x1 - x0
    sheet.path(f"M{num(x0)} {num(y)}C{num(x0 + w * .16)} {num(y + (tip_y - y) * .10)} "
               f"{num(x0 + w * .30)} {num(y + (tip_y - y) * .46)} {num(tip_x - w * .07)} "
               f"{num(tip_y - (tip_y - y) * .10)}"
               f"Q{num(tip_x)} {num(tip_y + (tip_y - y) * .07)} {num(tip_x + w * .06)} "
               f"{num(tip_y - (tip_y - y) * .12)}"
               f"C{num(x1 - w * .30)} {num(y + (tip_y - y) * .44)} {num(x1 - w * .16)} "
               f"{num(y + (tip_y - y) * .10)} {num(x1)} {num(y)}Z", fill)


def ripples(sheet, y0, y1, count, seed, colour="#FFFFFF", opacity=.4):
    rng = random.Random(seed)
    d = ""
    for _ in range(count):
        t = rng.random()
        d += f"M{num(rng.random() * sheet.w)} {num(y0 + (y1 - y0) * t)}h{num(24 + 70 * t)}"
    sheet.path(d, extra=f' stroke="{colour}" stroke-width="3" stroke-linecap="round" '
                        f'opacity="{opacity}"')


def general(sheet):
    """Two rivers of two colours meet below the mountain city."""
    w, h = sheet.w, sheet.h
    land, s = places(sheet)
    sky(sheet, PAPER, mix(PAPER, CITRUS, .17), (land + 40) / h)
    water = land + 160 * s
    cx = w * {"landscape": .455, "portrait": .47, "pal": .36}[sheet.shape]
    sx = w * {"landscape": .655, "portrait": .80, "pal": .60}[sheet.shape]
    sun_y, sun_r = land - 4, 92 * s
    sheet.circle(sx, sun_y, sun_r * 2.7, sheet.glow(mix(CITRUS, PAPER, .30)))
    sheet.circle(sx, sun_y, sun_r, mix(CITRUS, PAPER, .16))
    cloud(sheet, w * .80, land - 330 * s, 230 * s, opacity=.8)
    cloud(sheet, w * .735, land - 236 * s, 150 * s, opacity=.65)
    haze = mix(PAPER, CITRUS, .12)
    hills(sheet, ridge(w, land + 12, 150, 3, 520), mix(JADE, PAPER, .78), haze)
    hills(sheet, ridge(w, land + 58, 120, 12, 430), mix(JADE, PAPER, .62), mix(MIST, haze, .5))
    hills(sheet, ridge(w, land + 104, 84, 21, 380), mix(JADE, PAPER, .46), mix(MIST, PAPER, .2))
    hills(sheet, ridge(w, land + 146 * s, 50, 29, 330), mix(JADE, PAPER, .26), mix(JADE, PAPER, .30))
    # water: green from the left, ochre from the right, side by side where they meet
    green, ochre = mix(JADE, "#FFFFFF", .50), mix(CITRUS, PAPER, .62)
    tip = water + {"landscape": 132, "portrait": 190, "pal": 150}[sheet.shape] * s
    sheet.rect(0, water, w, h - water,
               sheet.gradient((0, mix(green, PAPER, .35)), (.6, green), (1, green)))
    sheet.path(f"M{num(cx)} {num(water)}H{num(w)}V{num(h)}H{num(cx - 130 * s)}"
               f"C{num(cx - 60 * s)} {num(h - 70 * s)} {num(cx + 150 * s)} {num(tip + 90 * s)} "
               f"{num(cx + 4 * s)} {num(tip - 10)}Z",
               sheet.gradient((0, mix(ochre, PAPER, .4)), (.6, ochre), (1, ochre)))
    ripples(sheet, water + 18, h - 110, 40, 5)
    # the sun's path on the water
    glitter = "".join(f"M{num(sx - half)} {num(water + 12 + 15 * k)}h{num(2 * half)}"
                      for k, half in enumerate((62, 50, 58, 40, 46, 28, 34, 18)))
    sheet.path(glitter, extra=f' stroke="{mix(CITRUS, "#FFFFFF", .45)}" stroke-width="5" '
                              'stroke-linecap="round" opacity=".75"')
    bridge(sheet, cx + 235 * s, w + 30, water + 22 * s, 112 * s, mix(INK, PAPER, .22),
           towers_at={"landscape": (.16, .50), "portrait": (.42, .95), "pal": (.24, .7)}[sheet.shape],
           reach=.155 if sheet.shape == "landscape" else .22)
    bridge(sheet, -30, cx - 250 * s, water + 18 * s, 84 * s, mix(INK, PAPER, .34), deck=6,
           towers_at=(.34, .74), reach=.19)
    wide = 330 * s
    crest = [(cx - wide, water + 12), (cx - wide * .6, water - 22 * s), (cx - wide * .2, water - 50 * s),
             (cx + wide * .2, water - 46 * s), (cx + wide * .6, water - 16 * s),
             (cx + wide, water + 14)]
    far, near = [(-.70, .66, 0, 176, 44), (-.82, .78, 30, 128, 9)], [(-.74, .70, 52, 84, 15)]
    shades = [[mix(JADE, PAPER, .60), mix(RIVER, PAPER, .66), mix(INK, PAPER, .70)],
              [mix(JADE, PAPER, .36), mix(JADE, PAPER, .46), mix(RIVER, PAPER, .44)],
              [mix(JADE, PAPER, .10), mix(JADE, PAPER, .20), mix(JADE, INK, .18)]]
    for (a, b, down, tall, seed), shade in zip(far + near, shades):
        towers(sheet, cx + wide * a, cx + wide * b, lambda px: height_at(crest, px) + down * s,
               tall * s, seed, shade, None if shade is shades[0] else mix(CITRUS, "#FFFFFF", .66),
               narrow=s * .8, foot=water + 2)
    shore(sheet, cx - wide * 1.25, cx + wide * 1.25, water - 1, cx, tip,
          sheet.gradient((0, mix(JADE, PAPER, .16)), (1, mix(JADE, INK, .2))))
    for k in range(3):
        y = water + (16 + 22 * k) * s
        half = wide * (.70 - .19 * k)
        sheet.path(f"M{num(cx - half)} {num(y)}Q{num(cx)} {num(y + 17 * s)} {num(cx + half)} {num(y)}",
                   extra=f' stroke="{mix(JADE, PAPER, .42)}" stroke-width="3" '
                         'stroke-linecap="round" opacity=".55"')
    boat(sheet, cx + 210 * s, tip + 4 * s, s * .95, INK, PAPER)
    boat(sheet, cx - 330 * s, water + 92 * s, s * .7, INK, mix(CITRUS, PAPER, .2))
    # near slopes frame it; below them the help line has its calm
    slope = sheet.gradient((0, mix(JADE, PAPER, .05)), (1, mix(JADE, INK, .5)))
    f = (h - water) / 270
    sheet.path(smooth([(-60, water + 66 * f), (w * .05, water + 82 * f), (w * .12, water + 140 * f),
                       (w * .20, h - 112 * f), (w * .34, h - 66 * f), (w * .4, h - 40)], h), slope)
    sheet.path(smooth([(w * .56, h - 40), (w * .66, h - 78 * f), (w * .78, h - 150 * f),
                       (w * .90, water + 96 * f), (w + 60, water + 60 * f)], h), slope)
    hills(sheet, ridge(w, h - 88, 40, 33, 560), mix(JADE, INK, .40), mix(JADE, INK, .6))
    words(sheet, "重庆人民建议专题征集",
          lines(sheet.shape, ["请您为重庆建言"], ["请您为", "重庆建言"]),
          lines(sheet.shape, ["您关心的事、盼着变好的事，都可以告诉我们。"],
                ["您关心的事、盼着变好的事，", "都可以告诉我们。"],
                ["您关心的事，都可以告诉我们。"]),
          until(sheet.shape), JADE)


def sannong(sheet):
    """Terraced fields, a citrus tree, a house."""
    w, h = sheet.w, sheet.h
    land, s = places(sheet)
    sky(sheet, PAPER, mix(mix(PAPER, JADE, .10), "#FFFFFF", .2))
    cloud(sheet, w * .80, land - 330 * s, 230 * s, opacity=.9)
    cloud(sheet, w * .735, land - 242 * s, 150 * s, opacity=.75)
    hills(sheet, ridge(w, land - 40, 170, 61, 560), mix(JADE, PAPER, .80), mix(PAPER, JADE, .06))
    hills(sheet, ridge(w, land + 24, 120, 17, 470), mix(JADE, PAPER, .60), mix(MIST, PAPER, .2))
    # terraces: every edge a little lower and wavier than the one behind, water here and there
    leaf, straw, pond = mix(JADE, "#9DB64A", .45), mix(CITRUS, "#E9C46A", .62), mix(RIVER, PAPER, .72)
    fills = [mix(leaf, PAPER, .42), mix(straw, PAPER, .42), mix(leaf, PAPER, .30), pond,
             mix(leaf, PAPER, .18), mix(straw, PAPER, .22), leaf, mix(pond, RIVER, .12),
             mix(leaf, JADE, .25), mix(straw, PAPER, .05), mix(leaf, JADE, .5),
             mix(leaf, JADE, .75), JADE, mix(JADE, INK, .25)]
    y, step = land + 70.0, (h - land - 150) / len(fills)
    edges = []
    for i, fill in enumerate(fills):
        grow = .65 + .7 * i / len(fills)
        points = [(px, py + 20 * s * grow * (1 if k % 2 else -1) * (.6 + .4 * ((i + k) % 3) / 2))
                  for k, (px, py) in enumerate(
                      [(w * (k - 1) / 7 + (i % 3 - 1) * w * .045, y - 46 * s * (1 - abs(k - 5.5) / 4.5))
                       for k in range(11)])]
        edges.append(points)
        sheet.path(smooth(points, h), fill)
        sheet.path(smooth(points), extra=f' stroke="{mix(fill, PAPER, .55)}" stroke-width="4" '
                                         'opacity=".8"')
        y += step * grow
    # rows of seedlings on two of the fields
    rng = random.Random(2)
    for i, count in ((2, 60), (4, 52), (6, 46), (8, 40)):
        dots = []
        for k in range(count):
            px = w * (k + .5 * rng.random()) / count
            py = height_at(edges[i], px) + 15 + 5 * rng.random()
            dots.append(f"M{num(px)} {num(py)}q4 -9 8 -11q-1 9 -8 11q-5 -6 -8 -8q1 6 8 8")
        sheet.path("".join(dots), mix(JADE, INK, .15), ' opacity=".55"')
    spot = {"landscape": (620, 4, 1236, 7, .94), "portrait": (150, 2, 850, 3, 1.05),
            "pal": (330, 4, 790, 6, .72)}[sheet.shape]
    hx, he, tx, te, k = spot
    farmhouse(sheet, hx, height_at(edges[he], hx + 60) + 10, k)
    citrus_tree(sheet, tx, height_at(edges[te], tx) + 26, k, mix(JADE, "#9DB64A", .18),
                mix(JADE, INK, .12))
    citrus_tree(sheet, hx - 70 * k, height_at(edges[he], hx - 70) + 14, k * .5,
                mix(JADE, "#9DB64A", .25), mix(JADE, INK, .05))
    hills(sheet, ridge(w, h - 84, 40, 8, 600), mix(JADE, INK, .45), mix(JADE, INK, .6))
    words(sheet, "人民建议·三农",
          lines(sheet.shape, ["田里的事，您最清楚"], ["田里的事", "您最清楚"]),
          lines(sheet.shape, ["种地、修路、看病、上学，请说说您的好办法。"],
                ["种地、修路、看病、上学，", "请说说您的好办法。"], ["请说说您的好办法。"]),
          until(sheet.shape), JADE)


def chengyu(sheet):
    """A fast train on its viaduct from the mountain city to the city of the plain."""
    w, h = sheet.w, sheet.h
    land, s = places(sheet)
    sky(sheet, mix("#FFFFFF", RIVER, .05), mix("#FFFFFF", RIVER, .24), (land + 60) / h)
    cloud(sheet, w * .80, land - 340 * s, 230 * s, opacity=.95)
    cloud(sheet, w * .735, land - 246 * s, 150 * s, opacity=.8)
    hills(sheet, ridge(w, land + 6, 150, 27, 560), mix(RIVER, "#FFFFFF", .70), mix("#FFFFFF", RIVER, .12))
    hills(sheet, ridge(w, land + 70, 90, 14, 470), mix(RIVER, "#FFFFFF", .56), mix("#FFFFFF", RIVER, .2))
    ground = land + {"landscape": 190, "portrait": 140, "pal": 190}[sheet.shape] * s
    slope = [(-60, ground - 120 * s), (w * .12, ground - 104 * s), (w * .26, ground - 40 * s),
             (w * .38, ground + 10), (w * .5, ground + 20)]
    plain = [(w * .5, ground + 20), (w * .62, ground + 2), (w * .8, ground - 10), (w + 60, ground - 6)]
    tall = {"landscape": 150, "portrait": 110, "pal": 140}[sheet.shape] * s
    back = [mix(RIVER, "#FFFFFF", .44), mix(RIVER, "#FFFFFF", .36), mix(RIVER, "#FFFFFF", .52)]
    front = [mix(RIVER, PAPER, .16), mix(RIVER, INK, .16), mix(JADE, PAPER, .14), mix(RIVER, INK, .34)]
    glass = mix(CITRUS, "#FFFFFF", .66)
    towers(sheet, w * .02, w * .36, lambda px: height_at(slope, px), tall, 71, back, narrow=s)
    towers(sheet, 0, w * .33, lambda px: height_at(slope, px) + 14 * s, tall * .66, 5, front, glass, s)
    towers(sheet, w * .58, w * .99, lambda px: height_at(plain, px), tall * .95, 23, back, narrow=s)
    towers(sheet, w * .60, w * 1.0, lambda px: height_at(plain, px) + 6 * s, tall * .6, 36, front,
           glass, s)
    sheet.path(smooth(slope + plain[1:], h),
               sheet.gradient((0, mix(JADE, PAPER, .30)), (.5, mix(JADE, PAPER, .1)), (1, JADE)))
    # the river under the viaduct, boats on it
    sheet.path(f"M{num(w * .40)} {num(ground + 24)}H{num(w * .56)}C{num(w * .60)} {num(ground + 110)} "
               f"{num(w * .78)} {num(h - 130)} {num(w * .84)} {num(h)}H{num(w * .22)}"
               f"C{num(w * .36)} {num(h - 120)} {num(w * .42)} {num(ground + 100)} {num(w * .40)} "
               f"{num(ground + 24)}Z",
               sheet.gradient((0, mix(RIVER, PAPER, .60)), (1, mix(RIVER, PAPER, .30))))
    rail = ground + {"landscape": 34, "portrait": 26, "pal": 34}[sheet.shape] * s
    pier = mix(PAPER, INK, .24)
    step = 150 * s
    x = -40.0
    while x < w + 60:
        sheet.path(f"M{num(x - 8)} {num(rail)}h16l5 {num(92 * s)}h-26Z", pier)
        sheet.path(f"M{num(x - 40)} {num(rail + 10)}Q{num(x)} {num(rail + 14)} {num(x)} {num(rail + 40)}"
                   f"Q{num(x)} {num(rail + 14)} {num(x + 40)} {num(rail + 10)}Z", pier)
        x += step
    sheet.rect(0, rail, w, 13 * s, mix(PAPER, INK, .10))
    sheet.rect(0, rail + 13 * s, w, 4, mix(PAPER, INK, .34))
    length = {"landscape": 420, "portrait": 150, "pal": 200}[sheet.shape]
    train(sheet, length, rail, {"landscape": 1.0, "portrait": .94, "pal": .86}[sheet.shape],
          "#FFFFFF", CITRUS, cars=5 if sheet.shape != "pal" else 4)
    boat(sheet, w * .47, rail + 66 * s, s * .9, INK, PAPER)
    if sheet.shape == "portrait":
        hills(sheet, ridge(w, h - 420, 150, 42, 700), mix(JADE, PAPER, .02), mix(JADE, INK, .1), .9)
        hills(sheet, ridge(w, h - 270, 130, 15, 620), mix(JADE, INK, .14), mix(JADE, INK, .3), .9)
    hills(sheet, ridge(w, h - 82, 44, 40, 620), mix(JADE, INK, .38), mix(JADE, INK, .58))
    words(sheet, "人民建议·双城经济圈",
          lines(sheet.shape, ["成渝双城，请您出主意"], ["成渝双城", "请您出主意"]),
          lines(sheet.shape, ["上班、就医、办事、出游，您盼着哪里更方便？"],
                ["上班、就医、办事、出游，", "您盼着哪里更方便？"], ["您盼着哪里更方便？"]),
          until(sheet.shape), RIVER)


def icon_remote(sheet, x, y, s):
    sheet.rect(x - 20 * s, y - 46 * s, 40 * s, 92 * s, PAPER, r=13 * s)
    sheet.circle(x, y - 20 * s, 12 * s, CITRUS)
    for row in range(3):
        for col in range(3):
            sheet.circle(x + (col - 1) * 11 * s, y + (6 + row * 13) * s, 3.6 * s, JADE)


def icon_phone(sheet, x, y, s):
    sheet.rect(x - 26 * s, y - 47 * s, 52 * s, 94 * s, PAPER, r=9 * s)
    for dx, dy in ((-16, -26), (4, -26), (-16, -6)):
        sheet.rect(x + dx * s, y + dy * s, 13 * s, 13 * s, RIVER)
    for dx, dy in ((4, -6), (11, 1), (4, 8), (11, -6)):
        sheet.rect(x + dx * s, y + dy * s, 6 * s, 6 * s, RIVER)
    sheet.rect(x - 9 * s, y + 33 * s, 18 * s, 4 * s, RIVER, r=2 * s)


def icon_letter(sheet, x, y, s):
    sheet.rect(x - 44 * s, y - 30 * s, 88 * s, 62 * s, PAPER, r=7 * s)
    sheet.path(f"M{num(x - 42 * s)} {num(y - 26 * s)}L{num(x)} {num(y + 8 * s)}L{num(x + 42 * s)} "
               f"{num(y - 26 * s)}",
               extra=f' stroke="{mix(CITRUS, INK, .2)}" stroke-width="{num(5 * s)}" '
                     'stroke-linejoin="round"')


def how(sheet):
    """Three ways, one row each."""
    w, h = sheet.w, sheet.h
    sky(sheet, PAPER, mix(PAPER, MIST, .6), .8)
    base = {"landscape": 950, "portrait": 1330, "pal": 965}[sheet.shape]
    hills(sheet, ridge(w, base - 30, 130, 91, 560), mix(JADE, PAPER, .84), mix(PAPER, JADE, .08))
    hills(sheet, ridge(w, base + 30, 100, 53, 470), mix(JADE, PAPER, .68), mix(JADE, PAPER, .60))
    if sheet.shape == "portrait":
        hills(sheet, ridge(w, base + 220, 120, 19, 470), mix(JADE, PAPER, .44), mix(JADE, PAPER, .30))
    hills(sheet, ridge(w, h - 84, 44, 11, 620), mix(JADE, INK, .35), mix(JADE, INK, .55))
    below = words(sheet, "重庆人民建议专题征集",
                  lines(sheet.shape, ["三种办法，随您选"], ["三种办法", "随您选"]), [], [], JADE)
    steps = [
        (JADE, icon_remote, lines(sheet.shape, "就在这里说"),
         lines(sheet.shape, "按 OK，用数字键打字，几分钟就好", pal="按 OK，用数字键打字")),
        (RIVER, icon_phone, lines(sheet.shape, "用手机说"),
         lines(sheet.shape, "扫一扫二维码，回家慢慢写也行", pal="扫一扫二维码")),
        (mix(CITRUS, INK, .12), icon_letter, lines(sheet.shape, "写信来"),
         lines(sheet.shape, "邮编 400015，请在 10 月 20 日前寄出", pal="邮编 400015")),
    ]
    place = WORDS[sheet.shape]
    gap = {"landscape": 166, "portrait": 176, "pal": 166}[sheet.shape]
    y = below + {"landscape": 118, "portrait": 150, "pal": 120}[sheet.shape]
    for colour, icon, head, line in steps:
        sheet.circle(place.x + 64, y, 64, colour)
        icon(sheet, place.x + 64, y, .92)
        sheet.text(place.x + 172, y - 8, place.sentence * 1.14, head, INK, 700)
        sheet.text(place.x + 172, y + place.info * 1.42 - 4, place.info, line, mix(INK, PAPER, .1))
        y += gap


def lights(sheet, points, count, seed, depth, colours):
    """Lit windows on a slope, more of them near its foot."""
    rng = random.Random(seed)
    for _ in range(count):
        x = rng.random() * sheet.w
        y = height_at(points, x) + 16 + depth * rng.random() ** .7
        size = rng.choice([4, 5, 6])
        sheet.rect(x, y, size, size * rng.choice([1, 1.4]), rng.choice(colours),
                   extra=f' opacity="{rng.choice([".55", ".8", "1"])}"')


def lamps(sheet, x0, x1, y, step, colour):
    """A row of small lamps along a bridge."""
    row = "".join(f"M{num(x0 + k * step)} {num(y)}h5" for k in range(int((x1 - x0) / step) + 1))
    sheet.path(row, extra=f' stroke="{colour}" stroke-width="5"')


def thanks(sheet, lit=True):
    """Dusk: lights on the slopes, lights in the river; unlit: just before they come on."""
    w, h = sheet.w, sheet.h
    land, s = places(sheet)
    night, dusk = mix(INK, RIVER, .30), mix(RIVER, CITRUS, .30)
    sheet.rect(0, 0, w, h, sheet.gradient(
        (0, mix(night, INK, .25)), ((land - 190) / h, mix(night, RIVER, .28)),
        ((land - 70) / h, mix(dusk, night, .42)), ((land - 4) / h, mix(dusk, CITRUS, .36)),
        ((land + 50) / h, mix(CITRUS, PAPER, .34)), (1, mix(CITRUS, PAPER, .34))))
    rng = random.Random(31)
    for _ in range(90):
        x, y = rng.random() * w, rng.random() * land * .62
        if x < w * .72 and y > 90 and sheet.shape != "portrait":
            continue  # not among the words
        if sheet.shape == "portrait" and y > 120:
            continue
        sheet.circle(x, y, rng.choice([1.2, 1.6, 2.2]), PAPER,
                     f' opacity="{rng.choice([".35", ".55", ".8"])}"')
    moon = {"landscape": (1530, 262, 58), "portrait": (880, 560, 62), "pal": (1090, 236, 44)}
    mx, my, mr = moon[sheet.shape]
    sheet.circle(mx, my, mr * 3, sheet.glow(PAPER), ' opacity=".5"')
    sheet.circle(mx, my, mr, mix(PAPER, CITRUS, .10))
    warm = [mix(CITRUS, "#FFE3A6", .7), "#FFE3A6", mix(CITRUS, "#FFE3A6", .4)]
    a = ridge(w, land - 8, 170, 3, 520)
    hills(sheet, a, mix(night, CITRUS, .30), mix(dusk, CITRUS, .30))
    b = ridge(w, land + 56, 130, 12, 430)
    hills(sheet, b, mix(night, RIVER, .26), mix(night, dusk, .45))
    if lit:
        lights(sheet, b, int(w * .07), 6, 70 * s, warm)
    c = ridge(w, land + 120, 100, 21, 380)
    water = land + 210 * s
    cx = w * {"landscape": .40, "portrait": .42, "pal": .34}[sheet.shape]
    towers(sheet, cx - 300 * s, cx + 300 * s, lambda px: height_at(c, px) - 6, 148 * s, 44,
           [mix(night, RIVER, .18), mix(night, INK, .10)], "#FFE3A6" if lit else DARK, s)
    hills(sheet, c, mix(night, INK, .15), mix(night, INK, .35), .4)
    if lit:
        lights(sheet, c, int(w * .15), 14, 80 * s, warm)
    sheet.rect(0, water, w, h - water, sheet.gradient((0, mix(night, dusk, .55)),
                                                      (1, mix(night, INK, .2))))
    bridge(sheet, cx + 250 * s, w + 40, water - 4, 120 * s, mix(INK, night, .3),
           towers_at={"landscape": (.24, .68), "portrait": (.4, .98), "pal": (.3, .8)}[sheet.shape],
           reach=.2)
    if lit:
        lamps(sheet, cx + 256 * s, cx + 1290 * s, water - 8, 22 * s, "#FFE3A6")
    for _ in range(int(w * .05) if lit else 0):
        x, y = rng.random() * w, water + 10 + (rng.random() ** 1.6) * (h - water - 130)
        sheet.rect(x, y, 26 + 40 * rng.random(), 3.4, rng.choice(warm), r=1.7,
                   extra=f' opacity="{rng.choice([".25", ".4", ".6"])}"')
    boat(sheet, cx + 150 * s, water + 66 * s, s, mix(INK, night, .2), "#FFE3A6")
    hills(sheet, ridge(w, h - 82, 46, 33, 560), mix(INK, night, .3), INK)
    words(sheet, "重庆人民建议专题征集", ["谢谢您"],
          lines(sheet.shape, ["每一条建议都有人读，都会有答复。"],
                ["每一条建议都有人读，", "都会有答复。"]),
          lines(sheet.shape, ["凭受理编号和查询码，随时可以在这里查看进展",
                              "网上征集到 2020 年 10 月 31 日，还想到什么，请接着说"],
                ["凭受理编号和查询码，", "随时可以在这里查看进展"],
                ["凭受理编号和查询码，", "随时可以在这里查看进展"]),
          mix(CITRUS, PAPER, .45), PAPER, mix(PAPER, night, .08),
          size=WORDS[sheet.shape].title * 1.14)


# Two moments of one place: the same words in the same places, and a slow fade brings the lights.
POSTERS = {"general": general, "sannong": sannong, "chengyu": chengyu, "how": how,
           "thanks": lambda sheet: thanks(sheet, lit=False), "thanks-lit": thanks}
SHAPES = {"landscape": (1920, 1080), "portrait": (1080, 1920), "pal": (1440, 1080)}


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    for name, draw in POSTERS.items():
        for shape, (width, height) in SHAPES.items():
            sheet = Sheet(name, shape, width, height)
            draw(sheet)
            sheet.save(folder)


if __name__ == "__main__":
    main()
