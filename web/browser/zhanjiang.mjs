// The published case of 2019, played from its start to its filing by everybody
// whom it asks, each in a browser of one's own and through the pages alone.
import { readFileSync } from 'node:fs'
import { see } from './harness.mjs'
import { comeBackTo, later } from './matter.mjs'
import { paper } from './paper.mjs'
import { sheet, writeParts } from './rehearsal.mjs'
import { members, takeUp } from './release.mjs'
import { verificationJourneys } from './verification.mjs'

const example = JSON.parse(readFileSync(new URL('../../internal/demo/case.json', import.meta.url), 'utf8'))
const { title, items, start_on } = example.evaluation
const day = 200
const { texts, reports, declared, disclosure } = example
const people = Object.fromEntries(example.organisation.people.map((p) => [p.id, p]))
const roleNames = { chair: '领导小组组长', member: '领导小组组员', group_office: '领导小组办公室' }
const marks = ['单位公章', '填报日期', '项目负责人签名', '财务负责人签名']
const supplies = ['项目申报书', '项目合同书', '立项文件', '验收情况', '项目实施进展情况', '财务报表', '详细经费使用凭证']

/** Presses a button of the task that is open, and waits for what is said of it. */
export async function press(page, name, said) {
  await page.getByRole('button', { name, exact: true }).click()
  await see(page, said)
}

/** Chooses a file for one kind of paper, once its cover is said to bear what it must. */
async function upload(page, kind, file, covers = []) {
  const entry = page.locator('.checklist > li').filter({ has: page.getByText(kind, { exact: true }) })
  for (const mark of covers) await entry.getByRole('group').getByLabel(mark, { exact: true }).check()
  await page.getByLabel(`选择“${kind}”的文件`).setInputFiles(file)
  await page.getByRole('link', { name: file.name }).first().waitFor({ timeout: later })
}

/** Starts the case on the page that starts one. Only the length of its days is not of the page. */
export async function startCase(h, name = title) {
  const page = await h.person('office-head')
  await page.goto(h.base + '/evaluations/new')
  await page.getByLabel('年度').fill('2019')
  await page.locator('#start_on').fill(start_on)
  await page.locator('#start_on').press('Tab')
  await page.getByLabel('名称', { exact: true }).fill(name)
  await page.getByLabel('接收单位', { exact: true }).selectOption('finance-bureau')
  await page.getByLabel('第1行名称').fill(items[0].title)
  await page.getByLabel('第1行金额', { exact: true }).fill('469')
  await page.getByLabel('第1行负责科室').selectOption({ label: '综合协调科' })
  await page.route('**/api/v1/evaluations', (route) => (route.request().method() === 'POST' ? route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), day_milliseconds: day }) }) : route.continue()))
  await page.getByRole('button', { name: '发起', exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.unroute('**/api/v1/evaluations')
  return new URL(page.url()).pathname
}

/** Forms the leading group. */
export async function formGroup(h, name = title) {
  const office = await takeUp(h, 'office-head', '拟定成立通知', name)
  for (const { person, role } of example.group) await office.getByLabel(`${people[person].post}任${roleNames[role]}`, { exact: true }).check()
  await press(office, '办理', '已办理。')
  const director = await takeUp(h, 'director', '研究印发成立通知', name)
  await press(director, '同意', '已同意。')
}

/** Hands in the report of the project, which comes back once and is handed in again. */
export async function selfCheck(h, name = title) {
  const clerk = await takeUp(h, 'coordination-clerk', '提交自评报告和评分表', name)
  await clerk.getByLabel('自查结论').fill(texts.conclusion)
  await writeParts(clerk, reports.project)
  await upload(clerk, '财政项目支出绩效自评报告', paper('report-1'), marks.slice(0, 2))
  await upload(clerk, '绩效评价评分表', paper('scores'), marks.slice(2))
  await press(clerk, '办理', '已办理。')
  const finance = await takeUp(h, 'finance-clerk', '财务室审核', name)
  await see(finance, texts.conclusion)
  await finance.getByRole('button', { name: '退回' }).click()
  await finance.getByRole('dialog').getByLabel('退回意见').fill(texts.return_reason)
  await finance.getByRole('dialog').getByRole('button', { name: '退回' }).click()
  await see(finance, '已退回。')
  const again = await comeBackTo(h, 'coordination-clerk', '提交自评报告和评分表', name)
  await see(again, texts.return_reason)
  await again.getByLabel('自查结论').fill(texts.conclusion_again)
  await writeParts(again, reports.project_again)
  await upload(again, '财政项目支出绩效自评报告', paper('report-2'), marks.slice(0, 2))
  await press(again, '办理', '已办理。')
  const review = await takeUp(h, 'finance-clerk', '财务室审核', name)
  for (const mark of marks) {
    const found = review.getByRole('button', { name: `${mark}核对无误`, exact: true })
    await found.click()
    await found.waitFor({ state: 'detached' })
  }
  await press(review, '同意', '已同意。')
}

/** Gets the papers ready, and inspects them; who is of the project's department may not. */
export async function inspection(h, name = title) {
  const clerk = await takeUp(h, 'coordination-clerk', '备齐检查材料', name)
  for (const [n, kind] of supplies.entries()) await upload(clerk, kind, paper(`supply-${n + 1}`))
  await press(clerk, '办理', '已办理。')
  const inspector = await takeUp(h, 'supervision-head', '集中检查', name)
  await see(inspector, 'supply-7.pdf')
  await inspector.getByLabel(/^意见/).fill(texts.inspection_opinion)
  await press(inspector, '同意', '已同意。')
}

/** Fills in the tables and the report. */
export async function compileTables(h, name = title) {
  const finance = await takeUp(h, 'finance-clerk', '汇总填报数据表、评分表和自评报告', name)
  await finance.getByLabel(/^自评总分/).fill(declared.total)
  await finance.getByLabel(/^自评等级/).selectOption(declared.grade)
  await finance.getByText('粘贴导入').click()
  await finance.getByLabel('粘贴JSON内容').fill(sheet)
  await finance.getByRole('button', { name: '导入', exact: true }).click()
  await see(finance, '已导入数据')
  for (const [field, day] of Object.entries(disclosure)) {
    await finance.locator(`#field-${field}`).fill(day)
    await finance.locator(`#field-${field}`).press('Tab')
  }
  await writeParts(finance, reports.overall)
  await press(finance, '办理', '已办理。')
}

/** Everybody of the group decides, each at an own task. */
export async function decideAll(h, name = title) {
  for (const member of members) {
    const page = await comeBackTo(h, member, '领导小组审定', name)
    await page.getByLabel(/^意见/).fill(texts.approval)
    await press(page, '同意', '已同意。')
  }
}

/** Decides file by file what is public; another confirms it. */
async function publication(h) {
  const secrecy = await takeUp(h, 'office-clerk-2', '公开审查', title)
  for (const file of await secrecy.locator('fieldset.file-row').all()) {
    const open = file.getByRole('radio', { name: '公开', exact: true })
    await ((await open.isDisabled()) ? file.getByRole('radio', { name: '不公开', exact: true }) : open).check()
  }
  await secrecy.getByLabel(/^不公开的依据/).first().fill(texts.withhold_basis)
  await secrecy.getByLabel(/^理由/).first().fill(texts.withhold_reason)
  const spread = secrecy.getByRole('button', { name: '其余不公开的文件沿用同样的依据和理由' })
  if (await spread.count()) await spread.click()
  for (const field of await secrecy.getByLabel(/^可以公开的说明/).all()) await field.fill(texts.acknowledged)
  await press(secrecy, '办理', '已办理。')
  const office = await takeUp(h, 'office-clerk-1', '确认公开', title)
  await see(office, texts.withhold_basis)
  await press(office, '同意', '已同意。')
}

/** Files it; the bureau receives it, checks it point by point and accepts it. */
async function filing(h) {
  const finance = await takeUp(h, 'finance-clerk', '确认报送', title)
  await press(finance, '同意', '已同意。')
  const bureau = await h.person('bureau-clerk')
  await bureau.getByRole('link', { name: '收件复核' }).click()
  await bureau.getByLabel('年度').fill('2019')
  await bureau.getByLabel('年度').press('Tab')
  const row = bureau.getByRole('row').filter({ hasText: title })
  await row.waitFor({ timeout: later })
  await row.getByRole('link').click()
  await press(bureau, '签收', '已签收。')
  for (const box of await bureau.getByRole('checkbox').all()) await box.check()
  await press(bureau, '审核通过', '已审核通过。')
}

export async function zhanjiangJourneys(h) {
  let evaluation = ''
  await h.journey('the case of 2019 is started by its office, and its group is formed', async () => {
    evaluation = await startCase(h)
    await formGroup(h)
  })
  await h.journey('the section hands in its report, which the finance office sends back once and then passes', () => selfCheck(h))
  await h.journey('seven kinds of papers are got ready, and inspected by somebody of another section', () => inspection(h))
  await h.journey('tables and report are handed in, all of the group decide, and the head signs', async () => {
    await compileTables(h)
    await decideAll(h)
    await press(await takeUp(h, 'director', '主要负责人签署声明', title), '签署', '已签署。')
  })
  await h.journey('what is public is decided and confirmed, and the bureau receives and accepts', async () => {
    await publication(h)
    await filing(h)
  })
  await h.journey('the case has come to its end, with its return and every role in its journal', async () => {
    const auditor = await h.person('auditor')
    await auditor.goto(h.base + evaluation)
    await auditor.getByRole('heading', { level: 1, name: title }).waitFor()
    await auditor.getByRole('button', { name: '核验流水' }).click()
    await see(auditor, /核验通过：\d+条流水/)
    await auditor.getByText('已办结', { exact: true }).first().waitFor({ timeout: later })
    await h.inspect(auditor, 'case-finished')
    await h.narrow(auditor, 'case-finished')
  })
  await verificationJourneys(h, title)
}
