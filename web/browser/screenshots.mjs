// Plays the system and takes a picture of every page for docs/screenshots/:
// light on a desk; some in the dark, on a telephone and as they are printed.
// `make screenshots`; `npm run screenshots task inbox` takes those alone.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { check, Harness } from './harness.mjs'
import { appPages, publicPages } from './pages.mjs'
import { withPalette } from './picture.mjs'
import { setStage } from './stage.mjs'
import { password, startSystem } from './system.mjs'

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url))
const most = 200 * 1000
const tallest = 1500
// What is shown in the dark and on a telephone, too.
const also = ['workbench', 'inbox', 'task', 'evaluation', 'portal-evaluation']
const printed = ['task', 'task-2', 'evaluation']
const sheetOfPaper = { width: 718, height: 1020 } // A4 within its margins

const only = process.argv.slice(2)
const system = await startSystem()
const h = new Harness(system.base, password)
try {
  await h.open()
  const stage = await setStage(h)
  mkdirSync(folder, { recursive: true })
  if (!only.length) for (const old of readdirSync(folder)) rmSync(folder + old)
  const seen = new Map()
  for (const { route, path, who } of [...appPages(stage), ...publicPages(stage)]) {
    const title = nameOf(route)
    seen.set(title, (seen.get(title) ?? 0) + 1)
    const name = seen.get(title) > 1 ? `${title}-${seen.get(title)}` : title
    if (only.length && !only.includes(name)) continue
    await shoot(who, path, name)
  }
} finally {
  await h.close()
  await system.stop()
}

async function shoot(who, path, name) {
  const page = who === 'anybody' ? await h.stranger('anybody') : await h.person(who)
  await page.goto(h.base + path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await picture(page, name)
  if (also.includes(name)) {
    await page.emulateMedia({ colorScheme: 'dark' })
    await picture(page, name + '-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 360, height: 740 })
    await picture(page, name + '-360')
    await page.setViewportSize({ width: 1280, height: 860 })
  }
  if (printed.includes(name)) {
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize(sheetOfPaper)
    await picture(page, name + '-print')
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 1280, height: 860 })
  }
  if (who === 'anybody') await page.context().close()
}

async function picture(page, name) {
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => undefined)
  await page.evaluate(() => window.scrollTo(0, 0))
  const { width, height } = await page.evaluate(() => ({ width: window.innerWidth, height: document.documentElement.scrollHeight }))
  const png = withPalette(await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, tallest) } }))
  check(png.length < most, `${name} takes ${png.length} bytes`)
  writeFileSync(`${folder}${name}.png`, png)
  console.log(`${name}: ${(png.length / 1000).toFixed(0)} kB`)
}

/** A name for a picture, by the address of its page. */
function nameOf(route) {
  if (route === '/') return 'workbench'
  if (route.startsWith('/:')) return 'lost'
  if (route.startsWith('/definitions/:')) return 'definition'
  const parts = route.replace('/public/', '/portal/').replace('evaluations/nowhere', 'nowhere').split('/').filter(Boolean)
  const text = parts.map((p, i) => (p.startsWith(':') ? '' : i && /^ev-/.test(p) ? 'evaluation' : p)).filter(Boolean).join('-')
  return route.endsWith('/:id') ? text.replace(/s$/, '') : text.replace('evaluations-evaluation', 'evaluation')
}
