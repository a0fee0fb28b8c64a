import { expect, it } from 'vitest'
import { ProblemError, unreachable } from './problem'
import { Transfer, type Line, type Upload } from './resumable'

const size = 25
const content = Uint8Array.from({ length: size }, (_, i) => i)
const file = new File([content], '报告.pdf')

/** A server that keeps what arrives, ten bytes a part. */
function desk(more: Partial<Line> = {}) {
  const arrived: number[] = []
  let begun = 0
  const upload = (): Upload => ({
    id: 'A', task_id: 't', kind: 'report', file_name: file.name, size, offset: arrived.length, part_size: 10, expires_at: '', finished: false,
  })
  const line: Line = {
    begin: async () => (begun++, upload()),
    look: async () => upload(),
    send: async (_, offset, part) => {
      if (offset + part.length <= arrived.length) {
        if (part.some((b, i) => arrived[offset + i] !== b)) throw refused('part_differs')
        return upload()
      }
      if (offset !== arrived.length) throw refused('upload_offset')
      arrived.push(...part)
      return upload()
    },
    finish: async () => ({ id: 'm' }) as never,
    drop: async () => undefined,
    ...more,
  }
  return { line, arrived, begun: () => begun }
}

const refused = (reason: string) => new ProblemError({ reason, status: 409, title: reason, code: 'conflict' } as never)
const at = (line: Line, earlier?: Upload, of = file) => new Transfer(of, line, undefined, async () => undefined, earlier)

it('sends a file in parts and finishes it', async () => {
  const { line, arrived } = desk()
  const t = at(line)
  expect(await t.run()).toEqual({ id: 'm' })
  expect(arrived).toEqual([...content])
  expect([t.state, t.percent]).toEqual(['done', 100])
})

it('goes on where the server is when the line was away, also if only the answer was lost', async () => {
  const whole = desk()
  let calls = 0
  const line: Line = {
    ...whole.line,
    send: async (...part) => {
      const done = await (calls++ === 1 ? Promise.reject(unreachable(undefined)) : whole.line.send(...part))
      if (calls === 3) throw unreachable(undefined) // it arrived all the same
      return done
    },
  }
  const t = at(line)
  expect(await t.run()).toEqual({ id: 'm' })
  expect(whole.arrived).toEqual([...content])
  expect(whole.begun()).toBe(1)
})

it('pauses between two parts and goes on', async () => {
  const { line, arrived } = desk()
  const t: Transfer = new Transfer(file, { ...line, send: async (...p) => (t.pause(), line.send(...p)) })
  expect(await t.run()).toBeUndefined()
  expect([t.state, arrived.length]).toEqual(['paused', 10])
})

it('takes up an upload of another page, if it is given the same file', async () => {
  const whole = desk()
  const first: Transfer = new Transfer(file, { ...whole.line, send: async (...p) => (first.pause(), whole.line.send(...p)) })
  await first.run()
  const other = at(whole.line, first.upload, new File([content.map((b) => b + 1)], file.name))
  expect(await other.run()).toBeUndefined()
  expect(other.problem?.reason).toBe('part_differs')
  expect(await at(whole.line, first.upload).run()).toEqual({ id: 'm' })
  expect(whole.arrived).toEqual([...content])
})

it('gives up when it is refused, and when the line stays away', async () => {
  const { line } = desk({ finish: async () => Promise.reject(refused('macro_refused')) })
  const t = at(line)
  await t.run()
  expect([t.state, t.problem?.reason]).toEqual(['failed', 'macro_refused'])
  let tries = 0
  const away = at(desk({ begin: async () => (tries++, Promise.reject(unreachable(undefined))) }).line)
  await away.run()
  expect([away.state, tries]).toEqual(['failed', 5])
})
