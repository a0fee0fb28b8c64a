import { answer, server } from './client'
import { newKey } from './command'
import { ProblemError, type Problem } from './problem'
import type { components } from './schema.gen'
import { sha256 } from '@/logic/sha256'

export type Upload = components['schemas']['Upload']
export type Material = components['schemas']['Material']
export type MarkName = components['schemas']['MarkName']
export type State = 'waiting' | 'running' | 'paused' | 'done' | 'failed'

/** What is asked of the server; a test puts another in its place. */
export interface Line {
  begin(key: string): Promise<Upload>
  look(id: string): Promise<Upload>
  send(id: string, offset: number, part: Uint8Array<ArrayBuffer>, sum: string): Promise<Upload>
  finish(id: string): Promise<Material>
  drop(id: string): Promise<void>
}

/** The server, for one paper of one task. */
export function lineOf(taskId: string, body: components['schemas']['BeginUpload']): Line {
  const at = (id: string) => ({ path: { uploadId: id } })
  return {
    begin: (key) => answer(server.POST('/api/v1/tasks/{taskId}/uploads', { params: { path: { taskId }, header: { 'Idempotency-Key': key } }, body })),
    look: (id) => answer(server.GET('/api/v1/uploads/{uploadId}', { params: at(id) })),
    send: (id, offset, part, sum) =>
      answer(
        server.PATCH('/api/v1/uploads/{uploadId}', {
          params: { ...at(id), header: { 'Upload-Offset': offset, 'Upload-Checksum': sum } },
          headers: { 'Content-Type': 'application/octet-stream' },
          body: new Blob([part]) as unknown as string,
          bodySerializer: (b) => b,
        }),
      ),
    finish: (id) => answer(server.POST('/api/v1/uploads/{uploadId}/finish', { params: at(id) })),
    drop: async (id) => {
      await answer(server.DELETE('/api/v1/uploads/{uploadId}', { params: at(id) }))
    },
  }
}

const pauses = [500, 1500, 4000, 8000]

/**
 * Transfer sends one file in parts. It goes on by itself when the line was away
 * for a moment, from where the server has got to; can be paused; and, begun in
 * another page, takes up an upload when it is given the same file again.
 */
export class Transfer {
  readonly key = newKey()
  state: State = 'waiting'
  sent = 0
  problem?: Problem
  upload?: Upload
  private stopping = false

  constructor(
    readonly file: File,
    private readonly line: Line,
    private readonly changed: () => void = () => undefined,
    private readonly wait: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms)),
    earlier?: Upload,
  ) {
    this.upload = earlier
    this.sent = earlier?.offset ?? 0
    if (earlier) this.unsure = true
  }

  // An upload of another page is of this file only if what has arrived is.
  private unsure = false

  get percent(): number {
    return Math.min(100, Math.round((this.sent / Math.max(this.file.size, 1)) * 100))
  }

  pause(): void {
    if (this.state === 'running') this.stopping = true
  }

  /** Sends what is left; gives the paper, or nothing when it was paused or failed. */
  async run(): Promise<Material | undefined> {
    this.stopping = false
    this.problem = undefined
    this.be('running')
    for (let failures = 0; ; ) {
      try {
        const paper = await this.attempt(() => (failures = 0))
        if (paper) this.be('done')
        return paper
      } catch (thrown) {
        const passing = !(thrown instanceof ProblemError) || thrown.passing || thrown.status === 429
        const pause = pauses[failures++]
        if (!passing || pause === undefined || this.stopping) return this.fail(thrown)
        await this.wait(pause)
      }
    }
  }

  private async attempt(progressed: () => void): Promise<Material | undefined> {
    // Whatever was believed before, the server knows how far it is.
    this.upload = this.upload ? await this.line.look(this.upload.id) : await this.line.begin(this.key)
    if (this.unsure) await this.compare(this.upload)
    while (this.upload.offset < this.file.size) {
      this.tell(this.upload.offset)
      if (this.stopping) {
        this.be('paused')
        return undefined
      }
      this.upload = await this.sendPart(this.upload, this.upload.offset)
      progressed()
    }
    this.tell(this.upload.offset)
    return this.line.finish(this.upload.id)
  }

  /** Sends again what the other page sent first: the server tells if it differs. */
  private async compare(upload: Upload): Promise<void> {
    if (upload.offset > 0) await this.sendPart(upload, 0, Math.min(upload.part_size, upload.offset))
    this.unsure = false
  }

  private async sendPart(upload: Upload, from: number, size = upload.part_size): Promise<Upload> {
    const part = new Uint8Array(await this.file.slice(from, Math.min(from + size, this.file.size)).arrayBuffer())
    try {
      return await this.line.send(upload.id, from, part, await sha256(part))
    } catch (thrown) {
      // Somebody was faster, perhaps this page before its line broke.
      if (thrown instanceof ProblemError && thrown.problem.reason === 'upload_offset') return this.line.look(upload.id)
      throw thrown
    }
  }

  private tell(sent: number): void {
    this.sent = sent
    this.changed()
  }

  private fail(thrown: unknown): undefined {
    this.problem = thrown instanceof ProblemError ? thrown.problem : undefined
    this.be(this.stopping ? 'paused' : 'failed')
    return undefined
  }

  private be(state: State): void {
    this.state = state
    this.changed()
  }
}
