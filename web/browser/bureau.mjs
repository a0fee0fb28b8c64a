// A bureau's officer with 300 units: finding one, seeing what is missing,
// rolling up, and what becomes of a roll-up when a filing moves.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check, Harness, see } from './harness.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const password = 'pw-of-the-bureau-1'
const within = 180_000

/** Serves a bureau in the middle of its year; gives its address and how to end it. */
async function serveBureau() {
  const data = mkdtempSync(join(tmpdir(), 'jiheng-bureau-'))
  chmodSync(data, 0o755) // PostgreSQL runs as somebody else when root starts it
  const helper = join(data, 'bureau')
  await new Promise((done, failed) => {
    spawn('go', ['build', '-o', helper, './web/browser/bureau'], { cwd: root, stdio: 'inherit' }).once('exit', (code) => (code ? failed(new Error(`the helper was not built: ${code}`)) : done()))
  })
  const program = spawn(helper, ['--data', data, '--program', join(root, 'bin/jiheng'), '--address', '127.0.0.1:18473', '--password', password], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const listen = (chunk) => (said += chunk)
  program.stdout.on('data', listen)
  program.stderr.on('data', listen)
  const ended = new Promise((done) => program.once('exit', done))
  const stop = async () => {
    program.kill('SIGINT')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  const base = 'http://127.0.0.1:18473'
  for (const end = Date.now() + within; ; ) {
    if (program.exitCode !== null || Date.now() > end) {
      await stop()
      throw new Error(`the bureau is not served:\n${said.slice(-3000)}`)
    }
    if (await fetch(`${base}/readyz`).then((a) => a.ok, () => false)) return { base, stop }
    await new Promise((wait) => setTimeout(wait, 200))
  }
}

/** The part: a system of its own, with the count of `h`. */
export async function bureauJourneys(h) {
  const served = await serveBureau()
  const own = new Harness(served.base, password)
  try {
    await own.open()
    await walk(own)
  } finally {
    await own.close()
    await served.stop()
    h.passed += own.passed
    h.failed += own.failed
    h.complaints.push(...own.complaints)
  }
}

async function walk(h) {
  await h.journey('the board shows 300 units and where each stands, what is late, and is exported', async () => {
    const page = await h.person('bureau-clerk')
    await page.getByRole('link', { name: '进度看板', exact: true }).click()
    await page.getByRole('heading', { name: '阶段进度' }).waitFor()
    for (const column of ['报送', '形式审核', '财政复核', '整改']) await page.getByRole('columnheader', { name: column, exact: true }).waitFor()
    const rows = page.locator('table.heat tbody tr')
    check((await rows.count()) === 300, `${await rows.count()} units`)
    const missing = await rows.filter({ has: page.locator('td.late') }).count()
    check(missing === 5, `${missing} units are late`)
    const soon = await rows.filter({ has: page.locator('td.due_soon') }).count()
    check(soon === 10, `${soon} units are due within three days`)
    await see(page, '共5项。')
    await h.inspect(page, 'bureau-board')
    await h.narrow(page, 'bureau-board')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 CSV' }).click()])
    check(readFileSync(await file.path(), 'utf8').trim().split('\r\n').length === 301, 'the export is not whole')
    await rows.getByRole('link', { name: /^查看收件：/ }).first().click()
    await page.waitForURL(/\/filings\/[^/]+$/)
    await see(page, /\d{4}-\d{5}/)
  })

  await h.journey('an officer finds one of 300 units, and what is missing', async () => {
    const page = await h.person('bureau-clerk')
    await page.goto(h.base + '/filings')
    await see(page, '应报300个单位')
    await h.inspect(page, 'bureau-filings')
    await h.narrow(page, 'bureau-filings')
    await page.getByLabel('查找', { exact: true }).fill('第3小学')
    await page.keyboard.press('Tab')
    await page.getByRole('cell', { name: '第3小学', exact: true }).first().waitFor()
    await page.getByLabel('报送情况').selectOption({ label: '未报' })
    const panel = page.locator('section.panel').filter({ hasText: '报送完整性' })
    await panel.getByText('第1中学', { exact: true }).waitFor({ state: 'detached' })
    await panel.getByText('第4供水管理所').waitFor()
    check((await panel.getByRole('row').count()) === 16, 'not the fifteen that have filed nothing')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出报送完整性（CSV）' }).click()])
    check(readFileSync(await file.path(), 'utf8').split('\r\n').length === 302, 'the export is not whole')
    await panel.locator('summary').click()
    await page.waitForFunction(() => document.querySelector('#duties')?.value.split('\n').length === 300)
    await h.inspect(page, 'bureau-completeness')
  })

  await h.journey('the ranking of all is searched and exported', async () => {
    const page = await h.person('bureau-clerk')
    await page.getByRole('link', { name: '排名', exact: true }).click()
    await see(page, '先进名额51个')
    await page.getByLabel('查找', { exact: true }).fill('第12中学')
    await see(page, '符合的1件，共255件。')
    await h.inspect(page, 'bureau-ranking')
    await h.narrow(page, 'bureau-ranking')
    for (const format of ['XLSX', 'PDF']) {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `导出排名（${format}）` }).click()])
      check(readFileSync(await file.path()).length > 5000, 'an empty file')
    }
  })

  await h.journey('an opinion stands beside the unit\'s own, the gap is settled, and a notice goes out', async () => {
    const page = await h.person('bureau-clerk')
    await page.getByRole('link', { name: /^\d{4}-\d{5}$/ }).first().click()
    await page.getByLabel('“预算编制合理性”的得分').fill('20')
    await page.getByRole('button', { name: '提交意见' }).click()
    await see(page, '与自评不同的，必须写明理由。')
    await page.getByLabel('“预算编制合理性”的理由').fill('没有佐证材料。')
    await page.getByLabel('“支出完成率”的得分').fill('20')
    await page.getByLabel('“支出完成率”的理由').fill('执行进度偏低。')
    await h.inspect(page, 'bureau-opinion')
    await h.narrow(page, 'bureau-opinion')
    await page.getByRole('button', { name: '提交意见' }).click()
    await see(page, '已提交意见。')
    await page.getByLabel('评分方案', { exact: true }).selectOption({ index: 1 })
    await see(page, '依据没有规定的事项，逐项选定以后才能认定。')
    for (const field of await page.locator('select[id^="gap-"]:not(#gap-scheme)').all()) await field.selectOption({ index: 1 })
    const settle = page.getByRole('button', { name: '认定', exact: true })
    await page.waitForFunction(() => [...document.querySelectorAll('button')].some((b) => b.textContent.trim() === '认定' && !b.disabled))
    await h.inspect(page, 'bureau-gap')
    await settle.click()
    await see(page, '已认定复核分差。')
    await page.locator('summary', { hasText: '发出整改通知' }).click()
    await page.getByLabel('问题，每行一条').fill('预算编制没有佐证。')
    await page.getByLabel('回复审核通过多少天以后回头看').fill('60')
    await h.inspect(page, 'bureau-order')
    await page.getByRole('button', { name: '发出整改通知' }).click()
    await see(page, '已发出整改通知。')
    await see(page, '已发出，单位还没有收到')
    await h.inspect(page, 'bureau-noticed')
    await h.narrow(page, 'bureau-noticed')
  })

  await h.journey('what units state is rolled up as it was looked at, and can be taken away', async () => {
    const page = await h.person('bureau-clerk')
    await page.goto(h.base + '/filings/roll-ups')
    await see(page, '这一年度还没有汇总。')
    await h.inspect(page, 'rollup-empty')
    await page.getByRole('checkbox', { name: /整体支出完成率/ }).check()
    await page.getByRole('checkbox', { name: /预算执行率/ }).check()
    await page.locator('summary', { hasText: '单位类别' }).click()
    await page.getByLabel(/^每行写单位编号和类别/).fill('unit-0000 教育\nunit-0001')
    await page.getByRole('button', { name: '试算' }).click()
    await see(page, '第2行应为单位编号和类别')
    await page.getByLabel(/^每行写单位编号和类别/).fill('unit-0000 教育\nunit-0001 教育\nunit-0002 卫生')
    await page.getByRole('button', { name: '试算' }).click()
    await see(page, '试算结果，尚未汇总')
    await page.locator('summary', { hasText: '算式' }).click()
    await see(page, /^执行率：[\d,.]+ ÷ [\d,.]+ × 100% = [\d.]+%$/)
    await page.getByLabel('只看').selectOption({ label: '未载明预算执行的' })
    await see(page, '符合的28件，共255件。')
    await see(page, '没有写明计量单位')
    await h.inspect(page, 'rollup-preview')
    await h.narrow(page, 'rollup-preview')
    await page.getByRole('button', { name: '汇总', exact: true }).click()
    await see(page, '已完成第1次汇总。')
    await see(page, '最近一次汇总与现在的收件一致。')
    await h.inspect(page, 'rollup-made')
    await h.narrow(page, 'rollup-made')
    const digest = await page.locator('.digest').filter({ hasText: /^[0-9a-f]{64}$/ }).first().textContent()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '汇总内容（JSON）' }).click()])
    check(createHash('sha256').update(readFileSync(await file.path())).digest('hex') === digest, 'the digest is of something else')
    for (const name of ['表格（XLSX）', '表格（CSV）', '表格（PDF）']) {
      const [table] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()])
      check(readFileSync(await table.path()).length > 5000, `an empty ${name}`)
    }
  })

  await h.journey('a return makes the roll-up stale in sight, and another one takes its place', async () => {
    const page = await h.person('bureau-clerk')
    await page.getByLabel('查找', { exact: true }).fill('第3小学')
    await page.getByRole('row', { name: /^第3小学/ }).getByRole('link').click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByLabel('退回原因，每行一条').fill('执行数与决算报表不符。')
    await page.getByRole('button', { name: '退回', exact: true }).click()
    await see(page, '已退回。')
    await page.getByRole('link', { name: '收件复核' }).click()
    await page.getByRole('link', { name: '汇总', exact: true }).click()
    await see(page, '最近一次汇总已过时，请重新汇总')
    await see(page, /第3小学（收件\d{4}-\d{5}）已退回/)
    await h.inspect(page, 'rollup-stale')
    await h.narrow(page, 'rollup-stale')
    check(await page.getByRole('checkbox', { name: /预算执行率/ }).isChecked(), 'what was chosen before is forgotten')
    await page.getByRole('button', { name: '试算' }).click()
    await page.getByRole('button', { name: '汇总', exact: true }).click()
    await see(page, '已完成第2次汇总。')
    await page.getByRole('button', { name: '第1次汇总', exact: true }).click()
    await see(page, '已被后一次替代')
    await see(page, '这次汇总以后收件又有变动')
    await h.inspect(page, 'rollup-past')
  })
}
