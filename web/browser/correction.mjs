// What was published is corrected: asked for, agreed to, made anew, and public
// beside what it corrects.
import { check, see } from './harness.mjs'
import { approveAll, clear, handInAgain, sign } from './rehearsal.mjs'

const later = 90_000

/** Fills in a dialog of what is done to an evaluation, and carries it out. */
async function does(h, page, evaluation, action, fields) {
  await page.goto(`${h.base}/evaluations/${evaluation}`)
  await page.locator(`[data-action=${action}]`).click({ timeout: later })
  const dialog = page.getByRole('dialog')
  for (const [name, text] of Object.entries(fields)) await dialog.locator(`#act-${name}`).fill(text)
  await h.inspect(page, `evaluation-${action}`)
  await dialog.locator('button[type=submit], footer button').last().click()
}

/** `evaluation` gives the id of one that is public; `members` approve its roll-up. */
export async function correctionJourneys(h, evaluation, members) {
  await h.journey('what was published is corrected, and the portal shows both with the note', async () => {
    const note = '更正一处数字：办公经费决算数。'
    const finance = await h.person('finance-clerk')
    await does(h, finance, evaluation(), 'propose_correction', { reason: '决算数填写有误', note })
    await see(finance, '已申请更正。')
    const director = await h.person('director')
    await does(h, director, evaluation(), 'approve_correction', {})
    await see(director, /已同意更正/)
    await handInAgain(finance, evaluation(), 'compile')
    await approveAll(await Promise.all(members.map((who) => h.person(who))), evaluation(), 'approve')
    await sign(director, evaluation(), 'attest')
    await clear(await h.person('office-clerk-2'), evaluation(), 'clear')
    const office = await h.person('office-clerk-1')
    await approveAll([office], evaluation(), 'confirm')
    await office.goto(`${h.base}/evaluations/${evaluation()}`)
    await see(office, '第2次定稿', later)
    await office.getByText(note).first().waitFor({ timeout: later })
    check((await office.getByText(/^[a-z_]+$/).filter({ visible: true }).count()) === 0, 'a word of the program is shown to people')
    await h.inspect(office, 'evaluation-corrected')
    await h.narrow(office, 'evaluation-corrected')

    const anybody = await h.stranger('anybody')
    const portal = `${h.base}/public/evaluations/${evaluation()}`
    for (const end = Date.now() + later; Date.now() < end; ) {
      await anybody.goto(portal)
      if (await anybody.getByRole('heading', { name: '更正' }).count()) break
      await anybody.waitForTimeout(500)
    }
    await see(anybody, note)
    const packages = await anybody.getByRole('link').evaluateAll((links) => links.map((l) => l.href).filter((href) => href.includes('/versions/')))
    check(packages.length > 0, 'the portal offers no earlier version')
    for (const href of packages) check((await anybody.request.get(href)).ok(), `${href} is not there`)
    await h.inspect(anybody, 'portal-corrected')
    await h.narrow(anybody, 'portal-corrected')
  })
}
