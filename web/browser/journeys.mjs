// The journeys, in order: each begins where the one before left the case.
import { check, see } from './harness.mjs'
import { notAPaper, paper } from './paper.mjs'

const title = '浏览器走查：2025年度整体支出绩效自评'
const item = '「市民之窗」自助终端'
const group = [
  ['党组书记、中心主任', '领导小组组长'],
  ['督察科科长', '领导小组组员'],
  ['12345热线管理科科长', '领导小组组员'],
  ['办公室主任', '领导小组办公室'],
]
// What the timeline does takes a moment: a stage opens through Temporal.
const later = 20_000

export async function journeys(h) {
  let evaluation = ''
  let submitTask = ''

  await h.journey('a wrong password is refused in words, and a deep link survives the login', async () => {
    const page = await h.stranger('office-head')
    await page.goto(h.base + '/evaluations/new?from=mail')
    await see(page, '登录后会回到您要去的页面')
    await h.logIn(page, 'office-head', h.password + 'x')
    await see(page, '登录失败')
    await h.inspect(page, 'login')
    await h.narrow(page, 'login')
    await h.logIn(page, 'office-head', h.password)
    await page.getByRole('heading', { level: 1, name: '发起绩效自评' }).waitFor()
    check(page.url() === h.base + '/evaluations/new?from=mail', `came to ${page.url()}`)
  })

  await h.journey('the office starts an evaluation; mistakes are shown at their fields', async () => {
    const page = await h.person('office-head')
    await page.getByLabel('名称', { exact: true }).fill(title)
    await page.getByLabel('第1行名称').fill(item)
    await page.getByLabel('第1行金额', { exact: true }).fill('469')
    await page.getByLabel('接收单位编号').fill('finance-bureau')
    await page.getByRole('button', { name: '发起', exact: true }).click()
    await see(page, '请选择负责科室')
    await page.getByLabel('第1行负责科室').selectOption({ label: '综合协调科' })
    await h.inspect(page, 'start')
    await h.narrow(page, 'start')
    await page.getByRole('button', { name: '发起', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    evaluation = new URL(page.url()).pathname
    await see(page, '4,690,000')
    await h.inspect(page, 'evaluation-new')
  })

  await h.journey('the office claims from the workbench, saves a draft and hands in the members', async () => {
    const page = await h.person('office-head')
    await page.getByRole('link', { name: '工作台', exact: true }).click()
    await page.getByRole('link', { name: /^待签收/ }).click()
    const claim = page.getByRole('button', { name: '签收“拟定成立通知”' })
    await claim.waitFor({ timeout: later })
    await h.inspect(page, 'inbox')
    await h.narrow(page, 'inbox')
    await claim.click()
    await page.getByRole('heading', { level: 1, name: '拟定成立通知' }).waitFor()
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '请至少勾选一名人员')
    await page.getByLabel(`${group[1][0]}任${group[1][1]}`).check()
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '领导小组组长至少1人')
    for (const [post, role] of group) await page.getByLabel(`${post}任${role}`, { exact: true }).check()
    await page.getByRole('button', { name: '暂存' }).click()
    await see(page, '已暂存')
    await page.reload()
    await see(page, '已载入您')
    check(await page.getByLabel(`${group[0][0]}任${group[0][1]}`).isChecked(), 'the draft was lost')
    await h.inspect(page, 'task-members')
    await h.narrow(page, 'task-members')
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '已办理。')
  })

  await h.journey('the director sees what is to be approved, and approves', async () => {
    const page = await h.person('director')
    await page.getByRole('link', { name: /^待签收/ }).click()
    await page.getByRole('button', { name: '签收“研究印发成立通知”' }).click({ timeout: later })
    await see(page, '待审内容：拟定成立通知')
    await see(page, '领导小组组长：党组书记、中心主任')
    await page.getByLabel(/^意见/).fill('同意印发。')
    await h.inspect(page, 'task-approve')
    await page.getByRole('button', { name: '同意' }).click()
    await see(page, '已同意。')
  })

  await h.journey('two sessions claim one task: the loser sees who won, and when', async () => {
    const winner = await h.person('coordination-clerk')
    await winner.getByRole('link', { name: /^待签收/ }).click()
    await winner.getByRole('link', { name: '提交自评报告和评分表' }).click({ timeout: later })
    await winner.getByRole('button', { name: '签收', exact: true }).waitFor()
    submitTask = winner.url()
    const loser = await h.person('coordination-head')
    await loser.goto(submitTask)
    await loser.getByRole('button', { name: '签收', exact: true }).waitFor()
    await winner.getByRole('button', { name: '签收', exact: true }).click()
    await see(winner, '已签收。')
    await loser.getByRole('button', { name: '签收', exact: true }).click()
    await see(loser, /综合协调科经办人已于\d{4}年\d+月\d+日.*签收/)
    await h.inspect(loser, 'task-lost')
    await loser.getByRole('button', { name: '重新载入' }).click()
    await loser.getByRole('button', { name: '签收', exact: true }).waitFor({ state: 'detached' })
  })

  await h.journey('who may not act is told why, with the rule', async () => {
    const page = await h.person('finance-clerk')
    await page.goto(submitTask)
    await see(page, /不能进行的操作及原因/)
    const rules = await page.locator('dd code').allTextContents()
    check(rules.some((rule) => rule.startsWith('casbin:')), `rules shown: ${rules}`)
    check((await page.getByRole('button', { name: '签收', exact: true }).count()) === 0, 'a button for what is not allowed')
    await h.inspect(page, 'task-refused')
  })

  await h.journey('a wrong file is refused in words, a right one is there with its versions', async () => {
    const page = await h.person('coordination-clerk')
    const report = page.getByLabel('选择“财政项目支出绩效自评报告”的文件')
    await report.setInputFiles(notAPaper)
    await page.getByRole('alert').filter({ hasText: '文件内容与扩展名不符' }).waitFor()
    await h.shot(page, 'task-wrong-file')
    await report.setInputFiles(paper('report-1'))
    await see(page, 'report-1.pdf')
    await report.setInputFiles(paper('report-2'))
    await see(page, '版本2')
    await page.getByLabel('自查结论').fill('项目已正式上线,运行正常。')
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '材料不齐')
    await page.getByLabel('选择“绩效评价评分表”的文件').setInputFiles(paper('scores'))
    await see(page, 'scores.pdf')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'report-2.pdf' }).click()])
    check(download.suggestedFilename() === 'report-2.pdf', `loaded as ${download.suggestedFilename()}`)
    check((await download.failure()) === null, `not loaded: ${await download.failure()}`)
    await h.inspect(page, 'task-materials')
    await h.narrow(page, 'task-materials')
    await page.getByLabel('批注内容').fill('评分表已按模板填写。')
    await page.getByRole('button', { name: '批注' }).click()
    await see(page, '评分表已按模板填写。')
    check((await page.getByLabel('自查结论').inputValue()) === '项目已正式上线,运行正常。', 'what was typed is gone')
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '已办理。')
  })

  await h.journey('a return needs a reason, and comes back with it', async () => {
    const page = await h.person('finance-clerk')
    await page.getByRole('link', { name: '工作台', exact: true }).click()
    await page.getByRole('link', { name: /^待签收/ }).click()
    await page.getByRole('button', { name: /^签收“.*财务室审核”$/ }).click({ timeout: later })
    await see(page, '项目已正式上线')
    await page.getByRole('button', { name: '退回' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '退回' }).click()
    await see(dialog, '退回时必须写明意见。')
    await h.inspect(page, 'task-return')
    await dialog.getByLabel('退回意见').fill('请补充页面访问量。')
    await dialog.getByRole('button', { name: '退回' }).click()
    await see(page, '已退回。')
    const clerk = await h.person('coordination-clerk')
    await clerk.getByRole('link', { name: '工作台', exact: true }).click()
    await clerk.getByText('第2轮').waitFor({ timeout: later })
    await clerk.getByRole('link', { name: '提交自评报告和评分表' }).click()
    await see(clerk, '请补充页面访问量。')
    await clerk.getByRole('button', { name: '办理' }).waitFor()
  })

  await h.journey('the evaluation shows group, items, stages and a journal that verifies', async () => {
    const page = await h.person('auditor')
    await page.goto(h.base + evaluation)
    await see(page, '469')
    await see(page, '领导小组组员')
    await page.getByRole('button', { name: '核验流水' }).click()
    await see(page, /核验通过：\d+条流水/)
    await h.inspect(page, 'evaluation')
    await h.narrow(page, 'evaluation')
    await page.getByRole('link', { name: '绩效自评', exact: true }).click()
    await page.getByRole('link', { name: title }).waitFor()
    await h.inspect(page, 'evaluations')
    await h.narrow(page, 'evaluations')
  })

  await h.journey('notices are counted, and not any more once they are read', async () => {
    const page = await h.person('coordination-clerk')
    await page.getByRole('link', { name: /^通知/ }).click()
    await page.getByRole('heading', { level: 1, name: '通知' }).waitFor()
    const status = page.getByRole('status').filter({ hasText: '未读' })
    await status.waitFor({ timeout: later })
    const before = parseInt((await status.textContent()) ?? '', 10)
    check(before > 0, 'no unread notice')
    await h.inspect(page, 'notices')
    await h.narrow(page, 'notices')
    await page.getByRole('button', { name: /标为已读/ }).first().click()
    await see(page, before === 1 ? '没有未读通知' : `${before - 1}条未读`)
  })

  await h.journey('the keyboard is enough to log in and to open a task', async () => {
    const page = await h.stranger('finance-head')
    await page.goto(h.base + '/')
    await page.getByLabel('账号').focus()
    await page.keyboard.type('finance-head')
    await page.keyboard.press('Tab')
    await page.keyboard.type(h.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
    await page.keyboard.press('Tab')
    const outline = await page.evaluate(() => window.getComputedStyle(document.activeElement).outlineStyle)
    check(outline !== 'none', 'the focus cannot be seen')
    await page.getByRole('button', { name: '退出' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('账号').waitFor()
    await page.goto(h.base + '/')
    await page.getByLabel('账号').waitFor()
  })

  await h.journey('no page asked another host or complained', () => {
    check(h.complaints.length === 0, h.complaints.join('\n'))
  })
}
