import { computed, ref, shallowRef } from 'vue'
import { answer, server } from '@/api/client'
import { ifMatch } from '@/api/command'
import { ProblemError, problemOf, type Problem } from '@/api/problem'
import type { components } from '@/api/schema.gen'
import { taskPlans, type Action } from '@/logic/actions'

export type TaskDetail = components['schemas']['TaskDetail']
export type Task = components['schemas']['Task']
export type { Action }
type CompleteTask = components['schemas']['CompleteTask']
export type Draft = components['schemas']['Draft']

/** useTask holds one task as it was last read, and my draft of it. */
export function useTask(id: string) {
  const detail = shallowRef<TaskDetail>()
  const reviewed = shallowRef<TaskDetail>()
  // Whoever receives may decide about what only the unit may open.
  const withheld = ref(false)
  const problem = shallowRef<Problem>()
  const draft = shallowRef<Draft>()
  const readAt = ref(new Date())
  const params = { path: { taskId: id } }

  async function load(): Promise<void> {
    try {
      const found = await answer(server.GET('/api/v1/tasks/{taskId}', { params }))
      const decided = reviewedBy(found)
      reviewed.value = decided && (await loadReviewed(decided.id))
      withheld.value = decided !== undefined && reviewed.value === undefined
      draft.value = found.drafted && may(found, 'draft') ? await loadDraft(id) : undefined
      detail.value = found
      readAt.value = new Date()
      problem.value = undefined
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }

  const can = (action: Action) => detail.value !== undefined && may(detail.value, action)
  const refused = computed(() => detail.value?.permissions.filter((p) => !p.allowed) ?? [])

  // The headers of a command that is made now, of what the person sees now.
  function headers(key: string) {
    return { 'Idempotency-Key': key, 'If-Match': ifMatch(detail.value?.task.version ?? 0) }
  }
  const send = {
    claim: (key: string) => answer(server.POST('/api/v1/tasks/{taskId}/claim', { params: { ...params, header: headers(key) } })),
    release: (key: string) => answer(server.POST('/api/v1/tasks/{taskId}/release', { params: { ...params, header: headers(key) } })),
    complete: (key: string, body: CompleteTask) => answer(server.POST('/api/v1/tasks/{taskId}/complete', { params: { ...params, header: headers(key) }, body })),
    approve: (key: string, opinion: string, attests?: string) => answer(server.POST('/api/v1/tasks/{taskId}/approve', { params: { ...params, header: headers(key) }, body: { ...(opinion ? { opinion } : {}), ...(attests ? { attests } : {}) } })),
    comment: (key: string, text: string, mentions: string[]) => answer(server.POST('/api/v1/tasks/{taskId}/comments', { params: { ...params, header: { 'Idempotency-Key': key } }, body: { text, ...(mentions.length ? { mentions } : {}) } })),
  }
  // What the table of actions says: its paths are the contract's, and a body
  // has what its fields are named.
  function take(key: string, action: Action, body: Record<string, unknown>): Promise<Task> {
    const path = taskPlans[action]?.path as '/api/v1/tasks/{taskId}/transfer'
    return answer(server.POST(path, { params: { ...params, header: headers(key) }, body: body as never }))
  }

  async function watch(on: boolean): Promise<void> {
    await answer(on ? server.PUT('/api/v1/tasks/{taskId}/watch', { params }) : server.DELETE('/api/v1/tasks/{taskId}/watch', { params }))
    if (detail.value) detail.value = { ...detail.value, watched: on }
  }

  async function saveDraft(content: CompleteTask): Promise<void> {
    const header = { 'If-Match': ifMatch(draft.value?.version ?? 0) }
    draft.value = await answer(server.PUT('/api/v1/tasks/{taskId}/draft', { params: { ...params, header }, body: content }))
  }

  /** The draft as it is now, which another place may have saved. */
  async function loadNewDraft(): Promise<Draft | undefined> {
    draft.value = await loadDraft(id)
    return draft.value
  }

  return { detail, reviewed, withheld, problem, draft, readAt, load, can, refused, send, take, watch, saveDraft, loadNewDraft }
}

function may(detail: TaskDetail, action: Action): boolean {
  return detail.permissions.some((p) => p.action === action && p.allowed)
}

async function loadDraft(id: string): Promise<Draft | undefined> {
  try {
    return await answer(server.GET('/api/v1/tasks/{taskId}/draft', { params: { path: { taskId: id } } }))
  } catch (thrown) {
    if (thrown instanceof ProblemError && thrown.status === 404) return undefined
    throw thrown
  }
}

/** The task that a decision is about: the last that handed in the step before. */
function reviewedBy(detail: TaskDetail): Task | undefined {
  if (!detail.decides || !detail.return_to) return undefined
  const step = detail.return_to.split('.').pop()
  return [...detail.history]
    .filter((t) => t.step === step && t.state === 'completed')
    .sort((a, b) => a.round - b.round)
    .pop()
}

async function loadReviewed(taskId: string): Promise<TaskDetail | undefined> {
  try {
    return await answer(server.GET('/api/v1/tasks/{taskId}', { params: { path: { taskId } } }))
  } catch (thrown) {
    if (thrown instanceof ProblemError && thrown.status === 404) return undefined
    throw thrown
  }
}
