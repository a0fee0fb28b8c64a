// From the roll-up to the bureau: signed, cleared, published, filed, received.
import { readFileSync } from 'node:fs'
import { correctionJourneys } from './correction.mjs'
import { check, see } from './harness.mjs'
import { keepingJourneys } from './keeping.mjs'
import { approveAll } from './rehearsal.mjs'

// A table that a unit published, with its contradictions.
const published = readFileSync(new URL('../../internal/table/testdata/published/12.json', import.meta.url))

const later = 90_000
export const members = ['director', 'office-head', 'supervision-head', 'coordination-head', 'hotline-head']

/** Opens the task that waits for somebody, claiming it; `of` is a text in its row. */
export async function takeUp(h, who, title, of = '') {
  const page = await h.person(who)
  await page.goto(h.base + '/')
  await page.getByRole('link', { name: /^待签收/ }).click()
  const row = page.getByRole('row').filter({ hasText: of })
  await row.getByRole('button', { name: new RegExp(`^签收“.*${title}”$`) }).first().click({ timeout: later })
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  return page
}

/** `evaluation` gives the id of one whose sheet was handed in. */
export async function releaseJourneys(h, evaluation) {
  await h.journey('the score stands beside what was declared, with the way to it, and the findings', async () => {
    const page = await h.person('auditor')
    await page.goto(`${h.base}/evaluations/${evaluation()}`)
    await page.getByRole('heading', { level: 2, name: '自评表核对' }).waitFor()
    await see(page, /没有发现矛盾|发现\d+处/)
    await see(page, '依据没有公布各指标的分值')
    const scores = page.getByRole('region', { name: '评分项' }).last()
    await scores.locator('summary').first().click()
    await scores.getByText('98.24').first().waitFor()
    await h.inspect(page, 'evaluation-score')
    await h.narrow(page, 'evaluation-score')
  })

  await h.journey('a table is held against itself on a page of its own', async () => {
    const page = await h.person('coordination-clerk')
    await page.goto(h.base + '/check')
    const file = (text) => ({ name: 'table.json', mimeType: 'application/json', buffer: Buffer.from(text) })
    await page.getByLabel('选择自评表文件').setInputFiles(file('不是JSON'))
    await page.locator('.problem').waitFor()
    await page.getByLabel('选择自评表文件').setInputFiles(file(published))
    await page.getByRole('heading', { level: 2, name: '核对结果' }).waitFor()
    await see(page, /发现\d+处/)
    await h.inspect(page, 'check')
    await h.narrow(page, 'check')
  })

  await h.journey('the head signs the statement that is shown, and the dossier is sealed', async () => {
    await approveAll(await Promise.all(members.map((who) => h.person(who))), evaluation(), 'approve')
    const page = await takeUp(h, 'director', '主要负责人签署声明')
    await see(page, '真实性')
    check((await page.getByRole('button', { name: '同意', exact: true }).count()) === 0, 'a signature is called an approval')
    await h.inspect(page, 'task-attest')
    await h.narrow(page, 'task-attest')
    await page.getByRole('button', { name: '签署', exact: true }).click()
    await see(page, '已签署。')
  })

  await h.journey('what may be published is decided file by file, with reasons, and then is public', async () => {
    const page = await takeUp(h, 'office-clerk-2', '公开审查')
    await page.getByRole('radio', { name: '不公开' }).first().check()
    await page.getByRole('button', { name: '办理', exact: true }).click()
    await see(page, '请写明不公开的依据。')
    await h.inspect(page, 'task-clear')
    await h.narrow(page, 'task-clear')
    await page.getByLabel(/^不公开的依据/).first().fill('公开范围以外')
    await page.getByLabel(/^理由/).first().fill('不在公开范围')
    for (const field of await page.getByLabel(/^可以公开的说明/).all()) await field.fill('经核对，不是个人信息。')
    await page.getByRole('button', { name: '办理', exact: true }).click()
    await see(page, '已办理。')
    const office = await takeUp(h, 'office-clerk-1', '确认公开')
    await see(office, '公开范围以外')
    await office.getByRole('button', { name: '同意', exact: true }).click()
    await see(office, '已同意。')
    await office.goto(`${h.base}/evaluations/${evaluation()}`)
    await office.getByRole('link', { name: '查看公开页面' }).waitFor({ timeout: later })
    await see(office, '第1次定稿')
    // One paper is withheld in all its renderings.
    await see(office, '不公开的文件（2件）')
    await h.inspect(office, 'evaluation-published')
    await h.narrow(office, 'evaluation-published')
  })

  await correctionJourneys(h, evaluation, members)

  await h.journey('the bureau finds the filing, receives, checks and accepts it, and draws', async () => {
    await approveAll([await h.person('finance-clerk')], evaluation(), 'hand_in')
    const page = await h.person('bureau-clerk')
    await page.getByRole('link', { name: '收件复核' }).click()
    await page.getByRole('heading', { level: 1, name: '收件和复核' }).waitFor()
    await page.getByLabel('年度').fill('2019')
    await page.getByLabel('年度').press('Tab')
    const row = page.getByRole('row').filter({ hasText: '演练' })
    await row.waitFor({ timeout: later })
    await h.inspect(page, 'filings')
    await h.narrow(page, 'filings')
    await row.getByRole('link').click()
    await page.getByRole('button', { name: '签收', exact: true }).click()
    await see(page, '已签收。')
    await page.getByRole('button', { name: '退回', exact: true }).click()
    await see(page, '退回时必须写明原因。')
    await page.getByRole('button', { name: '审核通过', exact: true }).click()
    await see(page, '有没有通过的项目')
    for (const box of await page.getByRole('checkbox').all()) await box.check()
    await h.inspect(page, 'filing')
    await h.narrow(page, 'filing')
    await page.getByRole('button', { name: '审核通过', exact: true }).click()
    await see(page, '已审核通过。')
    await h.inspect(page, 'filing-accepted')
    await page.getByRole('link', { name: '抽取', exact: true }).click()
    await page.getByLabel('年度').fill('2019')
    await page.getByLabel('年度').press('Tab')
    await page.getByRole('button', { name: '确定名单' }).click()
    await see(page, '已确定名单。')
    await page.getByRole('button', { name: '公布种子' }).click()
    await see(page, '已公布种子。')
    await page.getByRole('button', { name: '抽取', exact: true }).click()
    await see(page, '已抽取。')
    await h.inspect(page, 'draws')
    await h.narrow(page, 'draws')
    await page.getByRole('link', { name: '排名', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: '排名' }).waitFor()
    await h.inspect(page, 'ranking')
    await h.narrow(page, 'ranking')
  })

  await keepingJourneys(h, evaluation)
}
