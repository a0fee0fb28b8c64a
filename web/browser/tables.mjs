// An evaluation of short days comes to its tables, and to what follows them.
import { see } from './harness.mjs'
import { later } from './matter.mjs'
import { rehearse, reports, sheet, writeParts } from './rehearsal.mjs'
import { releaseJourneys } from './release.mjs'

export async function rehearsalJourneys(h) {
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
