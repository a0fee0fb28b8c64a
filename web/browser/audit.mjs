// What an auditor does: looks back to before a return, asks who could, verifies.
import { check, see } from './harness.mjs'

/** `evaluation` gives the path of one in which a task was returned. */
export async function auditJourneys(h, evaluation) {
  await h.journey('an auditor goes back to before a return and sees it as it was', async () => {
    const page = await h.person('auditor')
    await page.goto(h.base + evaluation())
    await page.getByRole('link', { name: '审计视图' }).click()
    await page.getByRole('heading', { level: 1, name: /^审计视图/ }).waitFor()
    const past = page.getByRole('region', { name: '回溯' })
    await past.getByText('已退回').first().waitFor({ state: 'attached' })
    await page.getByRole('region', { name: '过程记录' }).getByLabel('种类').selectOption({ label: '退回' })
    const returned = page.getByRole('region', { name: '过程记录' }).locator('tbody tr').first()
    await returned.getByRole('button', { name: /^查看改动/ }).click()
    await returned.locator('ins').first().waitFor()
    await returned.getByRole('button', { name: /^回到当时/ }).click()
    await past.getByRole('status').filter({ hasText: '退回' }).waitFor()
    await past.getByText('已退回').first().waitFor({ state: 'attached' })
    await past.getByRole('button', { name: '上一条' }).click()
    await past.getByText('已退回').first().waitFor({ state: 'detached' })
    check((await past.getByText('已退回').count()) === 0, 'the return is there before it happened')
    await past.getByLabel('人员').selectOption({ index: 1 })
    await past.getByRole('button', { name: '查看当时所见' }).click()
    await see(past, /当时看到\d+项任务|当时任务箱里没有任务/)
    await h.inspect(page, 'audit')
    await h.narrow(page, 'audit')
  })

  await h.journey('the slider is moved by the keyboard and says where it stands', async () => {
    const page = await h.person('auditor')
    const slider = page.getByRole('slider', { name: '时点' })
    await slider.focus()
    await page.keyboard.press('Home')
    check((await slider.getAttribute('aria-valuetext')).startsWith('第'), 'the slider does not say its moment')
    await see(page, /^第1(至\d+)?条/)
  })

  await h.journey('who could is answered with those kept from it, a refusal with its rule', async () => {
    const page = await h.person('auditor')
    const answers = page.getByRole('region', { name: '审计问答', exact: true })
    await page.getByRole('region', { name: '回溯' }).getByRole('button', { name: '最新' }).click()
    await answers.getByLabel('任务').selectOption({ index: 1 })
    await answers.getByLabel('操作').selectOption({ label: '批注' })
    await answers.getByRole('region', { name: '当时谁能办理？' }).getByRole('button', { name: '查询' }).click()
    await answers.getByText(/可以办理的\d+人/).waitFor()
    await page.getByRole('region', { name: '过程记录' }).getByLabel('种类').selectOption({ label: '全部' })
    await page.getByRole('region', { name: '过程记录' }).getByLabel('被拒绝的尝试').selectOption({ label: '只看被拒绝的' })
    await page.getByRole('button', { name: '为什么被拒绝' }).first().click()
    await answers.getByText('这一版策略把它授予').waitFor()
    await answers.getByRole('region', { name: '谁看过这些文件？' }).getByRole('button', { name: '查询' }).click()
    await answers.getByText(/公开文件被下载\d+次/).waitFor()
    await answers.getByRole('region', { name: '定稿以后变了什么？' }).getByRole('button', { name: '查询' }).click()
    await answers.getByText('还没有定稿。').waitFor()
    await h.inspect(page, 'audit-answers')
    await h.narrow(page, 'audit-answers')
  })

  await h.journey('an auditor verifies, and takes the journal along', async () => {
    const page = await h.person('auditor')
    await page.getByRole('button', { name: '核验这项评价' }).click()
    await page.getByText(/^核验通过/).waitFor({ timeout: 30_000 })
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出流水（电子表格）' }).click()
    check((await download).suggestedFilename().endsWith('.xlsx'), 'no table came')
  })

  await h.journey('nobody else looks over the shoulder of others', async () => {
    const page = await h.person('office-head')
    await page.goto(h.base + evaluation())
    await page.getByRole('heading', { level: 1 }).waitFor()
    check((await page.getByRole('link', { name: '审计视图' }).count()) === 0, 'the office is led to the page of auditors')
  })
}
