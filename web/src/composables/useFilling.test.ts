import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { computed, defineComponent, shallowRef } from 'vue'
import { ProblemError } from '@/api/problem'
import type { Draft, useTask } from '@/composables/useTask'
import type { Content } from '@/logic/conflict'
import type { FormField } from '@/logic/form'
import { writesHere } from '@/logic/unsaved'
import { useFilling } from './useFilling'

const form = ['a', 'b'].map((name) => ({ name, title: name, kind: 'text', required: false })) as FormField[]
const content = (a: string, b: string): Content => ({ submission: { fields: [{ name: 'a', value: a }, { name: 'b', value: b }].filter((f) => f.value) } })
const stale = new ProblemError({ type: '', title: '', status: 409, code: 'conflict', reason: 'draft_stale', request_id: '' })

// What the server has; another place writes to it by itself.
let server: Draft | undefined
let mine = true

beforeEach(() => {
  vi.useFakeTimers()
  sessionStorage.clear()
  writesHere('p1')
  server = undefined
  mine = true
})
afterEach(() => vi.useRealTimers())

function open() {
  const draft = shallowRef(server)
  const task = {
    draft,
    detail: shallowRef({}),
    can: () => mine,
    saveDraft: (body: Content) => {
      if ((server?.version ?? 0) !== (draft.value?.version ?? 0)) return Promise.reject(stale)
      server = draft.value = { content: body, version: (server?.version ?? 0) + 1 }
      return Promise.resolve()
    },
    loadNewDraft: () => Promise.resolve((draft.value = server)),
  } as unknown as ReturnType<typeof useTask>
  let filling!: ReturnType<typeof useFilling>
  const view = mount(defineComponent({ setup: () => void (filling = useFilling(task, 't1', computed(() => form), computed(() => undefined))), template: '<p />' }))
  filling.fill()
  const type = async (name: string, text: string) => {
    if (filling.values.value) filling.values.value = { ...filling.values.value, texts: { ...filling.values.value.texts, [name]: text } }
    await vi.advanceTimersByTimeAsync(2_100)
  }
  return { view, filling, type }
}

it('saves what is typed, and shows it again', async () => {
  const one = open()
  await one.type('a', '甲')
  expect(server?.content).toEqual(content('甲', ''))
  one.view.unmount()
  expect(open().filling.values.value?.texts).toEqual({ a: '甲', b: '' })
})

it('asks about what another place changed, and loses nothing to a reload meanwhile', async () => {
  server = { content: content('甲', '乙'), version: 1 }
  const one = open()
  await vi.advanceTimersByTimeAsync(1)
  server = { content: content('甲二', '乙二'), version: 2 }
  await one.type('a', '甲一')
  expect(one.filling.theirs.value?.list.map((d) => [d.key, d.choice])).toEqual([['field.a', ''], ['field.b', 'theirs']])
  await one.type('a', '甲一再')
  expect(server.version, 'nothing is written over').toBe(2)
  one.view.unmount()

  const two = open()
  await vi.advanceTimersByTimeAsync(1)
  expect(two.filling.theirs.value?.list.map((d) => [d.key, d.mine, d.choice])).toEqual([['field.a', '甲一再', ''], ['field.b', '乙', 'theirs']])
  await two.filling.settle([{ key: 'field.a', mine: '', theirs: '', choice: 'mine' }, { key: 'field.b', mine: '', theirs: '', choice: 'theirs' }])
  expect(server).toEqual({ content: content('甲一再', '乙二'), version: 3 })
  expect(two.filling.saving.state.value).toBe('saved')
})

it('shows what was typed for a task that is in other hands now', async () => {
  const one = open()
  if (one.filling.values.value) one.filling.values.value = { ...one.filling.values.value, texts: { a: '没有提交', b: '' } }
  await vi.advanceTimersByTimeAsync(1)
  mine = false
  one.view.unmount()
  const two = open()
  expect(two.filling.orphan.value).toEqual(content('没有提交', ''))
  two.filling.forget()
  expect(open().filling.orphan.value).toBeUndefined()
})
