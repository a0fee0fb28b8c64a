"""Cuts a font down to a character set and gives it another name.

Usage: subset.py SOURCE.ttf NAME gbk|gb2312 TARGET.ttf.gz
"""

import gzip
import io
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# What official papers hold beside Han characters: Latin, Greek, punctuation,
# letter-like signs, Roman numerals, arrows, mathematics, circled numbers,
# lines, squares, CJK punctuation, kana, bopomofo, units, full-width forms.
SIGNS = [
    (0x20, 0x7E), (0xA0, 0xFF), (0x391, 0x3C9), (0x410, 0x451), (0x2010, 0x203E), (0x20AC, 0x20AC),
    (0x2100, 0x214F), (0x2160, 0x217F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF),
    (0x2605, 0x2642), (0x2700, 0x27BF), (0x3000, 0x312F), (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
]
HAN = (0x4E00, 0x9FFF)


def wanted(charset):
    chars = {c for first, last in SIGNS for c in range(first, last + 1)}
    for c in range(HAN[0], HAN[1] + 1):
        if charset == "gbk" or in_gb2312(c):
            chars.add(c)
    return chars


def in_gb2312(c):
    try:
        chr(c).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main(source, name, charset, target):
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, glyph_names=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        drop_tables=["DSIG", "GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "meta"],
    )
    s = subset.Subsetter(options)
    s.populate(unicodes=wanted(charset))
    s.subset(font)
    style = "Bold" if "Bold" in source else "Regular"
    for record in font["name"].names:
        text = {1: name, 2: style, 3: "Jiheng:" + name, 4: name + " " + style, 6: name.replace(" ", "") + "-" + style}.get(record.nameID)
        if text:
            font["name"].setName(text, record.nameID, record.platformID, record.platEncID, record.langID)
    font["name"].names = [r for r in font["name"].names if r.platformID == 3]
    plain = io.BytesIO()
    font.save(plain)
    with open(target, "wb") as out:
        with gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=9, mtime=0) as packed:
            packed.write(plain.getvalue())


if __name__ == "__main__":
    main(*sys.argv[1:])
