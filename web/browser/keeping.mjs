// What must be kept is held by one who supervises, and let go by another.
import { check, see } from './harness.mjs'

/** `evaluation` gives the id of one that was filed with the bureau. */
export async function keepingJourneys(h, evaluation) {
  await h.journey('an evaluation is held by the auditor, and let go by the bureau alone', async () => {
    const auditor = await h.person('auditor')
    await auditor.goto(`${h.base}/evaluations/${evaluation()}`)
    await auditor.getByRole('button', { name: '保全', exact: true }).click()
    const placing = auditor.getByRole('dialog')
    await placing.getByRole('button', { name: '保全', exact: true }).click()
    await placing.locator('.complaint').first().waitFor()
    await placing.locator('#act-reason').fill('审计调查需要。')
    await placing.locator('#act-reference').fill('审计通知书第1号')
    await h.inspect(auditor, 'evaluation-hold')
    await placing.getByRole('button', { name: '保全', exact: true }).click()
    await see(auditor, '已保全。')
    await see(auditor, '这项评价正在保全，任何内容都不得清理。')
    await see(auditor, '审计通知书第1号')
    check((await auditor.getByRole('button', { name: '解除保全', exact: true }).count()) === 0, 'who held it is offered to let it go')
    await h.inspect(auditor, 'evaluation-held')
    await h.narrow(auditor, 'evaluation-held')

    const bureau = await h.person('bureau-clerk')
    await bureau.goto(`${h.base}/evaluations/${evaluation()}`)
    await bureau.getByRole('button', { name: '解除保全', exact: true }).click()
    const lifting = bureau.getByRole('dialog')
    await lifting.locator('#act-number').fill('1')
    await lifting.locator('#act-reason').fill('调查已经结束。')
    await h.inspect(bureau, 'evaluation-lift')
    await lifting.getByRole('button', { name: '解除保全', exact: true }).click()
    await see(bureau, '已解除保全。')
    await see(bureau, '调查已经结束。')
    await bureau.getByText('这项评价正在保全').waitFor({ state: 'detached' })
    await h.inspect(bureau, 'evaluation-lifted')
  })
}
