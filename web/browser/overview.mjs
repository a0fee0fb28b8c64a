// The picture of an evaluation's time, its process as a diagram, and the board.
import { check, see } from './harness.mjs'

/** Looks at a page in the dark and in the light, as on a screen and as on a telephone. */
export async function lookAt(h, page, name) {
  await h.inspect(page, name)
  await h.narrow(page, name)
  await page.emulateMedia({ colorScheme: 'dark' })
  await h.inspect(page, `${name}-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
}

/** `evaluation` gives the id of one that is running. */
export async function overviewJourneys(h, evaluation) {
  await h.journey('the timeline is a picture, and a table for those who do not see it', async () => {
    const page = await h.person('office-head')
    await page.goto(`${h.base}/evaluations/${evaluation()}`)
    await see(page, /计划.*预计/)
    const bars = await page.locator('.track .planned').count()
    check(bars >= 6, `${bars} planned bars`)
    check((await page.locator('.track .today').count()) > 0, 'no line for today')
    await page.getByText('以表格查看').first().click()
    await page.getByRole('columnheader', { name: '等谁办' }).waitFor()
    await lookAt(h, page, 'evaluation-timeline')
    await page.emulateMedia({ media: 'print' })
    await h.shot(page, 'evaluation-timeline-print')
    await page.emulateMedia({ media: 'screen' })
  })

  await h.journey('the process is drawn with where it stands, and opens in other tools', async () => {
    const page = await h.person('office-head')
    await page.getByText('打开流程图').click()
    const drawing = page.getByRole('img', { name: /流程图/ })
    await drawing.waitFor()
    check((await drawing.locator('.task').count()) >= 14, 'steps are missing')
    check((await drawing.locator('g.open .task').count()) > 0, 'no step is open')
    await page.getByText('各环节状态', { exact: true }).click()
    await see(page, '办理中')
    await lookAt(h, page, 'evaluation-diagram')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载 BPMN 2.0 文件' }).click()])
    check(file.suggestedFilename().endsWith('.bpmn'), file.suggestedFilename())
  })

  await h.journey('the board shows the office all, and a section its own', async () => {
    const office = await h.person('office-head')
    await office.getByRole('link', { name: '进度看板' }).click()
    await office.getByRole('heading', { name: '阶段进度' }).waitFor()
    await office.locator('.plot svg').waitFor()
    check((await office.locator('td.cell').count()) >= 6, 'cells are missing')
    await lookAt(h, office, 'board')
    const [file] = await Promise.all([office.waitForEvent('download'), office.getByRole('link', { name: '导出 Excel' }).click()])
    check(file.suggestedFilename() === '进度看板.xlsx', file.suggestedFilename())
    await office.getByRole('link', { name: /^按对象查看/ }).first().click()
    await office.getByRole('link', { name: '返回全部评价' }).waitFor()
    await lookAt(h, office, 'board-items')
    const clerk = await h.person('hotline-clerk')
    await clerk.goto(h.base + '/board')
    await see(clerk, '您看到的是本人和本科室承担的部分')
    check((await clerk.getByRole('columnheader', { name: '已发提醒' }).count()) <= 1, 'a section sees who was reminded')
    await h.inspect(clerk, 'board-own')
  })
}
