// A matter goes back from the page to an earlier step, and from there straight
// back to who sent it.
import { check, see } from './harness.mjs'
import { comeBackTo, reach } from './matter.mjs'
import { approveAll, compile, rehearse, send } from './rehearsal.mjs'
import { members, takeUp } from './release.mjs'
import { compileTables, decideAll, formGroup, inspection, press, selfCheck, startCase } from './zhanjiang.mjs'

const compiling = '汇总填报数据表、评分表和自评报告'
const signing = '主要负责人签署声明'

export async function returningJourneys(h) {
  const name = '走查：退回并直接回到本环节'
  let evaluation = ''

  await h.journey('who signs sends it back to a step of choice, with the reason and the way back', async () => {
    const director = await h.person('director')
    evaluation = await rehearse(await h.person('office-head'), director, name)
    await compile(await h.person('finance-clerk'), evaluation)
    await approveAll(await Promise.all(members.map((who) => h.person(who))), evaluation, 'approve')
    const page = await takeUp(h, 'director', signing, name)
    await page.getByRole('button', { name: '退回', exact: true }).click()
    const dialog = page.getByRole('dialog')
    const to = dialog.getByLabel(/^退回到/)
    const offered = await to.locator('option').allInnerTexts()
    for (const wanted of ['按流程规定', '上一环节', '发起人', '科室自查：提交自评报告和评分表', compiling]) check(offered.includes(wanted), `${wanted} is not among ${offered}`)
    await to.selectOption({ label: compiling })
    await dialog.getByLabel('办后直接回到本环节').check()
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await see(page, '退回时必须写明意见。')
    await dialog.getByLabel(/^退回意见/).fill('总分与评分表不一致，请核对。')
    await h.inspect(page, 'task-return-choice')
    await h.narrow(page, 'task-return-choice')
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await see(page, '已退回。')
  })

  await h.journey('done again it goes straight back, and nobody in between decides once more', async () => {
    const finance = await comeBackTo(h, 'finance-clerk', compiling, name)
    await see(finance, '总分与评分表不一致，请核对。')
    await see(finance, '已载入上一轮提交的内容')
    await h.inspect(finance, 'task-returned-choice')
    await finance.getByRole('button', { name: '办理', exact: true }).click()
    await see(finance, '已办理。')
    const director = await comeBackTo(h, 'director', signing, name)
    await see(director, '第2轮')
    const { stages } = await send(director, 'GET', `/api/v1/evaluations/${evaluation}/timeline`)
    const again = stages.flatMap((s) => s.tasks).filter((t) => t.round > 1).map((t) => t.step)
    check(again.includes('compile') && again.includes('attest') && !again.includes('approve'), `done again: ${again}`)
    await director.getByRole('button', { name: '签署', exact: true }).click()
    await see(director, '已签署。')
  })
  await earlierStage(h)
}

const earlier = '走查：退回以前的阶段'
const submitting = '提交自评报告和评分表'

/** From the roll-up back to the sections, everything in between done once more, all of it in the pages. */
async function earlierStage(h) {
  await h.journey('who signs sends it back to the stage before the last, with the reason and no way back', async () => {
    await startCase(h, earlier)
    await formGroup(h, earlier)
    await selfCheck(h, earlier)
    await inspection(h, earlier)
    await compileTables(h, earlier)
    await decideAll(h, earlier)
    const page = await takeUp(h, 'director', signing, earlier)
    await page.getByRole('button', { name: '退回', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^退回到/).selectOption({ label: `科室自查：${submitting}` })
    await dialog.getByLabel(/^退回意见/).fill('请补充项目的实际支出数。')
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await see(page, '已退回。')
  })

  await h.journey('the section hands in anew, and review, inspection, roll-up and decision follow once more', async () => {
    const section = await reach(h, 'coordination-clerk', submitting, earlier)
    await section.getByRole('heading', { level: 2, name: '退回重办' }).waitFor()
    await see(section, '请补充项目的实际支出数。')
    await h.inspect(section, 'task-sent-back')
    await h.narrow(section, 'task-sent-back')
    await section.locator('#field-basics').fill('项目内容：建设自助终端。资金投入：年度预算安排469万元，实际支出待决算核定。')
    await press(section, '办理', '已办理。')
    const reviewer = await reach(h, 'finance-clerk', '财务室审核', earlier)
    await see(reviewer, '实际支出待决算核定')
    await press(reviewer, '同意', '已同意。')
    await press(await reach(h, 'coordination-clerk', '备齐检查材料', earlier), '办理', '已办理。')
    await press(await reach(h, 'supervision-head', '集中检查', earlier), '同意', '已同意。')
    const finance = await reach(h, 'finance-clerk', compiling, earlier)
    await see(finance, '已载入上一轮提交的内容')
    await press(finance, '办理', '已办理。')
    await decideAll(h, earlier)
    const director = await reach(h, 'director', signing, earlier)
    await see(director, '第2轮')
    await press(director, '签署', '已签署。')
  })
}
