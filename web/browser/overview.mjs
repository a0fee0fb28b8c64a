// The picture of an evaluation's time, its process as a diagram, and the board.
import { readFileSync } from 'node:fs'
import { check, see } from './harness.mjs'
import { claim, path, send } from './rehearsal.mjs'

const example = JSON.parse(readFileSync(new URL('../../internal/demo/case.json', import.meta.url), 'utf8'))
const items = [
  ['terminals', '「市民之窗」自助终端', 'coordination', '2300000'],
  ['online-hall', '网上办事大厅升级改造', 'hotline', '1800000'],
  ['hotline', '12345热线话务外包', 'hotline', '4200000'],
  ['running-costs', '日常运转', 'office', '300000'],
]

/** Starts an evaluation some days ago, so that the sections are late by now. */
async function begun(h) {
  const [office, director] = [await h.person('office-head'), await h.person('director')]
  const start = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10)
  const { id } = await send(office, 'POST', '/api/v1/evaluations', {
    process: 'overall-self-evaluation', title: '2025年度整体支出绩效自评', year: 2025, start_on: start, receiver_id: 'finance-bureau',
    items: items.map(([item, title, department, amount]) => ({ id: item, kind: 'project', title, department_id: department, amount_yuan: amount })),
  })
  const notice = await claim(office, id, 'draft_notice')
  await send(office, 'POST', path(notice, 'complete'), { submission: { members: example.group } }, notice.version)
  const issue = await claim(director, id, 'issue_notice')
  await send(director, 'POST', path(issue, 'approve'), {}, issue.version)
  await claim(await h.person('coordination-head'), id, 'submit')
  return id
}

/** Looks at a page in the dark and in the light, as on a screen and as on a telephone. */
export async function lookAt(h, page, name) {
  await h.inspect(page, name)
  await h.narrow(page, name)
  await page.emulateMedia({ colorScheme: 'dark' })
  await h.inspect(page, `${name}-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
}

export async function overviewJourneys(h) {
  let id = ''
  const evaluation = () => id
  await h.journey('administrators see what a new installation still needs', async () => {
    const page = await h.person('system-admin')
    await page.goto(h.base + '/first-run')
    await page.getByRole('heading', { name: '初次使用' }).waitFor()
    await see(page, /已完成\d项，共7项/)
    check((await page.locator('.points > li').count()) === 7, 'points are missing')
    check((await page.locator('.points > li').nth(3).getAttribute('class'))?.includes('done'), 'the roles are held, and not ticked')
    await lookAt(h, page, 'first-run')
  })

  await h.journey('a process is read, drawn, planned on a calendar and checked while it is drafted', async () => {
    const page = await h.person('office-head')
    await page.getByRole('link', { name: '流程定义' }).click()
    await page.getByRole('heading', { name: '流程定义' }).waitFor()
    await lookAt(h, page, 'definitions')
    await page.getByRole('link', { name: /整体支出绩效自评，第4版/ }).click()
    await see(page, '按项目逐项办理')
    await page.getByRole('heading', { name: '流程图' }).click()
    await page.getByRole('img', { name: /流程图/ }).waitFor()
    await page.getByRole('heading', { name: '排期预览' }).click()
    await page.getByLabel('假设启动日').fill('2026-08-05')
    await see(page, '科室自查截止')
    await page.getByRole('heading', { name: '起草流程定义' }).click()
    const editor = page.getByLabel('流程定义原文（YAML）')
    const source = await editor.inputValue()
    await editor.fill(source.replace('due: 7 days', 'due: 7 weeks'))
    await see(page, '有1处问题')
    await page.getByRole('button', { name: /^第\d+行第\d+列/ }).click()
    const line = await editor.evaluate((field) => field.value.slice(0, field.selectionStart).split('\n').length)
    check(source.split('\n')[line - 1].includes('due: 7 days'), `the cursor is at line ${line}`)
    await page.locator('summary', { hasText: '与已发布版本比较' }).click()
    await see(page, '新增1行，删去1行。')
    await lookAt(h, page, 'definition')
    await editor.fill(source)
    await see(page, '没有问题')
  })

  await h.journey('the plan is seen before an evaluation is started', async () => {
    const page = await h.person('office-head')
    await page.goto(h.base + '/evaluations/new')
    await page.getByText('排期预览').click()
    await page.getByRole('columnheader', { name: '截止' }).waitFor()
    await lookAt(h, page, 'start-plan')
  })

  await h.journey('an evaluation is under way in which the sections are late', async () => {
    id = await begun(h)
  })

  await h.journey('the timeline is a picture, and a table for those who do not see it', async () => {
    const page = await h.person('office-head')
    await page.goto(`${h.base}/evaluations/${evaluation()}`)
    await see(page, /计划.*预计/)
    const bars = await page.locator('.track .planned').count()
    check(bars >= 6, `${bars} planned bars`)
    check((await page.locator('.track .today').count()) > 0, 'no line for today')
    await page.getByText('以表格查看').first().click()
    await page.getByRole('columnheader', { name: '等谁办' }).waitFor()
    await lookAt(h, page, 'evaluation-timeline')
    await page.emulateMedia({ media: 'print' })
    await h.shot(page, 'evaluation-timeline-print')
    await page.emulateMedia({ media: 'screen' })
  })

  await h.journey('the process is drawn with where it stands, and opens in other tools', async () => {
    const page = await h.person('office-head')
    await page.getByText('打开流程图').click()
    const drawing = page.getByRole('img', { name: /流程图/ })
    await drawing.waitFor()
    check((await drawing.locator('.task').count()) >= 14, 'steps are missing')
    check((await drawing.locator('g.open .task').count()) > 0, 'no step is open')
    await page.getByText('各环节状态', { exact: true }).click()
    await see(page, '办理中')
    await lookAt(h, page, 'evaluation-diagram')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 BPMN 2.0 文件' }).click()])
    check(file.suggestedFilename().endsWith('.bpmn'), file.suggestedFilename())
  })

  await h.journey('the board shows the office all, and a section its own', async () => {
    const office = await h.person('office-head')
    await office.getByRole('link', { name: '进度看板' }).click()
    await office.getByRole('heading', { name: '阶段进度' }).waitFor()
    await office.locator('.plot svg').waitFor()
    check((await office.locator('td.cell').count()) >= 6, 'cells are missing')
    await lookAt(h, office, 'board')
    const [file] = await Promise.all([office.waitForEvent('download'), office.getByRole('link', { name: '导出 Excel' }).click()])
    check(file.suggestedFilename() === '进度看板.xlsx', file.suggestedFilename())
    await office.getByRole('link', { name: /^按对象查看/ }).first().click()
    await office.getByRole('link', { name: '返回全部评价' }).waitFor()
    await lookAt(h, office, 'board-items')
    const clerk = await h.person('hotline-head')
    await clerk.goto(h.base + '/board')
    await see(clerk, '您看到的是本人和本科室承担的部分')
    check((await clerk.getByRole('columnheader', { name: '已发提醒' }).count()) <= 1, 'a section sees who was reminded')
    await h.inspect(clerk, 'board-own')
  })
}
