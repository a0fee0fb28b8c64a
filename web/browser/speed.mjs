// Measures how long the workbench takes to show its table with the processor
// slowed four times, and how far it moves meanwhile; docs/performance.md keeps
// what was measured. `node browser/speed.mjs [times]`.
import { Harness } from './harness.mjs'
import { rehearse } from './rehearsal.mjs'
import { today } from './stage.mjs'
import { password, startSystem } from './system.mjs'

const times = Number(process.argv[2] ?? 7)
const slowed = 4
const items = [1, 2, 3, 4, 5].map((n) => ({ id: `item-${n}`, kind: 'project', title: `项目${n}`, department_id: 'coordination', amount_yuan: '1000000' }))

const system = await startSystem()
const h = new Harness(system.base, password)
try {
  await h.open()
  await rehearse(await h.person('office-head'), await h.person('director'), '测速', { start_on: today(), day_milliseconds: undefined, items })
  const page = await h.person('coordination-clerk')
  await page.locator('[data-task]').nth(4).waitFor({ timeout: 90_000 })
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowed })
  for (const cold of [true, false]) {
    await session.send('Network.setCacheDisabled', { cacheDisabled: cold })
    const found = []
    for (let i = 0; i < times; i++) found.push(await measure(page))
    const taken = found.map((f) => f.shown).sort((x, y) => x - y)
    const shift = Math.max(...found.map((f) => f.shift))
    console.log(`${cold ? 'without' : 'with'} the browser's cache: table visible after ${middle(taken)} ms (${taken[0]} to ${taken.at(-1)}), layout shift at most ${shift.toFixed(3)}`)
  }
} finally {
  await h.close()
  await system.stop()
}

function middle(sorted) {
  return sorted[Math.floor(sorted.length / 2)]
}

async function measure(page) {
  await page.goto(h.base + '/', { waitUntil: 'commit' })
  const shown = await page.evaluate(() => new Promise((done) => {
    const look = () => (document.querySelector('[data-task]') ? requestAnimationFrame(() => done(Math.round(performance.now()))) : setTimeout(look, 10))
    look()
  }))
  const shift = await page.evaluate(() => new Promise((done) => {
    let sum = 0
    new PerformanceObserver((list) => list.getEntries().forEach((e) => (sum += e.hadRecentInput ? 0 : e.value))).observe({ type: 'layout-shift', buffered: true })
    setTimeout(() => done(sum), 1500)
  }))
  return { shown, shift }
}
