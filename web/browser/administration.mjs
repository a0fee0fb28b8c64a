import { check, see } from './harness.mjs'
import { lookAt } from './overview.mjs'
import { holidays } from './workbook.mjs'

// The three administrators: one proposes, another approves, the third looks on.
export async function administrationJourneys(h) {
  await h.journey('a role counts once another administrator has approved it', async () => {
    const system = await h.person('system-admin')
    await system.getByRole('link', { name: '系统管理', exact: true }).click()
    await system.getByRole('heading', { level: 1, name: '系统管理' }).waitFor()
    await system.getByRole('button', { name: '提交申请' }).click()
    await see(system, '必须填写。')
    await system.getByLabel('人员', { exact: true }).selectOption({ label: '领导小组办公室成员（甲）（office-clerk-1）' })
    await system.getByLabel('角色', { exact: true }).selectOption({ label: '办公室' })
    await system.getByLabel('理由', { exact: true }).fill('轮岗。')
    await system.getByRole('button', { name: '提交申请' }).click()
    await see(system, '已提交申请，待安全管理员批准。')
    await see(system, '提出申请的人不能自己批准')
    check((await system.getByRole('button', { name: /^批准/ }).count()) === 0, 'who proposed is offered to approve')
    await h.inspect(system, 'administration')
    await h.narrow(system, 'administration')

    // Asked past the page, the server says the same.
    const refused = await system.evaluate(async () => {
      const list = await (await fetch('/api/v1/administration/proposals?waiting=true')).json()
      const answer = await fetch(`/api/v1/administration/proposals/${list.proposals[0].id}/approve`, { method: 'POST', headers: { 'Idempotency-Key': crypto.randomUUID() } })
      return { status: answer.status, problem: await answer.json() }
    })
    check(refused.status === 403 && refused.problem.reason === 'duty_conflict', 'who proposed can approve')

    const clerk = await h.person('office-clerk-1')
    check((await clerk.getByRole('link', { name: '发起自评', exact: true }).count()) === 0, 'the role counts before it was approved')
    const security = await h.person('security-admin')
    await security.goto(h.base + '/administration')
    await security.getByRole('button', { name: '批准授予角色：领导小组办公室成员（甲），办公室' }).click()
    await see(security, '已批准，即时生效。')
    await clerk.goto(h.base + '/')
    await clerk.getByRole('link', { name: '发起自评', exact: true }).waitFor()
  })

  await h.journey('the security administrator logs somebody out, and the audit administrator sees both', async () => {
    const security = await h.person('security-admin')
    await security.goto(h.base + '/administration')
    await security.getByRole('tab', { name: '账号' }).click()
    await security.getByRole('button', { name: '强制下线：领导小组办公室成员（甲）' }).waitFor()
    check((await security.getByRole('button', { name: '强制下线：安全管理员' }).count()) === 0, 'who administers is offered to log out oneself')
    await security.getByRole('button', { name: '强制下线：领导小组办公室成员（甲）' }).click()
    const dialog = security.getByRole('dialog')
    await dialog.getByRole('button', { name: '强制下线' }).click()
    await see(security, '请写明理由。')
    await dialog.getByLabel('理由').fill('终端遗失。')
    await h.inspect(security, 'administration-reason')
    await dialog.getByRole('button', { name: '强制下线' }).click()
    await see(security, '已强制下线。')
    await h.inspect(security, 'administration-accounts')
    await h.narrow(security, 'administration-accounts')

    const audit = await h.person('audit-admin')
    await audit.getByRole('link', { name: '系统管理', exact: true }).click()
    await see(audit, '已批准')
    check((await audit.getByRole('button', { name: /^(批准|驳回|撤回|提交申请)/ }).count()) === 0, 'who audits is offered to change something')
    await audit.getByRole('tab', { name: '账号' }).click()
    await see(audit, 'office-clerk-1')
    check((await audit.getByRole('button', { name: /^(锁定|解锁|强制下线)/ }).count()) === 0, 'who audits is offered to lock')
    await audit.getByRole('tab', { name: '任职', exact: true }).click()
    await see(audit, '经批准')
    await h.inspect(audit, 'administration-grants')
    await h.narrow(audit, 'administration-grants')
    await audit.getByRole('tab', { name: '系统流水' }).click()
    await see(audit, '批准任免申请')
    await see(audit, '管理操作被拒绝')
    await h.inspect(audit, 'administration-journal')
    await h.narrow(audit, 'administration-journal')
  })

  await h.journey('the holidays of a year are seen, and a file with a wrong day is named line by line', async () => {
    const page = await h.person('system-admin')
    await page.goto(h.base + '/administration?tab=calendar')
    await see(page, '2026年1月')
    await see(page, '它可能规定2026年12月29日及以后的日子')
    await lookAt(h, page, 'administration-calendar')
    const file = page.getByLabel('选择放假安排文件')
    await file.setInputFiles(holidays('2027-03-01'))
    await page.getByRole('alert').getByText(/^第4行第2列：2027-03-01 是周一/).waitFor()
    check((await page.getByRole('button', { name: '确认导入' }).count()) === 0, 'a file with a mistake can be taken over')
    await h.inspect(page, 'administration-calendar-wrong')
    // It is given up here: later parts count their deadlines by the calendar that there is.
    await file.setInputFiles(holidays('2027-02-20'))
    await see(page, '新增2027年：放假6天，调休上班1天')
    await page.getByText(/^(进行中的评价共\d+项|没有进行中的评价)/).waitFor()
    await lookAt(h, page, 'administration-calendar-preview')
    await page.getByRole('button', { name: '放弃' }).click()
    await page.getByLabel('年度', { exact: true }).selectOption('2027')
    await see(page, '2027年的放假安排尚未导入')

    await page.getByRole('tab', { name: '通知渠道' }).click()
    await see(page, '日历订阅：随系统提供')
    await page.getByRole('row', { name: /^电子邮件/ }).getByText('未配置').waitFor()
    check((await page.getByRole('button', { name: /^发一条测试消息/ }).count()) === 0, 'a channel that is not set up can be tried')
    await lookAt(h, page, 'administration-channels')

    const security = await h.person('security-admin')
    await security.goto(h.base + '/administration?tab=calendar')
    await see(security, 'CN-2026.1（现行）')
    check((await security.getByLabel('选择放假安排文件').count()) === 0, 'who keeps security is offered to import')
  })
}
