// A new installation: nothing but three administrators, who were brought in at
// the console. From there to the first evaluation everything is done in pages.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check, Harness, see } from './harness.mjs'
import { lookAt } from './overview.mjs'
import { holidays, workbook } from './workbook.mjs'

const built = process.env.JIHENG_BINARY ?? fileURLToPath(new URL('../../bin/jiheng-standalone', import.meta.url))
const password = 'pw-of-the-beginning-1'
const within = 180_000

const administrators = {
  units: [{ id: 'bureau-of-data', name: '某市数据局' }],
  people: [
    { id: 'sam', unit_id: 'bureau-of-data', name: '系统管理员', roles: [{ role: 'sys_admin' }] },
    { id: 'kate', unit_id: 'bureau-of-data', name: '安全管理员', roles: [{ role: 'security_admin' }] },
    { id: 'alex', unit_id: 'bureau-of-data', name: '审计管理员', roles: [{ role: 'audit_admin' }] },
  ],
}
const departments = (unit) => workbook('departments.xlsx', [
  ['单位编码', '单位名称', '科室编码', '科室名称'],
  ['bureau-of-data', '', 'office', '办公室'],
  ['bureau-of-data', '', 'finance', '财务室'],
  ['bureau-of-data', '', 'platform', '平台科'],
  [unit, '某市信息中心', 'hall', '综合科'],
])
const people = (department) => workbook('people.xlsx', [
  ['单位编码', '登录名', '姓名', '科室', '职务'],
  ['bureau-of-data', 'head', '甲某', '办公室', '局长'],
  ['bureau-of-data', 'office', '乙某', '办公室', '办公室主任'],
  ['bureau-of-data', 'money', '丙某', '财务室', '财务室主任'],
  ['bureau-of-data', 'section', '丁某', department, '平台科科长'],
])

/** Runs the program until it ends, and fails with what it said. */
function command(args, env) {
  return new Promise((done, failed) => {
    let said = ''
    const program = spawn(built, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => (said += chunk))
    program.once('exit', (code) => (code ? failed(new Error(`${args.join(' ')} ended with ${code}:\n${said}`)) : done(said)))
  })
}

/** Starts a program that goes on, and gives what it says first that looks like something. */
async function service(args, env, looked) {
  const program = spawn(built, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => (said += chunk))
  const ended = new Promise((done) => program.once('exit', done))
  const stop = async () => {
    program.kill('SIGINT')
    await ended
  }
  for (const end = Date.now() + within; ; ) {
    const found = looked.exec(said)
    if (found) return { found: found[1], stop }
    if (program.exitCode !== null || Date.now() > end) {
      await stop()
      throw new Error(`${args[0]} is not there:\n${said.slice(-3000)}`)
    }
    await new Promise((wait) => setTimeout(wait, 100))
  }
}

/** Serves an installation with three administrators and nothing else. */
async function serveEmpty() {
  const data = mkdtempSync(join(tmpdir(), 'jiheng-beginning-'))
  chmodSync(data, 0o755) // PostgreSQL runs as somebody else when root starts it
  const started = []
  const stop = async () => {
    for (const one of started.reverse()) await one.stop()
    rmSync(data, { recursive: true, force: true })
  }
  try {
    const database = await service(['postgres', '--data', data], {}, /"database_url":"([^"]+)"/)
    started.push(database)
    const env = { DATABASE_URL: database.found, JIHENG_DATA: data }
    await command(['migrate'], env)
    writeFileSync(join(data, 'administrators.json'), JSON.stringify(administrators))
    writeFileSync(join(data, 'password'), password + '\n')
    await command(['organisation', 'import', join(data, 'administrators.json'), '--password-file', join(data, 'password')], env)
    const system = await service(['run', '--data', data, '--address', '127.0.0.1:0'], env, /(http:\/\/127\.0\.0\.1:\d+)/)
    started.push(system)
    return { base: system.found, stop }
  } catch (failure) {
    await stop()
    throw failure
  }
}

/** The part: a system of its own, with the count of `h`. */
export async function beginningJourneys(h) {
  const served = await serveEmpty()
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

/** A page of somebody who is led to the guide after the login. */
async function led(h, who) {
  const page = await h.stranger(who)
  await page.goto(h.base + '/')
  await firstLogin(h, page, who, h.password)
  await page.getByRole('heading', { level: 1, name: '初次使用' }).waitFor()
  return page
}

/** Logs in with the password that was handed out; nothing is open before another is set. */
async function firstLogin(h, page, who, initial) {
  await h.logIn(page, who, initial)
  await see(page, '现在的口令是别人发给您的初始口令')
  await page.goto(h.base + '/evaluations')
  await page.getByRole('heading', { level: 1, name: '修改口令' }).waitFor()
  check((await page.getByRole('navigation').getByRole('link', { name: '工作台', exact: true }).count()) === 0, 'pages are offered that are not open yet')
  const refused = await page.evaluate(async () => (await (await fetch('/api/v1/evaluations')).json()).reason)
  check(refused === 'password_initial', `asked past the page the server says ${refused}`)
  await h.inspect(page, 'beginning-first-login')
  await page.goto(h.base + '/')
  await page.getByLabel('原口令').fill(initial)
  await page.getByLabel('新口令', { exact: true }).fill(`a sentence of ${who}`)
  await page.getByLabel('再输入一次新口令').fill(`a sentence of ${who}`)
  await page.getByRole('button', { name: '修改', exact: true }).click()
}

/** Whether a point of the guide is ticked. */
const ticked = (page, n) => page.locator('.points > li').nth(n).evaluate((li) => li.classList.contains('done'))

async function walk(h) {
  const initial = new Map()

  await h.journey('an empty system leads its administrator to the guide, and offers no demonstration', async () => {
    const page = await h.stranger('sam')
    await page.goto(h.base + '/')
    await page.getByLabel('账号').waitFor()
    check(!/演示/.test(await page.locator('body').innerText()), 'a real installation offers accounts of a demonstration')
    await firstLogin(h, page, 'sam', h.password)
    await page.getByRole('heading', { level: 1, name: '初次使用' }).waitFor()
    check(await ticked(page, 0), 'the three are there, and not ticked')
    for (const n of [1, 2, 3, 6]) check(!(await ticked(page, n)), `point ${n + 1} is ticked before it is done`)
    await lookAt(h, page, 'beginning-guide')
  })

  await h.journey('units and departments are imported; a wrong cell is named and changes nothing', async () => {
    const page = h.people.get('sam')
    await page.getByRole('link', { name: '导入科室' }).click()
    const list = page.getByLabel('选择科室名单或人员名单（.xlsx）')
    await list.setInputFiles(departments('信息 中心'))
    await page.getByRole('alert').getByText(/^A5：/).waitFor()
    check((await page.getByRole('button', { name: '确认导入' }).count()) === 0, 'a list with a mistake can be taken over')
    await h.inspect(page, 'beginning-departments-wrong')
    await list.setInputFiles(departments('information-centre'))
    await see(page, '新增单位：某市信息中心（information-centre）')
    await page.getByRole('button', { name: '确认导入' }).click()
    await see(page, '已导入。')
    await page.goto(h.base + '/first-run')
    await see(page, '现有4个科室')
    check(await ticked(page, 1), 'the departments are there, and not ticked')
  })

  await h.journey('people are imported, each with a password of one’s own', async () => {
    const page = h.people.get('sam')
    await page.getByRole('link', { name: '导入人员' }).click()
    const list = page.getByLabel('选择科室名单或人员名单（.xlsx）')
    await list.setInputFiles(people('没有的科'))
    await page.getByRole('alert').getByText(/^D5：/).waitFor()
    await list.setInputFiles(people('平台科'))
    await see(page, '其中4人需要初始口令')
    await page.getByRole('button', { name: '确认导入' }).click()
    await see(page, '已导入。')
    const table = page.locator('section .panel').filter({ hasText: '初始口令（只显示这一次' }).getByRole('row')
    for (const row of (await table.all()).slice(1)) initial.set(await row.getByRole('cell').nth(0).innerText(), await row.getByRole('cell').nth(1).innerText())
    check(initial.size === 4 && new Set(initial.values()).size === 4, `${initial.size} passwords`)
  })

  await h.journey('two administrators give the four posts', async () => {
    const page = h.people.get('sam')
    await page.goto(h.base + '/first-run')
    await see(page, '还缺：')
    await page.getByRole('link', { name: '提出或批准任免' }).click()
    for (const [login, role, department] of [['head', '主要负责人'], ['office', '办公室'], ['money', '财务室'], ['section', '项目负责科室', '平台科']]) {
      await page.getByLabel('人员', { exact: true }).selectOption({ label: await labelOf(page, login) })
      await page.getByLabel('角色', { exact: true }).selectOption({ label: role })
      if (department) await page.getByLabel('科室', { exact: true }).selectOption({ label: department })
      await page.getByLabel('理由', { exact: true }).fill('初次任命。')
      await page.getByRole('button', { name: '提交申请' }).click()
      await see(page, '已提交申请，待安全管理员批准。')
      await page.reload()
      await page.getByLabel('人员', { exact: true }).waitFor()
    }
    const kate = await led(h, 'kate')
    await kate.getByRole('link', { name: '提出或批准任免' }).click()
    const approve = kate.getByRole('button', { name: /^批准授予角色/ })
    await approve.first().waitFor()
    for (let left = await approve.count(); left > 0; left--) {
      await approve.first().click()
      await kate.waitForFunction((n) => [...document.querySelectorAll('button')].filter((b) => b.getAttribute('aria-label')?.startsWith('批准授予角色')).length === n, left - 1)
    }
    await page.goto(h.base + '/first-run')
    await see(page, '4个岗位已有4个')
    await h.inspect(page, 'beginning-posts')
  })

  await h.journey('the holidays of the next year are previewed and put in force', async () => {
    const page = h.people.get('sam')
    await page.getByRole('link', { name: '查看或者导入放假安排' }).click()
    await page.getByLabel('选择放假安排文件').setInputFiles(holidays('2027-02-20'))
    await see(page, '新增2027年：放假6天，调休上班1天')
    await see(page, '没有进行中的评价。')
    await page.getByRole('button', { name: '确认导入' }).click()
    await see(page, '已导入，现行版本CN-2027.1。')
    await page.goto(h.base + '/administration?tab=calendar')
    await see(page, 'CN-2027.1（现行）')
    await page.getByLabel('年度', { exact: true }).selectOption('2027')
    await see(page, '2027年2月')
    await page.locator('td[title="调休上班，春节"]').waitFor()
    await lookAt(h, page, 'beginning-calendar')
    await page.goto(h.base + '/first-run')
    await see(page, /已完成\d项/)
  })

  await h.journey('a process is read and planned before anything is started', async () => {
    const page = h.people.get('sam')
    await page.getByRole('link', { name: '查看流程定义' }).click()
    await page.getByRole('link', { name: /^整体支出绩效自评，/ }).first().click()
    await page.getByRole('heading', { name: '排期预览' }).click()
    await page.getByLabel('假设启动日').fill('2026-08-05')
    await see(page, '科室自查截止')
  })

  await h.journey('somebody logs in for the first time with the password handed out, and sets another', async () => {
    const page = await h.stranger('office')
    await page.goto(h.base + '/')
    await firstLogin(h, page, 'office', initial.get('office'))
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
  })

  await h.journey('the office starts the first evaluation, and the guide is done', async () => {
    const page = h.people.get('office')
    await page.getByRole('link', { name: '发起自评', exact: true }).click()
    await page.getByLabel('名称', { exact: true }).fill('2025年度整体支出绩效自评')
    await page.getByLabel('第1行名称').fill('政务数据共享平台')
    await page.getByLabel('第1行金额', { exact: true }).fill('120')
    await page.getByLabel('第1行负责科室').selectOption({ label: '平台科' })
    await page.getByLabel('接收单位', { exact: true }).selectOption('bureau-of-data')
    await page.getByText('排期预览').click()
    await page.getByRole('columnheader', { name: '截止' }).waitFor()
    await page.getByRole('button', { name: '发起', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '2025年度整体支出绩效自评' }).waitFor()
    await h.inspect(page, 'beginning-started')
    await page.getByRole('link', { name: '工作台', exact: true }).click()
    await page.getByRole('button', { name: /^签收“/ }).first().waitFor({ timeout: 90_000 })

    const sam = h.people.get('sam')
    await sam.goto(h.base + '/first-run')
    await see(sam, '已完成7项，共7项')
    await sam.goto(h.base + '/')
    await sam.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
  })
}

/** What the list of people calls an account. */
async function labelOf(page, login) {
  const options = page.getByLabel('人员', { exact: true }).locator('option')
  await options.nth(1).waitFor({ state: 'attached' })
  return (await options.allInnerTexts()).find((text) => text.includes(`（${login}）`))
}
