// Between two systems without a network: what a unit files is a file, and so is
// the bureau's receipt. Both sides are real, each with a database of its own.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check, Harness, see } from './harness.mjs'
import { later } from './matter.mjs'
import { approveAll, clear, compile, rehearse, sign } from './rehearsal.mjs'
import { members, takeUp } from './release.mjs'
import { password, startDatabase, startSystem } from './system.mjs'

const jiheng = fileURLToPath(new URL('../../bin/jiheng', import.meta.url))
const title = '走查：用文件报送'

/** A unit and a bureau that cannot reach each other, and know each other's keys. */
async function startBoth(folder) {
  for (const who of ['unit', 'bureau']) execFileSync(jiheng, ['key', 'new', '--algorithm', 'sm2', '--out', join(folder, who + '.pem')])
  const started = []
  const stop = async () => {
    for (const s of started.reverse()) await s.stop()
  }
  try {
    const database = await startDatabase()
    started.push(database)
    const bureau = await startSystem({ args: ['--demo'], env: { DATABASE_URL: database.url, JIHENG_SIGNING_KEY: join(folder, 'bureau.pem') } })
    started.push(bureau)
    execFileSync(jiheng, ['filing', 'trust', 'service-centre', join(folder, 'unit.pem.pub')], { env: { ...process.env, DATABASE_URL: database.url } })
    const receivers = JSON.stringify([{ unit: 'finance-bureau', key: readFileSync(join(folder, 'bureau.pem.pub'), 'utf8') }])
    const unit = await startSystem({ env: { JIHENG_RECEIVERS: receivers, JIHENG_SIGNING_KEY: join(folder, 'unit.pem') } })
    started.push(unit)
    return { unit, bureau, stop }
  } catch (failure) {
    await stop()
    throw failure
  }
}

/** The part: two systems of its own, with the count of `h`. */
export async function byFileJourneys(h) {
  const folder = mkdtempSync(join(tmpdir(), 'jiheng-by-file-'))
  const both = await startBoth(folder)
  const sides = [new Harness(both.unit.base, password), new Harness(both.bureau.base, password)]
  try {
    for (const side of sides) await side.open()
    await walk(...sides, folder)
  } finally {
    for (const side of sides) {
      await side.close()
      h.passed += side.passed
      h.failed += side.failed
      h.complaints.push(...side.complaints)
    }
    await both.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function save(page, name, path) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()])
  check((await download.failure()) === null, `${name}: ${await download.failure()}`)
  await download.saveAs(path)
}

async function walk(unit, bureau, folder) {
  const [filed, receipt] = [join(folder, 'filing.jhf'), join(folder, 'receipt.json')]
  let evaluation = ''
  let number = ''

  await unit.journey('the unit takes its signed filing away as a file, and the task waits for the receipt', async () => {
    evaluation = await rehearse(await unit.person('office-head'), await unit.person('director'), title)
    await compile(await unit.person('finance-clerk'), evaluation)
    await approveAll(await Promise.all(members.map((who) => unit.person(who))), evaluation, 'approve')
    await sign(await unit.person('director'), evaluation, 'attest')
    const finance = await takeUp(unit, 'finance-clerk', '确认报送', title)
    await finance.getByRole('button', { name: '同意', exact: true }).click()
    await see(finance, '已同意。')
    await finance.goto(`${unit.base}/evaluations/${evaluation}`)
    await finance.getByText('文件报送').first().waitFor({ timeout: later })
    await see(finance, '已报送，等待签收')
    await unit.inspect(finance, 'filing-by-file')
    await unit.narrow(finance, 'filing-by-file')
    await save(finance, '下载报送文件（已签名）', filed)
  })

  await bureau.journey('the bureau takes the file in, refuses a changed one, and gives its signed receipt', async () => {
    const page = await bureau.person('bureau-clerk')
    await page.goto(bureau.base + '/filings')
    const choose = page.getByLabel('导入报送文件')
    const content = readFileSync(filed)
    const other = Buffer.from(content)
    other[other.length >> 1] ^= 1
    await choose.setInputFiles({ name: 'changed.jhf', mimeType: 'application/octet-stream', buffer: other })
    await page.locator('.import .problem').waitFor()
    await bureau.inspect(page, 'filing-import-refused')
    check((await page.getByText(/^已登记报送/).count()) === 0, 'a changed file was taken in')
    await choose.setInputFiles(filed)
    await see(page, /已登记报送\d{4}-\d{5}/, later)
    number = /\d{4}-\d{5}/.exec(await page.locator('.import [role=status]').innerText())[0]
    await choose.setInputFiles(filed)
    await see(page, `已登记报送${number}`)
    await page.getByLabel('年度').fill('2019')
    await page.getByLabel('年度').press('Tab')
    await page.getByRole('row').filter({ hasText: title }).getByRole('link').click()
    await see(page, number)
    await bureau.inspect(page, 'filing-imported')
    await bureau.narrow(page, 'filing-imported')
    await save(page, '下载回执', receipt)
  })

  await unit.journey('the unit hands in the receipt, not a changed one, and it is filed', async () => {
    const page = await unit.person('finance-clerk')
    await page.goto(`${unit.base}/evaluations/${evaluation}`)
    const choose = page.getByLabel('导入回执或者退回通知')
    const text = readFileSync(receipt, 'utf8')
    await choose.setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from('不是回执') })
    await see(page, '这个文件不是回执或者退回通知。')
    const envelope = JSON.parse(text)
    const signature = envelope.signature.replace(/[A-Za-z]/, (c) => (c === 'A' ? 'B' : 'A'))
    writeFileSync(join(folder, 'changed.json'), JSON.stringify({ ...envelope, signature }))
    await choose.setInputFiles(join(folder, 'changed.json'))
    await page.locator('.problem').first().waitFor()
    await see(page, '已报送，等待签收')
    await choose.setInputFiles(receipt)
    await see(page, '已登记对方的答复。')
    await see(page, number)
    await see(page, '回执有对方签名，已核验。')
    await unit.inspect(page, 'filing-answered')
    await unit.narrow(page, 'filing-answered')
    await clear(await unit.person('office-clerk-2'), evaluation, 'clear')
    await approveAll([await unit.person('office-clerk-1')], evaluation, 'confirm')
    const anybody = await unit.stranger('anybody')
    for (const end = Date.now() + later; Date.now() < end && !(await anybody.goto(`${unit.base}/public/evaluations/${evaluation}`)).ok(); ) await anybody.waitForTimeout(300)
    await see(anybody, '报送的与公开的是同一份卷宗')
    await see(anybody, number)
  })
}
