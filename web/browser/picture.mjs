// Makes the picture of a page small: at most 256 colours, which is more than
// such a page has that anybody could tell apart.
import { deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A PNG as the browser gives it, with a palette. */
export function withPalette(png) {
  const { width, height, pixels } = decode(png)
  const palette = paletteOf(pixels)
  const near = new Map()
  const rows = Buffer.alloc((width + 1) * height)
  for (let i = 0; i < width * height; i++) rows[i + Math.floor(i / width) + 1] = indexOf(pixels[i], palette, near)
  const colours = Buffer.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]))
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([signature, chunk('IHDR', head), chunk('PLTE', colours), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

/** The pixels of a PNG of eight bits a channel as numbers, without transparency. */
function decode(png) {
  let width = 0
  let height = 0
  let channels = 0
  const data = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const kind = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (kind === 'IHDR') {
      ;[width, height, channels] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9] === 6 ? 4 : 3]
      if (body[8] !== 8 || ![2, 6].includes(body[9]) || body[12]) throw new Error('a PNG of another kind')
    } else if (kind === 'IDAT') data.push(body)
    at += length + 12
  }
  const raw = inflateSync(Buffer.concat(data))
  unfilter(raw, width * channels, height, channels)
  const pixels = new Uint32Array(width * height)
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, at = y * (width * channels + 1) + 1; x < width; x++, at += channels) pixels[i++] = (raw[at] << 16) | (raw[at + 1] << 8) | raw[at + 2]
  }
  return { width, height, pixels }
}

function unfilter(raw, length, height, channels) {
  for (let y = 0; y < height; y++) {
    const row = y * (length + 1)
    const filter = raw[row]
    for (let x = 1; x <= length; x++) {
      const a = x > channels ? raw[row + x - channels] : 0
      const b = y ? raw[row + x - length - 1] : 0
      const c = y && x > channels ? raw[row + x - length - 1 - channels] : 0
      raw[row + x] = (raw[row + x] + [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter]) & 255
    }
  }
}

function paeth(a, b, c) {
  const p = a + b - c
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)]
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

/** The colours that are there most, the nearly equal ones counted together. */
function paletteOf(pixels) {
  const counts = new Map()
  for (const c of pixels) counts.set(c, (counts.get(c) ?? 0) + 1)
  const sorted = [...counts].sort((x, y) => y[1] - x[1]).map(([c]) => c)
  if (sorted.length <= 256) return sorted
  const chosen = sorted.slice(0, 24) // the plain areas as they are
  for (let apart = 24; chosen.length < 256 && apart > 0; apart = Math.floor(apart / 2)) {
    for (const c of sorted.slice(0, 20_000)) {
      if (chosen.length === 256) break
      if (chosen.every((o) => distance(c, o) > apart * apart)) chosen.push(c)
    }
  }
  return chosen
}

function indexOf(colour, palette, near) {
  let index = near.get(colour)
  if (index !== undefined) return index
  let best = Infinity
  palette.forEach((c, i) => {
    const d = distance(colour, c)
    if (d < best) [best, index] = [d, i]
  })
  near.set(colour, index)
  return index
}

function distance(x, y) {
  const [r, g, b] = [(x >> 16) - (y >> 16), ((x >> 8) & 255) - ((y >> 8) & 255), (x & 255) - (y & 255)]
  return r * r + g * g + b * b
}

function chunk(kind, body) {
  const out = Buffer.alloc(body.length + 12)
  out.writeUInt32BE(body.length, 0)
  out.write(kind, 4, 'latin1')
  body.copy(out, 8)
  out.writeUInt32BE(checksum(out.subarray(4, body.length + 8)), body.length + 8)
  return out
}

/** CRC-32, which Node's zlib has only since version 22. */
export function checksum(content) {
  let sum = ~0
  for (const byte of content) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return ~sum >>> 0
}
