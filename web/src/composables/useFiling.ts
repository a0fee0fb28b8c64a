import { shallowRef } from 'vue'
import { answer, server } from '@/api/client'
import { ifMatch } from '@/api/command'
import { problemOf, type Problem } from '@/api/problem'
import type { components } from '@/api/schema.gen'
import type { ReceivedFiling } from '@/logic/filing'

/** useFiling holds one filing as it was last read, and decides about it. */
export function useFiling(id: string) {
  const filing = shallowRef<ReceivedFiling>()
  const problem = shallowRef<Problem>()
  const path = { filingId: id }

  async function load(): Promise<void> {
    try {
      filing.value = await answer(server.GET('/api/v1/filings/{filingId}', { params: { path } }))
      problem.value = undefined
    } catch (thrown) {
      problem.value = problemOf(thrown)
    }
  }
  // Of what the person sees now.
  const params = (key: string) => ({ path, header: { 'Idempotency-Key': key, 'If-Match': ifMatch(filing.value?.row_version ?? 0) } })
  const send = {
    receive: (key: string) => answer(server.POST('/api/v1/filings/{filingId}/receive', { params: params(key) })),
    accept: (key: string, body: components['schemas']['AcceptFiling']) => answer(server.POST('/api/v1/filings/{filingId}/accept', { params: params(key), body })),
    sendBack: (key: string, body: components['schemas']['ReturnFiling']) => answer(server.POST('/api/v1/filings/{filingId}/return', { params: params(key), body })),
    assess: (key: string, body: components['schemas']['AssessFiling']) => answer(server.POST('/api/v1/filings/{filingId}/opinions', { params: params(key), body })),
    settleGap: (key: string, body: components['schemas']['SettleReviewGap']) => answer(server.POST('/api/v1/filings/{filingId}/review-gap', { params: params(key), body })),
    sendNotice: (key: string, body: components['schemas']['SendRectificationNotice']) => answer(server.POST('/api/v1/filings/{filingId}/rectification-notices', { params: params(key), body })),
    rectify: (key: string, body: components['schemas']['OrderRectification']) =>
      answer(server.POST('/api/v1/filings/{filingId}/rectification', { params: { path, header: { 'Idempotency-Key': key } }, body })),
  }
  return { filing, problem, load, send }
}
