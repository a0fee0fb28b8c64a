// A version of a process is published by two administrators, from the page.
import { check, see } from './harness.mjs'
import { lookAt } from './overview.mjs'

export async function publishingJourneys(h) {
  let newest = 0
  await h.journey('the system administrator edits a definition and proposes it; what is wrong or not new is refused', async () => {
    const page = await h.person('system-admin')
    await page.getByRole('link', { name: '流程定义', exact: true }).click()
    const latest = page.getByRole('row', { name: /整体支出绩效自评，第/ }).filter({ hasText: '新发起的评价用这一版' })
    await latest.waitFor()
    newest = Number(/第(\d+)版/.exec(await latest.textContent())[1])
    await latest.getByRole('link').click()
    await page.getByRole('heading', { name: '起草流程定义' }).click()
    const editor = page.getByLabel('流程定义原文（YAML）')
    const source = await editor.inputValue()
    const propose = page.getByRole('button', { name: '提请发布' })

    await editor.fill(source.replace('due: 7 days', 'due: 7 weeks'))
    await see(page, '有1处问题')
    await page.getByLabel('理由', { exact: true }).fill('延长科室自查时限。')
    await propose.click()
    await see(page, '不能提请发布')
    await editor.fill(source.replace('due: 7 days', 'due: 9 days'))
    await see(page, '没有问题')
    await propose.click()
    await see(page, `这项流程已经发布到第${newest}版`)
    await h.inspect(page, 'definition-not-new')
    await editor.fill(source.replace('due: 7 days', 'due: 9 days').replace(/^version: \d+$/m, `version: ${newest + 1}`))
    await see(page, '没有问题')
    await propose.click()
    await see(page, '已提请发布，待安全管理员批准。')
    await page.goto(h.base + '/definitions')
    await see(page, '待批准')
    await see(page, '提出申请的人不能自己批准')
    check((await page.getByRole('button', { name: /^批准发布/ }).count()) === 0, 'who proposed is offered to approve')
    check((await page.getByRole('button', { name: /^撤回/ }).count()) === 1, 'who proposed cannot withdraw')
  })

  await h.journey('another administrator sees what changes and publishes it; new evaluations go by it', async () => {
    const office = await h.person('office-head')
    const inForce = async () => (await (await office.request.get(h.base + '/api/v1/processes')).json()).processes.find((p) => p.name === 'overall-self-evaluation').version
    check((await inForce()) === newest, 'the version counts before it was approved')
    const audit = await h.person('audit-admin')
    await audit.goto(h.base + '/definitions')
    await see(audit, '待批准')
    check((await audit.getByRole('button', { name: /^(批准发布|驳回|撤回)/ }).count()) === 0, 'who audits is offered to decide')

    const security = await h.person('security-admin')
    await security.goto(h.base + '/definitions')
    await security.getByRole('button', { name: /^查看改动/ }).first().click()
    await see(security, `与已发布的第${newest}版比较`)
    await see(security, '新增2行，删去2行。')
    await lookAt(h, security, 'definition-proposal')
    await security.getByRole('button', { name: /^批准发布/ }).click()
    await see(security, '已发布，新发起的评价按这一版办理。')
    await see(security, '已批准')
    await security.getByRole('row', { name: new RegExp(`第${newest + 1}版.*新发起的评价用这一版`) }).waitFor()
    check((await inForce()) === newest + 1, 'new evaluations do not go by what was approved')
    await office.goto(h.base + '/definitions')
    await office.getByRole('row', { name: /overall-self-evaluation/ }).first().waitFor()
    check((await office.getByRole('heading', { name: '发布申请' }).count()) === 0, 'the office sees what administrators decide')
    await audit.goto(h.base + '/administration')
    await audit.getByRole('tab', { name: '系统流水' }).click()
    await see(audit, '登记簿变动')
  })
}
