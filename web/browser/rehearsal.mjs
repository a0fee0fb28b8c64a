// Brings an evaluation of short days to its roll-up through the public API,
// so that the page can be seen where a real one would come after days.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

const example = JSON.parse(readFileSync(new URL('../../internal/demo/case.json', import.meta.url), 'utf8'))

/** The sheet of the worked example, as a unit would paste it. */
export const sheet = JSON.stringify(example.sheet)

/** Fills in parts of a report. */
export async function writeParts(page, parts) {
  for (const { name, value } of parts) await page.locator(`#field-${name}`).fill(value)
}

/** The parts of the reports of the worked example. */
export const reports = example.reports

const day = 200
const patience = 90_000

export const path = (task, action) => `/api/v1/tasks/${encodeURIComponent(task.id)}/${action}`

export async function send(page, method, path, data, version) {
  const headers = { 'Idempotency-Key': randomUUID(), ...(version !== undefined ? { 'If-Match': `"${version}"` } : {}) }
  const answer = await page.request.fetch(new URL(path, page.url()).href, { method, headers, ...(data ? { data } : {}) })
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
  return answer.json()
}

/** Hands in the tables and the report of the worked example; gives its task. */
export async function compile(page, evaluation) {
  const task = await claim(page, evaluation, 'compile')
  const fields = [{ name: 'total', value: example.declared.total }, { name: 'grade', value: example.declared.grade }, ...reports.overall]
  return send(page, 'POST', path(task, 'complete'), { submission: { fields, sheet: example.sheet } }, task.version)
}

/** Leaves a draft of the tables, with figures for the scheme's rows. */
export async function draftTables(page, evaluation, task) {
  const { scheme } = await send(page, 'GET', `/api/v1/evaluations/${evaluation}/score`)
  const [name, version] = scheme.split('@')
  const { indicators } = await send(page, 'GET', `/api/v1/schemes/${name}?version=${version}`)
  const leaves = (list) => list.flatMap((i) => (i.children?.length ? leaves(i.children) : [i]))
  const items = leaves(indicators).flatMap(({ id, measure }) => {
    const [above, below] = [measure?.above?.[0]?.input, measure?.below?.[0]?.input]
    return above && below ? [{ id, inputs: { [above]: '98.24', [below]: '100' } }] : []
  })
  const fields = [{ name: 'total', value: example.declared.total }, { name: 'grade', value: example.declared.grade }, ...reports.overall]
  await send(page, 'PUT', path(task, 'draft'), { submission: { fields, sheet: { ...example.sheet, scores: { items } } } }, 0)
}

/** Claims the task of a step as soon as it is there; a seat of one's own needs no claim. */
export async function claim(page, evaluation, step) {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    for (const box of ['claimable', 'mine']) {
      const { tasks } = await send(page, 'GET', `/api/v1/tasks?box=${box}&limit=100`)
      const task = tasks.find((t) => t.evaluation_id === evaluation && t.step === step)
      if (task) return box === 'mine' ? task : send(page, 'POST', path(task, 'claim'), undefined, task.version)
    }
    await page.waitForTimeout(100)
  }
  throw new Error(`nobody was asked for ${step}`)
}

/** Hands a step in as it was handed in before, whatever it asks for. */
export async function handInAgain(page, evaluation, step) {
  const task = await claim(page, evaluation, step)
  const line = await send(page, 'GET', `/api/v1/evaluations/${evaluation}/timeline`)
  const before = line.stages.flatMap((s) => s.tasks).filter((t) => t.step === step && t.state === 'completed').at(-1)
  const { submission } = await send(page, 'GET', path(before, '').slice(0, -1))
  await send(page, 'POST', path(task, 'complete'), { submission }, task.version)
}

/** Signs the statement that is shown. */
export async function sign(page, evaluation, step) {
  const task = await claim(page, evaluation, step)
  const { statement } = await send(page, 'GET', path(task, '').slice(0, -1))
  await send(page, 'POST', path(task, 'approve'), { attests: statement.wording_digest }, task.version)
}

/** Decides as the process settles it what is published of a sealed dossier. */
export async function clear(page, evaluation, step) {
  const task = await claim(page, evaluation, step)
  const { to_clear } = await send(page, 'GET', path(task, '').slice(0, -1))
  const files = to_clear.files.map((f) => (f.publish === 'yes' ? { path: f.path, public: true, acknowledged: '经核对，不是个人信息。' } : { path: f.path, public: false, reason: '不在公开范围', basis: '公开范围以外' }))
  await send(page, 'POST', path(task, 'complete'), { submission: { clearance: { digest: to_clear.digest, files } } }, task.version)
}

/** Starts it and forms the leading group; gives its id. `more` says what is different from the usual. */
export async function rehearse(office, director, title, more = {}) {
  const { id } = await send(office, 'POST', '/api/v1/evaluations', {
    process: 'overall-self-evaluation', title, year: 2019, start_on: '2020-08-05', day_milliseconds: day, receiver_id: 'finance-bureau', items: [], ...more,
  })
  const notice = await claim(office, id, 'draft_notice')
  await send(office, 'POST', path(notice, 'complete'), { submission: { members: example.group } }, notice.version)
  const issue = await claim(director, id, 'issue_notice')
  await send(director, 'POST', path(issue, 'approve'), {}, issue.version)
  return id
}

/** Lets everybody approve a step, each from an own seat. */
export async function approveAll(pages, evaluation, step) {
  for (const page of pages) {
    const task = await claim(page, evaluation, step)
    await send(page, 'POST', path(task, 'approve'), {}, task.version)
  }
}
