// A system with something on every page: an evaluation that is filed, one whose
// tables are being filled in, one that has just begun, and some that press.
import { approveAll, claim, clear, compile, draftTables, rehearse, send, sign } from './rehearsal.mjs'

const patience = 90_000
const members = ['director', 'office-head', 'supervision-head', 'coordination-head', 'hotline-head']
const items = [
  { id: 'citizen-window', kind: 'project', title: '「市民之窗」自助终端', department_id: 'coordination', amount_yuan: '4690000' },
  { id: 'training', kind: 'project', title: '综合窗口人员培训', department_id: 'coordination', amount_yuan: '1280000' },
  { id: 'hotline', kind: 'project', title: '12345政务服务热线运行维护', department_id: 'hotline', amount_yuan: '2865000' },
]
const network = { id: 'network', kind: 'project', title: '政务服务一体化平台运维', department_id: 'coordination', amount_yuan: '3150000' }

/** Waits until a question to the API has the answer that is looked for. */
async function until(page, path, found) {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    const answer = found(await send(page, 'GET', path))
    if (answer) return answer
    await page.waitForTimeout(200)
  }
  throw new Error(`${path} never had what was waited for`)
}

/** Brings an evaluation from its roll-up to the bureau; gives its filing. */
export async function finish(h, evaluation) {
  await approveAll(await Promise.all(members.map((who) => h.person(who))), evaluation, 'approve')
  await sign(await h.person('director'), evaluation, 'attest')
  await clear(await h.person('office-clerk-2'), evaluation, 'clear')
  await approveAll([await h.person('office-clerk-1')], evaluation, 'confirm')
  await approveAll([await h.person('finance-clerk')], evaluation, 'hand_in')
  const bureau = await h.person('bureau-clerk')
  const filing = await until(bureau, '/api/v1/filings?year=2019&limit=20', (page) => page.filings.find((f) => f.evaluation_id === evaluation))
  const anybody = await h.stranger('anybody')
  for (const end = Date.now() + patience; Date.now() < end && !(await anybody.goto(`${h.base}/public/evaluations/${evaluation}`)).ok(); ) await anybody.waitForTimeout(300)
  return filing.id
}

/** Sets the stage; gives the ids of what is on it. */
export async function setStage(h) {
  const office = await h.person('office-head')
  const director = await h.person('director')
  const finance = await h.person('finance-clerk')
  const finished = await rehearse(office, director, '2019年度整体支出绩效自评')
  const { id: compiled } = await compile(finance, finished)
  const filing = await finish(h, finished)
  const late = await rehearse(office, director, '2020年度整体支出绩效自评', { year: 2020, start_on: '2021-08-05' })
  const { id: compiling } = await claim(finance, late, 'compile')
  await draftTables(finance, late, { id: compiling })
  const real = (year, days, some) => rehearse(office, director, `${year}年度整体支出绩效自评`, { year, start_on: today(-days), day_milliseconds: undefined, items: some })
  await real(2023, 12, [network])
  await real(2024, 7, [network]) // to be handed in by the end of today
  const running = await real(2025, 0, items)
  const { id: submitting } = await claim(await h.person('coordination-clerk'), running, 'submit')
  return { finished, compiled, filing, late, compiling, running, submitting }
}

/** The civil date in Beijing, some days from now. */
export function today(days = 0) {
  return new Date(Date.now() + (8 + 24 * days) * 3_600_000).toISOString().slice(0, 10)
}
