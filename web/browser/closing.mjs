// The case as a whole: its group, its journal, its notices.
import { auditJourneys } from './audit.mjs'
import { check, see } from './harness.mjs'
import { later, title } from './matter.mjs'

export async function closingJourneys(h, c) {
  await h.journey('the group changes once another approves, and everything stops and goes on', async () => {
    const office = await h.person('office-head')
    await office.goto(h.base + c.evaluation)
    await office.getByRole('button', { name: '申请变更成员' }).click()
    const dialog = office.getByRole('dialog')
    await dialog.getByLabel('综合协调科科长任领导小组组员', { exact: true }).check()
    await dialog.getByLabel(/^理由/).fill('工作调整。')
    await h.inspect(office, 'group-change')
    await dialog.getByRole('button', { name: '申请变更成员' }).click()
    await see(office, '成员变更待审批')
    await see(office, '新任：综合协调科科长（领导小组组员）')
    const chair = await h.person('director')
    await chair.goto(h.base + c.evaluation)
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
    await page.goto(h.base + c.evaluation)
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

  await auditJourneys(h, () => c.evaluation)

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
