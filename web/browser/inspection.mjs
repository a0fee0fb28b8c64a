// The inspection of a case: the papers are supplied, and the matter goes back
// to an earlier stage from the page, and from there straight back.
import { check, see } from './harness.mjs'
import { comeBackTo, later } from './matter.mjs'
import { paper } from './paper.mjs'
import { takeUp } from './release.mjs'

const papers = ['项目申报书', '项目合同书', '立项文件', '验收情况', '项目实施进展情况', '财务报表', '详细经费使用凭证']
const submit = '提交自评报告和评分表'

export async function inspectionJourneys(h, c) {
  await h.journey('the section supplies every paper of the checklist', async () => {
    const page = await takeUp(h, 'coordination-clerk', '备齐检查材料')
    await page.getByRole('button', { name: '办理', exact: true }).click()
    await see(page, '材料不齐')
    for (const [n, name] of papers.entries()) {
      await page.getByLabel(`选择“${name}”的文件`).setInputFiles(paper(`supplied-${n}`))
      await page.getByRole('link', { name: `supplied-${n}.pdf` }).waitFor({ timeout: later })
    }
    await h.inspect(page, 'task-supplied')
    await page.getByRole('button', { name: '办理', exact: true }).click()
    await see(page, '已办理。')
  })

  await h.journey('who inspects sends it back to an earlier stage, with the reason and the way back', async () => {
    const page = await takeUp(h, 'director', '集中检查')
    c.inspectTask = page.url()
    await page.getByRole('button', { name: '退回', exact: true }).click()
    const dialog = page.getByRole('dialog')
    const to = dialog.getByLabel(/^退回到/)
    const offered = await to.locator('option').allInnerTexts()
    for (const wanted of ['按流程规定', '上一环节', '发起人', `科室自查：${submit}`]) check(offered.includes(wanted), `${wanted} is not among ${offered}`)
    await to.selectOption({ label: `科室自查：${submit}` })
    await dialog.getByLabel('办后直接回到本环节').check()
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await see(page, '退回时必须写明意见。')
    await dialog.getByLabel(/^退回意见/).fill('自查结论与合同不符，请核对。')
    await h.inspect(page, 'task-return-earlier')
    await h.narrow(page, 'task-return-earlier')
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await see(page, '已退回。')
  })

  await h.journey('the earlier stage has what was written before and why it came back; done, it goes straight back', async () => {
    const clerk = await comeBackTo(h, 'coordination-clerk', submit)
    await see(clerk, '自查结论与合同不符，请核对。')
    await see(clerk, '已载入上一轮提交的内容')
    await h.inspect(clerk, 'task-returned-earlier')
    await clerk.getByLabel('自查结论').fill('已按合同核对。')
    await clerk.getByRole('button', { name: '办理', exact: true }).click()
    await see(clerk, '已办理。')
    const director = await comeBackTo(h, 'director', '集中检查')
    check(director.url() !== c.inspectTask, 'the task of the first round was opened again')
    await see(director, '第2轮')
    const evaluation = c.evaluation.split('/').at(-1)
    const { stages } = await (await director.request.get(`${h.base}/api/v1/evaluations/${evaluation}/timeline`)).json()
    const reviews = stages.flatMap((s) => s.tasks).filter((t) => t.step === 'review').length
    const submissions = stages.flatMap((s) => s.tasks).filter((t) => t.step === 'submit').length
    check(submissions === reviews + 1, `${submissions} submissions were reviewed ${reviews} times: it did not go straight back`)
    await director.getByRole('button', { name: '同意', exact: true }).click()
    await see(director, '已同意。')
  })
}
