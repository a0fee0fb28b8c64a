// What the journeys need: people with a browser each, checks of every page,
// and a count of what passed.
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = fileURLToPath(new URL('shots/', import.meta.url))
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const args = [
  '--headless', '--no-sandbox', '--lang=zh-CN', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

export class Harness {
  passed = 0
  failed = 0
  complaints = []
  // What is wrong with a page, found on the way; the journey goes on.
  flaws = []
  people = new Map()

  constructor(base, password) {
    this.base = base
    this.password = password
    mkdirSync(shots, { recursive: true })
  }

  async open() {
    this.browser = await chromium.launch({ executablePath, args, headless: true })
  }

  async close() {
    await this.browser?.close()
  }

  /** Runs one journey; the next one runs whatever came of it. */
  async journey(title, walk) {
    const before = Date.now()
    this.flaws = []
    try {
      await walk()
      if (this.flaws.length) throw new Error(this.flaws.join('\n'))
      this.passed++
      console.log(`ok    ${title} (${((Date.now() - before) / 1000).toFixed(1)} s)`)
    } catch (failure) {
      this.failed++
      console.log(`FAIL  ${title}\n      ${String(failure?.message ?? failure).split('\n').slice(0, 24).join('\n      ')}`)
      for (const [who, page] of this.people) await page.screenshot({ path: `${shots}failed-${this.failed}-${who}.png` }).catch(() => undefined)
    }
  }

  /** A page of a browser in which nobody is logged in. */
  async stranger(who, width = 1280) {
    const context = await this.browser.newContext({ viewport: { width, height: 860 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: true, reducedMotion: 'reduce' })
    context.setDefaultTimeout(60_000) // only what fails waits so long
    const page = await context.newPage()
    page.on('pageerror', (e) => this.complaints.push(`${who}: ${e.message}`))
    page.on('console', (m) => {
      // What the server refused is told there too; journeys refuse on purpose.
      if (m.type() === 'error' && !m.text().startsWith('Failed to load resource')) this.complaints.push(`${who}: ${m.text()}`)
    })
    page.on('request', (r) => {
      if (!r.url().startsWith(this.base) && !/^(data|blob|chrome|chrome-extension):/.test(r.url())) this.complaints.push(`${who}: asked ${r.url()}`)
    })
    this.people.set(who, page)
    return page
  }

  /** A page of somebody's own browser, logged in through the login page; anew where the session was ended. */
  async person(who, width) {
    const known = this.people.get(who)
    if (known && (await known.request.get(this.base + '/api/v1/session')).ok()) return known
    const page = known ?? (await this.stranger(who, width))
    await page.goto(this.base + '/')
    await this.logIn(page, who, this.password)
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
    return page
  }

  async logIn(page, who, password) {
    await page.getByLabel('账号').fill(who)
    await page.getByLabel('口令').fill(password)
    await page.getByRole('button', { name: '登录' }).click()
  }

  async shot(page, name) {
    await page.screenshot({ path: `${shots}${name}.png`, fullPage: true })
  }

  /** Takes a picture of the page and holds it against axe's rules, those of WCAG 2.2 AA with them. */
  async inspect(page, name) {
    // Live updates keep a request open, so there may be no end to wait for.
    await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => undefined)
    await this.shot(page, name)
    await page.evaluate(axe)
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }))
    const told = violations.map((v) => `${v.id}: ${v.help}\n    ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join('\n    ')}`)
    if (told.length) this.flaws.push(`axe on ${name}:\n${told.join('\n')}`)
  }

  /** Nothing sticks out sideways: 640 px are a desk's 1280 at twice the size. */
  async fits(page, name) {
    const before = page.viewportSize()
    for (const width of [640, 360]) {
      await page.setViewportSize({ width, height: before.height })
      const found = await page.evaluate(() => document.documentElement.scrollWidth)
      if (found > width) this.flaws.push(`${name} is ${found} px wide on a screen of ${width} px`)
    }
    await page.setViewportSize(before)
  }

  /** Looks at the page as on a telephone: nothing may stick out sideways. */
  async narrow(page, name) {
    const size = page.viewportSize()
    await page.setViewportSize({ width: 360, height: 740 })
    await this.shot(page, name + '-360')
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    await page.setViewportSize(size)
    if (width > 360) this.flaws.push(`${name} is ${width} px wide on a screen of 360 px`)
  }
}

/** Fails unless the text can be seen within the time. */
export async function see(page, text, timeout) {
  // What is there for the printer alone comes before what is seen.
  await page.getByText(text).filter({ visible: true }).first().waitFor({ state: 'visible', ...(timeout ? { timeout } : {}) })
}

export function check(holds, otherwise) {
  if (!holds) throw new Error(otherwise)
}
