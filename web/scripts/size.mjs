// Adds up the script that the workbench needs before it shows anything: the
// entry, the application that it loads, and all that these import at once.
// Whatever else the entry loads counts too, but for the words of another
// language, which have a limit of their own. Fails the build when that is too
// much for a slow office line.
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const limit = 260 * 1000
const limitOfWords = 40 * 1000
const application = 'src/application.ts'
const otherWords = 'src/locales/en/index.ts'
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))

function withImports(name, seen = new Set()) {
  if (!seen.has(name)) {
    seen.add(name)
    for (const other of manifest[name].imports ?? []) withImports(other, seen)
  }
  return seen
}

const sizeOf = (names) => names.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(manifest[name].file, dist))).length, 0)
const told = (size) => `${(size / 1000).toFixed(1)} kB gzipped`

const entry = Object.keys(manifest).find((name) => manifest[name].isEntry)
const loaded = manifest[entry].dynamicImports ?? []
for (const name of [application, otherWords]) {
  if (!loaded.includes(name)) throw new Error(`the entry does not load ${name}: what the workbench loads is not known`)
}
const names = new Set()
for (const name of [entry, ...loaded]) if (name !== otherWords) withImports(name, names)
if (names.has(otherWords)) throw new Error(`the workbench loads ${otherWords} in every language`)
const total = sizeOf([...names])
const words = sizeOf([...withImports(otherWords)].filter((name) => !names.has(name)))

// Only this script reads the manifest; it is nothing to serve.
rmSync(fileURLToPath(new URL('.vite', dist)), { recursive: true })

console.log(`script of the workbench: ${told(total)} in ${names.size} files (limit ${limit / 1000} kB); in English ${told(words)} more (limit ${limitOfWords / 1000} kB)`)
if (total > limit || words > limitOfWords) process.exit(1)
