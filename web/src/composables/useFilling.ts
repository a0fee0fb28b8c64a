import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue'
import { useAutosave } from '@/composables/useAutosave'
import type { useTask } from '@/composables/useTask'
import { words } from '@/locales'
import type { ToClear } from '@/logic/clearance'
import { differences, merged, type Content, type Difference } from '@/logic/conflict'
import { formValues, submissionOf, type FormField, type FormValues } from '@/logic/form'
import { dateTime } from '@/logic/time'
import { forgetUnsaved, keepUnsaved, keptUnsaved } from '@/logic/unsaved'

// What was typed is kept in the browser until the server has it; with what it
// began from, so that another's change can be told from one's own.
interface Unsaved {
  draft: number
  content: Content
  base?: Content
}

/**
 * useFilling holds what somebody fills in for a task: saved as one types, kept
 * in the browser besides, and never lost to what another place saved.
 */
export function useFilling(task: ReturnType<typeof useTask>, id: string, form: ComputedRef<FormField[]>, toClear: ComputedRef<ToClear | undefined>) {
  const values = ref<FormValues>()
  const opinion = ref('')
  const said = ref('')
  const theirs = shallowRef<{ content: Content; at: string; list: Difference[] }>()
  const orphan = shallowRef<Content>()
  const about = 'task.' + id
  const { can, detail, draft } = task
  // What is typed here began from; it stays while another's change is not settled.
  let base: Content = { submission: {} }
  let baseVersion = 0
  let filled: string | undefined

  const writes = computed(() => can('complete') || can('draft') || can('approve'))
  const draftVersion = () => draft.value?.version ?? 0
  const saving = useAutosave(send, meet)

  function content(): Content {
    return { submission: values.value ? submissionOf(form.value, values.value, toClear.value) : {}, ...(opinion.value.trim() ? { opinion: opinion.value.trim() } : {}) }
  }
  function show(saved: { submission?: Content['submission']; opinion?: string }): void {
    values.value = formValues(form.value, saved.submission, toClear.value)
    opinion.value = saved.opinion ?? ''
  }
  function begin(): void {
    base = content()
    baseVersion = draftVersion()
    filled = JSON.stringify(base)
  }

  /** Shows what there is: the draft, what was handed in before, what was typed here and not saved. */
  function fill(): void {
    const again = detail.value?.previous
    show(draft.value?.content ?? { submission: again ?? detail.value?.submission })
    begin()
    theirs.value = undefined
    saving.forget()
    if (draft.value?.saved_at) said.value = words.task.draftLoaded(dateTime(draft.value.saved_at))
    else if (again && writes.value) said.value = words.task.previousLoaded
    const kept = keptUnsaved<Unsaved>(about)
    orphan.value = kept && !writes.value ? kept.content : undefined
    if (kept && writes.value) resume(kept)
  }
  // What another place saved since is shown beside it.
  function resume(kept: Unsaved): void {
    const saved = content()
    show(kept.content)
    if (kept.draft !== draftVersion() && kept.base) {
      ;[base, baseVersion] = [kept.base, kept.draft]
      return ask(base, kept.content, saved)
    }
    said.value = words.unsavedLoaded
  }

  watch(
    [values, opinion],
    () => {
      if (!values.value || filled === undefined) return
      const typed = content()
      if (JSON.stringify(typed) === filled) return forgetUnsaved(about)
      keepUnsaved(about, { draft: baseVersion, content: typed, base } satisfies Unsaved)
      if (can('draft')) saving.touch()
    },
    { deep: true },
  )

  async function send(): Promise<void> {
    const body = content()
    await task.saveDraft(body)
    saved(body)
  }
  function saved(body: Content): void {
    base = body
    baseVersion = draftVersion()
    filled = JSON.stringify(body)
    if (JSON.stringify(content()) === filled) forgetUnsaved(about)
  }
  // Another place was faster: its draft is fetched and held against this one.
  async function meet(): Promise<void> {
    const found = await task.loadNewDraft()
    ask(base, content(), found?.content ?? { submission: {} })
  }
  function ask(from: Content, mine: Content, other: Content): void {
    const list = differences(from, mine, other)
    if (!list.length) {
      saved(other)
      return saving.settle('saved')
    }
    theirs.value = { content: other, at: draft.value?.saved_at ?? '', list }
    saving.settle('conflict')
  }
  /** Takes what was chosen of each difference, and saves it. */
  async function settle(chosen: Difference[]): Promise<void> {
    if (!theirs.value) return
    show(merged(content(), theirs.value.content, chosen))
    ;[base, baseVersion] = [theirs.value.content, draftVersion()]
    theirs.value = undefined
    saving.settle('dirty')
    await saving.now()
  }

  /** Handed in, or not somebody's any more. */
  function forget(): void {
    saving.forget()
    forgetUnsaved(about)
    orphan.value = undefined
  }
  return { values, opinion, said, content, fill, send, meet, settle, forget, saving, theirs, orphan }
}
