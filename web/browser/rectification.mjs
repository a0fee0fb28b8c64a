// What the bureau found is put right: a notice, a reply that is sent back once,
// and a look back, problem by problem.
import { check, see } from './harness.mjs'
import { later, reach } from './matter.mjs'
import { compile, rehearse } from './rehearsal.mjs'
import { takeUp } from './release.mjs'
import { finish } from './stage.mjs'

const name = '走查：2019年度自评问题整改'
const problems = ['产出指标没有佐证', '资金结余原因不明']

/** Gives the address of a filing that the bureau accepted. */
async function acceptedFiling(h) {
  const evaluation = await rehearse(await h.person('office-head'), await h.person('director'), '走查：待整改的自评')
  await compile(await h.person('finance-clerk'), evaluation)
  const filing = `${h.base}/filings/${await finish(h, evaluation)}`
  const page = await h.person('bureau-clerk')
  await page.goto(filing)
  await page.getByRole('button', { name: '签收', exact: true }).click()
  await see(page, '已签收。')
  for (const box of await page.getByRole('checkbox').all()) await box.check()
  await page.getByRole('button', { name: '审核通过', exact: true }).click()
  await see(page, '已审核通过。')
  return filing
}

export async function rectificationJourneys(h) {
  let ordered = ''

  await h.journey('the bureau orders what it found to be put right, problem by problem', async () => {
    const filing = await acceptedFiling(h)
    const page = await h.person('bureau-clerk')
    await page.goto(filing)
    await page.locator('summary', { hasText: '责令整改' }).click()
    await page.getByRole('button', { name: '责令整改', exact: true }).click()
    await see(page, '请至少写明一个问题。')
    await page.locator('#rectify-title').fill(name)
    await page.locator('#rectify-problems').fill(problems.join('\n'))
    await page.locator('#rectify-days').fill('30')
    await page.locator('#rectify-later').fill('60')
    await h.inspect(page, 'rectification-order')
    await h.narrow(page, 'rectification-order')
    // Nobody waits sixty days here: the days of this one are short.
    await page.route('**/rectification', (route) => route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), day_milliseconds: 200 }) }))
    await page.getByRole('button', { name: '责令整改', exact: true }).click()
    await page.getByRole('link', { name: '查看整改' }).click()
    await page.unroute('**/rectification')
    await page.getByRole('heading', { level: 1, name }).waitFor()
    ordered = page.url()
  })

  await h.journey('the unit answers every problem, and its head signs the answers', async () => {
    for (const problem of problems) {
      const office = await takeUp(h, 'office-head', '填写整改措施', problem)
      await office.locator('#field-measures').fill(`已就“${problem}”补充佐证并完善台账。`)
      await office.locator('#field-responsible_post').fill('办公室主任')
      await office.locator('#field-done_on').fill('2020年9月1日')
      await office.locator('#field-done_on').press('Tab')
      check((await office.locator('#field-done_on').inputValue()) === '2020-09-01', 'a date is not taken as it is written')
      if (problem === problems[0]) await h.inspect(office, 'rectification-reply')
      await office.getByRole('button', { name: '办理', exact: true }).click()
      await see(office, '已办理。')
    }
    for (const problem of problems) {
      const head = await takeUp(h, 'director', '主要负责人签发', problem)
      await see(head, '补充佐证并完善台账')
      await head.getByRole('button', { name: '同意', exact: true }).click()
      await see(head, '已同意。')
    }
  })

  await h.journey('the bureau sends one answer back and accepts it when it is better', async () => {
    const page = await takeUp(h, 'bureau-clerk', '审核整改回复', problems[0])
    // The unit's own task is not the bureau's to open; what was signed is.
    await see(page, '待审内容由报送单位填写')
    await h.inspect(page, 'rectification-judge')
    await h.narrow(page, 'rectification-judge')
    const judging = page.url()
    await page.getByRole('link', { name: '查看文书' }).click()
    const [report] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /整改报告/ }).first().click()])
    check((await report.failure()) === null, `no report: ${await report.failure()}`)
    await page.goto(judging)
    await page.getByRole('button', { name: '退回', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^退回意见/).fill('请附佐证的清单。')
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await see(page, '已退回。')
    const office = await reach(h, 'office-head', '填写整改措施', problems[0])
    await see(office, '请附佐证的清单。')
    await office.locator('#field-measures').fill('已补充佐证并附清单。')
    await office.getByRole('button', { name: '办理', exact: true }).click()
    await see(office, '已办理。')
    const head = await reach(h, 'director', '主要负责人签发', problems[0])
    await head.getByRole('button', { name: '同意', exact: true }).click()
    await see(head, '已同意。')
    const again = await reach(h, 'bureau-clerk', '审核整改回复', problems[0])
    await again.getByRole('button', { name: '同意', exact: true }).click()
    await see(again, '已同意。')
    const other = await reach(h, 'bureau-clerk', '审核整改回复', problems[1])
    await other.getByRole('button', { name: '同意', exact: true }).click()
    await see(other, '已同意。')
  })

  await h.journey('the bureau looks back when the day has come, and the filing shows what became of it', async () => {
    for (const [n, problem] of problems.entries()) {
      const page = await takeUp(h, 'bureau-clerk', '回头看', problem)
      await page.locator('#field-outcome').selectOption(n === 0 ? '已整改' : '未整改')
      await page.locator('#field-finding').fill('现场核查台账和凭证。')
      if (n === 0) await h.inspect(page, 'rectification-look-back')
      await page.getByRole('button', { name: '办理', exact: true }).click()
      await see(page, '已办理。')
    }
    const page = await h.person('bureau-clerk')
    await page.goto(ordered)
    await page.getByText('已办结', { exact: true }).first().waitFor({ timeout: later })
    const rows = page.getByRole('table', { name: '整改情况' }).getByRole('row')
    for (const [n, problem] of problems.entries()) check((await rows.filter({ hasText: problem }).innerText()).includes(n === 0 ? '已整改' : '未整改'), `${problem} is not shown as it was found`)
    await h.inspect(page, 'rectification-done')
    await h.narrow(page, 'rectification-done')
  })
}
