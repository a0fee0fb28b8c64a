// What the journeys of a case share.
export const title = '浏览器走查：2025年度整体支出绩效自评'
export const item = '「市民之窗」自助终端'
export const group = [
  ['党组书记、中心主任', '领导小组组长'],
  ['督察科科长', '领导小组组员'],
  ['12345热线管理科科长', '领导小组组员'],
  ['办公室主任', '领导小组办公室'],
]
// What the timeline does takes a moment: a stage opens through Temporal.
export const later = 90_000

/** Opens the dialog of an action of a task's menu. */
export async function choose(page, action) {
  const menu = page.locator('details.more')
  await menu.waitFor()
  if (!(await menu.evaluate((details) => details.open))) await menu.locator('summary').click()
  await menu.getByRole('button', { name: action, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  return dialog
}

/** The civil date some days after another. */
export function after(civil, days) {
  return new Date(Date.parse(civil + 'T00:00:00Z') + days * 86_400_000).toISOString().slice(0, 10)
}

/** Opens a task that came back to somebody, once it is there; `of` is a text in its row. */
export async function comeBackTo(h, who, title, of = '') {
  const page = await h.person(who)
  const link = page.getByRole('row').filter({ hasText: of }).getByRole('link', { name: title })
  for (const end = Date.now() + later; ; ) {
    await page.goto(h.base + '/inbox?box=mine')
    if (await link.first().waitFor({ timeout: 3000 }).then(() => true, () => false)) break
    if (Date.now() > end) throw new Error(`${title} never came back to ${who}`)
  }
  await link.first().click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  return page
}

/** Opens a task that came back to somebody, or claims it where it came back to all who may. */
export async function reach(h, who, title, of = '') {
  const page = await h.person(who)
  const row = page.getByRole('row').filter({ hasText: of })
  const ways = { mine: row.getByRole('link', { name: title }), claimable: row.getByRole('button', { name: new RegExp(`^签收“.*${title}”$`) }) }
  for (const end = Date.now() + later; Date.now() < end; ) {
    for (const [box, way] of Object.entries(ways)) {
      await page.goto(`${h.base}/inbox?box=${box}`)
      if (!(await way.first().waitFor({ timeout: 3000 }).then(() => true, () => false))) continue
      await way.first().click()
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      return page
    }
  }
  throw new Error(`${title} never came to ${who}`)
}
