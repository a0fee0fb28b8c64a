// Plays the journeys of people in a real Chromium against the real system.
// JIHENG_BINARY names another program, CHROMIUM another browser; what follows
// the command names the parts to play, such as `npm run browser release`.
import { Harness } from './harness.mjs'
import { journeys, selfServed } from './journeys.mjs'
import { password, startSystem } from './system.mjs'

const began = Date.now()
const names = process.argv.slice(2)
const alone = names.length > 0 && names.every((name) => selfServed.includes(name))
const system = alone ? { base: '', stop: async () => undefined, said: () => '' } : await startSystem()
const harness = new Harness(system.base, password)
try {
  await harness.open()
  await journeys(harness, names)
} finally {
  await harness.close()
  await system.stop()
}
if (harness.failed) console.log(system.said().slice(-4000))
console.log(`${harness.passed} passed, ${harness.failed} failed in ${((Date.now() - began) / 1000).toFixed(0)} s`)
process.exit(harness.failed ? 1 : 0)
