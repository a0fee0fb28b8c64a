// The journeys, in order: each begins where the one before left the case.
import { administrationJourneys } from './administration.mjs'
import { axeJourneys } from './axe.mjs'
import { auditJourneys } from './audit.mjs'
import { bureauJourneys } from './bureau.mjs'
import { englishJourneys } from './english.mjs'
import { check, see } from './harness.mjs'
import { organisationJourneys } from './organisation.mjs'
import { overviewJourneys } from './overview.mjs'
import { longPaper, notAPaper, paper } from './paper.mjs'
import { rehearse, reports, sheet, writeParts } from './rehearsal.mjs'
import { releaseJourneys } from './release.mjs'
import { workJourneys } from './work.mjs'

const title = '浏览器走查：2025年度整体支出绩效自评'
const item = '「市民之窗」自助终端'
const group = [
  ['党组书记、中心主任', '领导小组组长'],
  ['督察科科长', '领导小组组员'],
  ['12345热线管理科科长', '领导小组组员'],
  ['办公室主任', '领导小组办公室'],
]
// What the timeline does takes a moment: a stage opens through Temporal.
const later = 90_000

/** Opens the dialog of an action of a task's menu. */
async function choose(page, action) {
  const menu = page.locator('details.more')
  await menu.waitFor()
  if (!(await menu.evaluate((details) => details.open))) await menu.locator('summary').click()
  await menu.getByRole('button', { name: action, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  return dialog
}

/** The civil date some days after another. */
function after(civil, days) {
  return new Date(Date.parse(civil + 'T00:00:00Z') + days * 86_400_000).toISOString().slice(0, 10)
}

/** The parts, each of which can be played without those before. */
export const parts = { case: caseJourneys, release: rehearsalJourneys, account: accountJourneys, organisation: organisationJourneys, administration: administrationJourneys, work: workJourneys, overview: overviewJourneys, bureau: bureauJourneys, english: englishJourneys, axe: axeJourneys }

/** The parts that bring a system of their own. */
export const selfServed = ['bureau']

/** Plays parts, or all of them. */
export async function journeys(h, names) {
  const unknown = names.filter((name) => !parts[name])
  check(!unknown.length, `no part is called ${unknown}; there are ${Object.keys(parts)}`)
  for (const [name, play] of Object.entries(parts)) if (!names.length || names.includes(name)) await play(h)

  await h.journey('no page asked another host or complained', () => {
    check(h.complaints.length === 0, h.complaints.join('\n'))
  })
}

async function caseJourneys(h) {
  let evaluation = ''
  let submitTask = ''
  let reviewTask = ''

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

  await h.journey('a task is transferred and comes back; mistakes are told in the dialog', async () => {
    const clerk = await h.person('coordination-clerk')
    await clerk.goto(submitTask)
    const dialog = await choose(clerk, '转办')
    await dialog.getByRole('button', { name: '转办' }).click()
    await see(dialog, '请选择人员。')
    await dialog.getByLabel(/^转办给/).selectOption({ label: '财务室经办人 · 财务室' })
    await dialog.getByRole('button', { name: '转办' }).click()
    await see(dialog, '财务室经办人不具有这一环节要求的角色')
    await h.inspect(clerk, 'task-transfer')
    await h.narrow(clerk, 'task-transfer')
    await dialog.getByLabel(/^转办给/).selectOption({ label: '综合协调科科长 · 综合协调科' })
    await dialog.getByLabel('理由').fill('下周出差。')
    await dialog.getByRole('button', { name: '转办' }).click()
    await see(clerk, '已转办。')
    const head = await h.person('coordination-head')
    await head.getByRole('link', { name: '工作台', exact: true }).click()
    await head.getByRole('link', { name: '提交自评报告和评分表' }).click({ timeout: later })
    const back = await choose(head, '转办')
    await back.getByLabel(/^转办给/).selectOption({ label: '综合协调科经办人 · 综合协调科' })
    await back.getByRole('button', { name: '转办' }).click()
    await see(head, '已转办。')
    await clerk.reload()
    await clerk.getByRole('button', { name: '办理', exact: true }).waitFor()
  })

  await h.journey('more time is asked for, granted by the chair, and moves the deadline', async () => {
    const clerk = await h.person('coordination-clerk')
    await clerk.goto(submitTask)
    const { task } = await (await clerk.request.get(submitTask.replace('/tasks/', '/api/v1/tasks/'))).json()
    const until = after(task.due_on, 3)
    const words = `${until.slice(0, 4)}年${Number(until.slice(5, 7))}月${Number(until.slice(8))}日`
    const dialog = await choose(clerk, '申请延期')
    await dialog.getByLabel(/^延期至/).fill(after(task.due_on, 60))
    await dialog.getByLabel(/^理由/).fill('等待验收材料。')
    await dialog.getByRole('button', { name: '申请延期' }).click()
    await see(dialog, /最多延期至\d{4}/)
    await h.inspect(clerk, 'task-extension')
    await dialog.getByLabel(/^延期至/).fill(until)
    await dialog.getByRole('button', { name: '申请延期' }).click()
    await see(clerk, '已申请延期。')
    await see(clerk, `申请延期至${words}`)
    const chair = await h.person('director')
    await chair.goto(submitTask)
    await chair.getByRole('button', { name: '同意延期', exact: true }).click()
    const grant = chair.getByRole('dialog')
    check((await grant.getByLabel('同意延至').inputValue()) === until, 'not what was asked for')
    await grant.getByRole('button', { name: '同意延期', exact: true }).click()
    await see(chair, '已同意延期。')
    await clerk.reload()
    await see(clerk, words)
    check((await clerk.getByText('申请延期至').count()) === 0, 'the request still waits')
  })

  await h.journey('an upload that breaks off goes on where it stopped, also after a reload', async () => {
    const page = await h.person('coordination-clerk')
    const long = longPaper('long', 9 << 20)
    const choose = () => page.getByLabel('选择“财政项目支出绩效自评报告”的文件')
    // After the first part the line is gone.
    let parts = 0
    await page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() === 'PATCH' && parts++ > 0) await route.abort('connectionfailed')
      else await route.continue()
    })
    await choose().setInputFiles(long)
    await see(page, '正在上传')
    const progress = page.getByRole('progressbar', { name: '正在上传“long.pdf”' })
    await page.waitForFunction(() => /[1-9]/.test(document.querySelector('.sending .el-progress')?.textContent ?? ''))
    await progress.waitFor()
    page.once('dialog', (d) => d.accept())
    await page.reload()
    await see(page, /“long\.pdf”上次传到4\.\d MB/)
    await h.inspect(page, 'task-upload-left')
    await page.unroute('**/api/v1/uploads/*')
    // Another file of the same name and size is told from it.
    await choose().setInputFiles(longPaper('long', 9 << 20, 'another'))
    await page.getByRole('alert').filter({ hasText: '上传的内容前后不一致' }).waitFor()
    await page.reload()
    await see(page, /“long\.pdf”上次传到/)
    let sent = 0
    page.on('request', (r) => (sent += r.method() === 'PATCH' ? 1 : 0))
    await choose().setInputFiles(long)
    await page.getByRole('link', { name: 'long.pdf' }).waitFor({ timeout: later })
    check(sent === 3, `${sent} parts were sent, not the first to compare and the two that were left`)
    await page.getByRole('button', { name: '预览“long.pdf”' }).click()
    await page.frameLocator('iframe').locator('body').waitFor()
    await page.getByRole('button', { name: '关闭预览' }).click()
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
    await see(page, '报告还缺5个必备部分')
    await h.inspect(page, 'task-parts')
    await h.narrow(page, 'task-parts')
    await writeParts(page, reports.project)
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '材料不齐')
    await see(page, '没有确认封面上有单位公章。')
    const [blank] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载空白表：财政项目支出绩效自评报告' }).click()])
    check(blank.suggestedFilename().endsWith('.docx') && (await blank.failure()) === null, `no empty form: ${blank.suggestedFilename()}`)
    const scores = page.locator('[data-kind="score_sheet"]')
    for (const mark of ['项目负责人签名', '财务负责人签名']) await scores.getByLabel(mark, { exact: true }).check()
    await page.getByLabel('选择“绩效评价评分表”的文件').setInputFiles(paper('scores'))
    await page.getByRole('link', { name: 'scores.pdf' }).waitFor({ timeout: later })
    for (const mark of ['单位公章', '填报日期']) {
      await page.getByLabel(`封面上已有${mark}`).check()
      await page.locator('[data-kind="self_evaluation_report"] .lacking').getByText(`没有确认封面上有${mark}。`).waitFor({ state: 'detached' })
    }
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'report-2.pdf' }).click()])
    check(download.suggestedFilename() === 'report-2.pdf', `loaded as ${download.suggestedFilename()}`)
    check((await download.failure()) === null, `not loaded: ${await download.failure()}`)
    await h.inspect(page, 'task-materials')
    await h.narrow(page, 'task-materials')
    await page.getByLabel('批注内容').fill('评分表已按模板填写。')
    await page.getByRole('button', { name: '批注' }).click()
    await see(page, '评分表已按模板填写。')
    check((await page.getByLabel('自查结论').inputValue()) === '项目已正式上线,运行正常。', 'what was typed is gone')
    await page.reload()
    await see(page, /已恢复您上次填写、尚未提交的内容|已载入您/)
    check((await page.getByLabel('自查结论').inputValue()) === '项目已正式上线,运行正常。', 'what was typed is gone after a reload')
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '已办理。')
  })

  await h.journey('a signer is asked for: not one whom a duty keeps away, and the other is waited for', async () => {
    const page = await h.person('finance-clerk')
    await page.getByRole('link', { name: '工作台', exact: true }).click()
    await page.getByRole('link', { name: /^待签收/ }).click()
    await page.getByRole('button', { name: /^签收“.*财务室审核”$/ }).click({ timeout: later })
    await page.getByRole('button', { name: '同意', exact: true }).waitFor()
    reviewTask = page.url()
    const dialog = await choose(page, '加签')
    await dialog.getByLabel(/^请谁会签/).selectOption({ label: '综合协调科经办人 · 综合协调科' })
    await dialog.getByLabel(/^理由/).fill('请先核对台账。')
    await dialog.getByRole('button', { name: '加签' }).click()
    await dialog.locator('.problem').waitFor()
    await h.inspect(page, 'task-signer-refused')
    await dialog.getByLabel(/^请谁会签/).selectOption({ label: '督察科科长 · 督察科' })
    await dialog.getByRole('button', { name: '加签' }).click()
    await see(page, '已加签。')
    check((await page.getByRole('button', { name: '同意', exact: true }).count()) === 0, 'approved before the signer')
    await h.inspect(page, 'task-signer')
    const signer = await h.person('supervision-head')
    await signer.getByRole('link', { name: /财务室审核/ }).first().click({ timeout: later })
    await see(signer, '财务室经办人在前加签')
    await signer.getByRole('button', { name: '同意', exact: true }).click()
    await see(signer, '已同意。')
    await page.reload()
    await page.getByRole('button', { name: '同意', exact: true }).waitFor()
  })

  await h.journey('a return needs a reason, and comes back with it', async () => {
    const page = await h.person('finance-clerk')
    await page.goto(reviewTask)
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
    await see(clerk, '已载入上一轮提交的内容')
    check((await clerk.locator('#field-basics').inputValue()) === reports.project[0].value, 'what was written before is gone')
    await clerk.getByRole('button', { name: '办理' }).waitFor()
  })

  await h.journey('a substitution is asked for, confirmed and used, and the history says for whom', async () => {
    const head = await h.person('finance-head')
    await head.getByRole('link', { name: '代理', exact: true }).click()
    await head.getByLabel('代理人', { exact: true }).selectOption({ label: '督察科科长 · 督察科' })
    await head.getByRole('button', { name: '提交申请' }).click()
    await see(head, '必须填写。')
    await head.getByLabel('事由').fill('外出培训。')
    await head.getByRole('button', { name: '提交申请' }).click()
    await see(head, '已提交申请')
    await h.inspect(head, 'substitutions')
    await h.narrow(head, 'substitutions')
    const security = await h.person('security-admin')
    await security.getByRole('link', { name: '代理', exact: true }).click()
    await security.getByRole('button', { name: '确认由督察科科长代理财务室负责人' }).click()
    await see(security, '已确认。')

    const clerk = await h.person('coordination-clerk')
    await clerk.getByLabel('自查结论').fill('已补充页面访问量。')
    await writeParts(clerk, reports.project_again)
    await clerk.getByRole('button', { name: '办理', exact: true }).click()
    await see(clerk, '已办理。')

    const page = await h.person('supervision-head')
    await page.goto(h.base + '/')
    await page.getByLabel('代理他人办理').selectOption({ label: '代理财务室负责人' })
    await see(page, '您正在代理 财务室负责人 办理')
    await page.getByRole('link', { name: /^待签收/ }).click()
    const claim = page.getByRole('button', { name: /^签收“.*财务室审核”$/ })
    await claim.waitFor({ timeout: later })
    await h.inspect(page, 'inbox-acting')
    await h.narrow(page, 'inbox-acting')
    await claim.click()
    const [paper] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'report-2.pdf' }).first().click()])
    check(paper.suggestedFilename() === 'report-2.pdf' && (await paper.failure()) === null, 'the paper cannot be loaded for another')
    await page.getByRole('button', { name: '同意', exact: true }).click()
    await see(page, '没有核对封面上有没有单位公章。')
    await h.inspect(page, 'task-inspect')
    await h.narrow(page, 'task-inspect')
    for (const mark of ['单位公章', '填报日期', '项目负责人签名', '财务负责人签名']) {
      await page.getByRole('button', { name: `${mark}核对无误`, exact: true }).click()
      await page.getByRole('button', { name: `${mark}核对无误`, exact: true }).waitFor({ state: 'detached' })
    }
    await page.getByRole('button', { name: '同意', exact: true }).click()
    await see(page, '已同意。')
    await see(page, '督察科科长（代财务室负责人）')
    await page.reload()
    await see(page, '您正在代理 财务室负责人 办理')
    await page.getByRole('button', { name: '停止代理' }).click()
    await page.getByText('您正在代理').waitFor({ state: 'detached' })
  })

  await h.journey('the group changes once another approves, and everything stops and goes on', async () => {
    const office = await h.person('office-head')
    await office.goto(h.base + evaluation)
    await office.getByRole('button', { name: '申请变更成员' }).click()
    const dialog = office.getByRole('dialog')
    await dialog.getByLabel('综合协调科科长任领导小组组员', { exact: true }).check()
    await dialog.getByLabel(/^理由/).fill('工作调整。')
    await h.inspect(office, 'group-change')
    await dialog.getByRole('button', { name: '申请变更成员' }).click()
    await see(office, '成员变更待审批')
    await see(office, '新任：综合协调科科长（领导小组组员）')
    const chair = await h.person('director')
    await chair.goto(h.base + evaluation)
    await chair.getByRole('button', { name: '同意变更成员', exact: true }).click()
    await chair.getByRole('dialog').getByRole('button', { name: '同意变更成员', exact: true }).click()
    await see(chair, '已同意变更成员。')
    await chair.getByRole('button', { name: '挂起', exact: true }).click()
    await chair.getByRole('dialog').getByLabel(/^理由/).fill('等待上级通知。')
    await chair.getByRole('dialog').getByRole('button', { name: '挂起', exact: true }).click()
    await see(chair, '已挂起。')
    await h.inspect(chair, 'evaluation-suspended')
    await chair.getByRole('button', { name: '恢复', exact: true }).click()
    await chair.getByRole('dialog').getByRole('button', { name: '恢复', exact: true }).click()
    await see(chair, '已恢复。')
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

  await auditJourneys(h, () => evaluation)

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
}

async function rehearsalJourneys(h) {
  let rehearsed = ''

  await h.journey('what is late is red, and a sheet is pasted, corrected and computed again', async () => {
    const name = '演练：整体支出绩效自评'
    rehearsed = await rehearse(await h.person('office-head'), await h.person('director'), name)
    const page = await h.person('finance-clerk')
    await page.getByRole('link', { name: '工作台', exact: true }).click()
    await page.getByRole('link', { name: /^待签收/ }).click()
    await page.getByRole('button', { name: '签收“汇总填报数据表、评分表和自评报告”' }).click({ timeout: later })
    await page.getByLabel(/^自评总分/).fill('九十七')
    await page.getByLabel(/^自评等级/).selectOption('优')
    await page.getByText('粘贴导入').click()
    await page.getByLabel('粘贴JSON内容').fill('{"figures":[]}')
    await page.getByRole('button', { name: '导入', exact: true }).click()
    await see(page, '应为含有figures和items两个列表的对象')
    await page.getByLabel('粘贴JSON内容').fill(sheet)
    await page.getByRole('button', { name: '导入', exact: true }).click()
    await see(page, '已导入数据')
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '应填写数字')
    await page.getByLabel(/^自评总分/).fill('97')
    await see(page, '报告还缺6个必备部分')
    await see(page, '第二十七条第（一）项：部门职能、机构构成和人员情况')
    await writeParts(page, reports.overall)
    await page.locator('#field-deviation').fill('内部绩效管理制度仍有缺口，评价与预算编制还没有形成固定的衔接办法。')
    await see(page, '已写33字')
    await page.getByLabel('“整体支出完成率”的财政拨款决算支出').fill('98.24')
    await page.getByLabel('“整体支出完成率”的财政拨款决算收入').fill('100')
    await see(page, '98.24%')
    await h.inspect(page, 'task-sheet')
    await h.narrow(page, 'task-sheet')
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '已办理。')
    const auditor = await h.person('auditor')
    await auditor.goto(h.base + '/evaluations')
    await auditor.getByRole('link', { name }).click()
    await auditor.getByText('不一致').first().waitFor()
    await h.inspect(auditor, 'evaluation-figures')
    const director = await h.person('director')
    await director.getByRole('link', { name: '工作台', exact: true }).click()
    await director.getByRole('link', { name: /^逾期/ }).click()
    await director.locator('td .late').first().waitFor({ timeout: later })
    await h.inspect(director, 'inbox-overdue')
  })

  await releaseJourneys(h, () => rehearsed)
}

async function accountJourneys(h) {
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

  await h.journey('a password is changed, and only the new one opens the door', async () => {
    const page = await h.person('investment-clerk')
    await page.getByRole('link', { name: '修改口令' }).click()
    await page.getByRole('heading', { level: 1, name: '修改口令' }).waitFor()
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await see(page, '请填写原口令')
    await see(page, '新口令至少10个字符')
    await h.inspect(page, 'password')
    await h.narrow(page, 'password')
    const next = 'a sentence to remember'
    await page.getByLabel('原口令').fill(h.password + 'x')
    await page.getByLabel('新口令', { exact: true }).fill(next)
    await page.getByLabel('再输入一次新口令').fill(next)
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await see(page, '原口令不正确')
    await page.getByLabel('原口令').fill(h.password)
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await see(page, '口令已修改')
    await page.getByRole('button', { name: '退出' }).click()
    await h.logIn(page, 'investment-clerk', h.password)
    await see(page, '登录失败')
    await h.logIn(page, 'investment-clerk', next)
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
  })
}
