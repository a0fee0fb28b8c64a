// Adds up the script that the workbench needs before it shows anything: the
// entry and all that it imports at once. Fails the build when that is too much
// for a slow office line.
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const limit = 260 * 1000
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))

function withImports(name, seen = new Set()) {
  if (!seen.has(name)) {
    seen.add(name)
    for (const other of manifest[name].imports ?? []) withImports(other, seen)
  }
  return seen
}

const entry = Object.keys(manifest).find((name) => manifest[name].isEntry)
const names = [...withImports(entry)]
const total = names.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(manifest[name].file, dist))).length, 0)

// Only this script reads the manifest; it is nothing to serve.
rmSync(fileURLToPath(new URL('.vite', dist)), { recursive: true })

console.log(`script of the workbench: ${(total / 1000).toFixed(1)} kB gzipped in ${names.length} files (limit ${limit / 1000} kB)`)
if (total > limit) process.exit(1)
