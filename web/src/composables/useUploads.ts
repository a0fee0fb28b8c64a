import { onBeforeUnmount, onMounted, ref, shallowRef, triggerRef } from 'vue'
import { answer, server } from '@/api/client'
import { problemOf, type Problem } from '@/api/problem'
import { lineOf, Transfer, type MarkName, type Upload } from '@/api/resumable'

/** One file on its way, and the kind of paper that it is to become. */
export interface Sending {
  kind: string
  transfer: Transfer
}

/**
 * useUploads holds the files on their way to one task: sent one after the other,
 * and those of my other pages, which go on when they are given their file again.
 */
export function useUploads(taskId: string, supplied: () => void) {
  const sendings = shallowRef<Sending[]>([])
  const left = ref<Upload[]>([])
  const problem = shallowRef<Problem>()
  let working = false

  async function look(): Promise<void> {
    try {
      const found = await answer(server.GET('/api/v1/tasks/{taskId}/uploads', { params: { path: { taskId } } }))
      left.value = found.uploads.filter((u) => !sendings.value.some((s) => s.transfer.upload?.id === u.id))
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }

  function add(kind: string, files: File[], marks: MarkName[], replaces?: string): void {
    // What was refused before makes room for what is tried instead.
    sendings.value = sendings.value.filter((s) => s.kind !== kind || s.transfer.state !== 'failed')
    for (const file of files) {
      const earlier = left.value.find((u) => u.kind === kind && u.file_name === file.name && u.size === file.size)
      const body = { kind, file_name: file.name, size: file.size, marks, ...(replaces ? { replaces } : {}) }
      const transfer = new Transfer(file, lineOf(taskId, body), () => triggerRef(sendings), undefined, earlier)
      left.value = left.value.filter((u) => u !== earlier)
      sendings.value = [...sendings.value, { kind, transfer }]
    }
    void work()
  }

  // One after the other: what comes first is there first.
  async function work(): Promise<void> {
    if (working) return
    working = true
    for (let next = waiting(); next; next = waiting()) {
      if (!(await next.transfer.run())) continue
      sendings.value = sendings.value.filter((s) => s !== next)
      supplied()
    }
    working = false
  }
  const waiting = () => sendings.value.find((s) => s.transfer.state === 'waiting')

  function goOn(s: Sending): void {
    s.transfer.state = 'waiting'
    triggerRef(sendings)
    void work()
  }

  async function drop(s: Sending): Promise<void> {
    s.transfer.pause()
    sendings.value = sendings.value.filter((o) => o !== s)
    if (s.transfer.upload) await forget(s.transfer.upload)
  }

  async function forget(u: Upload): Promise<void> {
    left.value = left.value.filter((o) => o.id !== u.id)
    await answer(server.DELETE('/api/v1/uploads/{uploadId}', { params: { path: { uploadId: u.id } } })).catch(() => undefined)
  }

  // The browser asks before it closes a page that still sends.
  function warn(event: BeforeUnloadEvent): void {
    if (sendings.value.some((s) => s.transfer.state === 'running')) event.preventDefault()
  }
  onMounted(() => window.addEventListener('beforeunload', warn))
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', warn)
    sendings.value.forEach((s) => s.transfer.pause())
  })

  return { sendings, left, problem, look, add, goOn, drop, forget }
}
