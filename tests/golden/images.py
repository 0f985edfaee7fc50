"""Writes data/image-* and images.json: small JPEG and PNG files of every kind, and what Pillow (Debian 12's or newer) makes of them: luma, and luma scaled to 12 x 12 bilinearly.

    /usr/bin/python3 tests/golden/images.py
"""
import json
import os
import struct
import zlib

import numpy as np
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data")
y, x = np.mgrid[0:20, 0:30]
grey = (127 + 80 * np.sin(x / 4.0) * np.cos(y / 3.0) + x).clip(0, 255).astype(np.uint8)
colour = np.stack([grey, 255 - grey, (x * 8 % 256).astype(np.uint8)], 2)


def png16(path, values):
    """16 bits a channel, which Pillow does not write for colour."""
    height, width, channels = values.shape
    lines = b"".join(b"\0" + line.astype(">u2").tobytes() for line in values)

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 0 if channels == 1 else 2, 0, 0, 0))
                   + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


def with_gamma(path, values):
    """8 bits grey that call themselves linear (gAMA): Pillow, torchvision and Skia without a colour space give the values as they are."""
    Image.fromarray(values).save(path)
    with open(path, "rb") as file:
        content = file.read()
    body = struct.pack(">I", 100000)
    chunk = struct.pack(">I", 4) + b"gAMA" + body + struct.pack(">I", zlib.crc32(b"gAMA" + body))
    with open(path, "wb") as file:
        file.write(content[:33] + chunk + content[33:])


Image.fromarray(grey).save(os.path.join(DATA, "image-grey.jpeg"), quality=92)
Image.fromarray(colour).save(os.path.join(DATA, "image-colour.jpeg"), quality=92)
Image.fromarray(colour).save(os.path.join(DATA, "image-progressive.jpg"), quality=92, progressive=True)
Image.fromarray(grey).save(os.path.join(DATA, "image-grey.png"))
Image.fromarray(colour).save(os.path.join(DATA, "image-colour.png"))
Image.fromarray(grey).convert("P").save(os.path.join(DATA, "image-palette.png"))
Image.fromarray(np.dstack([colour, np.full_like(grey, 255)])).save(os.path.join(DATA, "image-alpha.png"))
png16(os.path.join(DATA, "image-grey16.png"), grey[:, :, None].astype(np.uint16) * 257)
png16(os.path.join(DATA, "image-colour16.png"), colour.astype(np.uint16) * 257)
deep = grey.astype(np.uint16) * 256 + (x * 37 % 256).astype(np.uint16)  # all 16 bits in use
png16(os.path.join(DATA, "image-deep16.png"), deep[:, :, None])
with_gamma(os.path.join(DATA, "image-gamma.png"), grey)
Image.fromarray(colour).convert("CMYK").save(os.path.join(DATA, "image-cmyk.jpeg"), quality=92)

root = {}
for name in sorted(n for n in os.listdir(DATA) if n.startswith("image-")):
    sixteen = {"image-grey16.png": grey, "image-colour16.png": colour, "image-deep16.png": np.round(deep / 257).astype(np.uint8)}
    source = Image.fromarray(sixteen[name]) if name in sixteen else Image.open(os.path.join(DATA, name)).convert("RGB")
    luma = Image.fromarray(np.asarray(source)).convert("L")
    root[name] = {"luma20": np.asarray(luma.resize((20, 20), Image.BILINEAR)).flatten().tolist(), "luma12": np.asarray(luma.resize((12, 12), Image.BILINEAR)).flatten().tolist(),
                  "luma40": np.asarray(luma.resize((40, 40), Image.BILINEAR)).flatten().tolist()}
with open(os.path.join(HERE, "images.json"), "w") as file:
    json.dump(root, file, separators=(",", ":"))
