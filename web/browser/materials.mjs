// Papers: an upload that breaks off, wrong files and right ones.
import { check, see } from './harness.mjs'
import { later } from './matter.mjs'
import { longPaper, notAPaper, paper } from './paper.mjs'
import { reports, writeParts } from './rehearsal.mjs'

export async function materialJourneys(h) {
  await h.journey('an upload that breaks off goes on where it stopped, also after a reload', async () => {
    const page = await h.person('coordination-clerk')
    const long = longPaper('long', 9 << 20)
    const choose = () => page.getByLabel('选择“财政项目支出绩效自评报告”的文件')
    // After the first part the line is gone.
    let parts = 0
    await page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() === 'PATCH' && parts++ > 0) await route.abort('connectionfailed')
      else await route.continue()
    })
    await choose().setInputFiles(long)
    await see(page, '正在上传')
    const progress = page.getByRole('progressbar', { name: '正在上传“long.pdf”' })
    await page.waitForFunction(() => /[1-9]/.test(document.querySelector('.sending .el-progress')?.textContent ?? ''))
    await progress.waitFor()
    page.once('dialog', (d) => d.accept())
    await page.reload()
    await see(page, /“long\.pdf”上次传到4\.\d MB/)
    await h.inspect(page, 'task-upload-left')
    await page.unroute('**/api/v1/uploads/*')
    // Another file of the same name and size is told from it.
    await choose().setInputFiles(longPaper('long', 9 << 20, 'another'))
    await page.getByRole('alert').filter({ hasText: '上传的内容前后不一致' }).waitFor()
    await page.reload()
    await see(page, /“long\.pdf”上次传到/)
    let sent = 0
    page.on('request', (r) => (sent += r.method() === 'PATCH' ? 1 : 0))
    await choose().setInputFiles(long)
    await page.getByRole('link', { name: 'long.pdf' }).waitFor({ timeout: later })
    check(sent === 3, `${sent} parts were sent, not the first to compare and the two that were left`)
    await page.getByRole('button', { name: '预览“long.pdf”' }).click()
    await page.frameLocator('iframe').locator('body').waitFor()
    await page.getByRole('button', { name: '关闭预览' }).click()
  })

  await h.journey('a wrong file is refused in words, a right one is there with its versions', async () => {
    const page = await h.person('coordination-clerk')
    const report = page.getByLabel('选择“财政项目支出绩效自评报告”的文件')
    await report.setInputFiles(notAPaper)
    await page.getByRole('alert').filter({ hasText: '文件内容与扩展名不符' }).waitFor()
    await h.shot(page, 'task-wrong-file')
    await report.setInputFiles(paper('report-1'))
    await see(page, 'report-1.pdf')
    await report.setInputFiles(paper('report-2'))
    await see(page, '版本2')
    await page.getByLabel('自查结论').fill('项目已正式上线,运行正常。')
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '报告还缺5个必备部分')
    await h.inspect(page, 'task-parts')
    await h.narrow(page, 'task-parts')
    await writeParts(page, reports.project)
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '材料不齐')
    await see(page, '没有确认封面上有单位公章。')
    const [blank] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载空白表：财政项目支出绩效自评报告' }).click()])
    check(blank.suggestedFilename().endsWith('.docx') && (await blank.failure()) === null, `no empty form: ${blank.suggestedFilename()}`)
    const scores = page.locator('[data-kind="score_sheet"]')
    for (const mark of ['项目负责人签名', '财务负责人签名']) await scores.getByLabel(mark, { exact: true }).check()
    await page.getByLabel('选择“绩效评价评分表”的文件').setInputFiles(paper('scores'))
    await page.getByRole('link', { name: 'scores.pdf' }).waitFor({ timeout: later })
    for (const mark of ['单位公章', '填报日期']) {
      await page.getByLabel(`封面上已有${mark}`).check()
      await page.locator('[data-kind="self_evaluation_report"] .lacking').getByText(`没有确认封面上有${mark}。`).waitFor({ state: 'detached' })
    }
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'report-2.pdf' }).click()])
    check(download.suggestedFilename() === 'report-2.pdf', `loaded as ${download.suggestedFilename()}`)
    check((await download.failure()) === null, `not loaded: ${await download.failure()}`)
    await h.inspect(page, 'task-materials')
    await h.narrow(page, 'task-materials')
    await page.getByLabel('批注内容').fill('评分表已按模板填写。')
    await page.getByRole('button', { name: '批注' }).click()
    await see(page, '评分表已按模板填写。')
    check((await page.getByLabel('自查结论').inputValue()) === '项目已正式上线,运行正常。', 'what was typed is gone')
    await page.reload()
    await see(page, /已恢复您上次填写、尚未提交的内容|已载入您/)
    check((await page.getByLabel('自查结论').inputValue()) === '项目已正式上线,运行正常。', 'what was typed is gone after a reload')
    await page.getByRole('button', { name: '办理' }).click()
    await see(page, '已办理。')
  })
}
