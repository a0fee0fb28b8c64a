import { expect, it } from 'vitest'
import { sha256, slowly } from './sha256'

const bytes = (text: string) => new TextEncoder().encode(text)

it('gives the known digests', () => {
  expect(slowly(bytes(''))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(slowly(bytes('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

it('agrees with the browser at every length around a block', async () => {
  for (const length of [1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 70_001]) {
    const some = Uint8Array.from({ length }, (_, i) => (i * 7919) & 0xff)
    expect(slowly(some), String(length)).toBe(await sha256(some))
  }
})
