// A matter goes back to an earlier stage from the page, and straight back to
// who sent it.
import { check, see } from './harness.mjs'
import { comeBackTo, later } from './matter.mjs'
import { approveAll, compile, rehearse, send } from './rehearsal.mjs'
import { members, takeUp } from './release.mjs'

export async function returningJourneys(h) {
  const name = '走查：退回到前一阶段'
  let evaluation = ''

  await h.journey('who signs sends it back to an earlier stage, with the reason and the way back', async () => {
    const director = await h.person('director')
    evaluation = await rehearse(await h.person('office-head'), director, name)
    await compile(await h.person('finance-clerk'), evaluation)
    await approveAll(await Promise.all(members.map((who) => h.person(who))), evaluation, 'approve')
    const page = await takeUp(h, 'director', '主要负责人签署声明', name)
    await page.getByRole('button', { name: '退回', exact: true }).click()
    const dialog = page.getByRole('dialog')
    const to = dialog.getByLabel(/^退回到/)
    const offered = await to.locator('option').allInnerTexts()
    for (const wanted of ['按流程规定', '上一环节', '发起人']) check(offered.includes(wanted), `${wanted} is not among ${offered}`)
    const earlier = offered.find((text) => text.includes('拟定成立通知'))
    check(earlier?.includes('成立领导小组'), `no earlier stage is among ${offered}`)
    await to.selectOption({ label: earlier })
    await dialog.getByLabel('办后直接回到本环节').check()
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await see(page, '退回时必须写明意见。')
    await dialog.getByLabel(/^退回意见/).fill('领导小组名单漏写任期。')
    await h.inspect(page, 'task-return-earlier')
    await h.narrow(page, 'task-return-earlier')
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await see(page, '已退回。')
  })

  await h.journey('the earlier step has what was written before and why it came back; done, it goes straight back', async () => {
    const office = await comeBackTo(h, 'office-head', '拟定成立通知', name)
    await see(office, '领导小组名单漏写任期。')
    await see(office, '第2轮')
    await h.inspect(office, 'task-returned-earlier')
    await office.getByRole('button', { name: '办理', exact: true }).click()
    await see(office, '已办理。')
    const director = await comeBackTo(h, 'director', '主要负责人签署声明', name)
    await see(director, '第2轮')
    const { stages } = await send(director, 'GET', `/api/v1/evaluations/${evaluation}/timeline`)
    const again = stages.flatMap((s) => s.tasks).filter((t) => t.round > 1).map((t) => t.step)
    check(!again.includes('compile') && !again.includes('approve'), `done again on the way back: ${again}`)
    await director.getByRole('button', { name: '签署', exact: true }).click()
    await see(director, '已签署。')
    await director.goto(`${h.base}/evaluations/${evaluation}`)
    await director.getByText('以表格查看').first().click()
    await h.inspect(director, 'evaluation-returned')
    await director.getByText('已定稿').or(director.getByText('第1次定稿')).first().waitFor({ timeout: later })
  })
}
