import { ref, shallowRef } from 'vue'
import { problemOf, type Problem } from '@/api/problem'

/** Asks a question of the server and says what went wrong with it. */
export function useAnswer<T>() {
  const found = shallowRef<T>()
  const problem = shallowRef<Problem>()
  const asking = ref(false)

  async function ask(question: () => Promise<T>): Promise<void> {
    asking.value = true
    try {
      found.value = await question()
      problem.value = undefined
    } catch (thrown) {
      found.value = undefined
      problem.value = problemOf(thrown)
    } finally {
      asking.value = false
    }
  }
  return { found, problem, asking, ask }
}
