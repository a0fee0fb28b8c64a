import { answer, server } from '@/api/client'
import { mayAdminister } from '@/session'

let asked = false

/**
 * Whether to lead somebody to the guide for a new installation: an administrator
 * while nobody can work yet, once for each time that the page is loaded.
 */
export async function ledToGuide(): Promise<boolean> {
  if (asked || !mayAdminister.value) return false
  asked = true
  return answer(server.GET('/api/v1/first-run')).then((guide) => guide.lead, () => false)
}
