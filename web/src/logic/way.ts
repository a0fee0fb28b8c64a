import { shallowRef } from 'vue'
import type { LocationQuery } from 'vue-router'

/** How the inbox was looked at last, so that one comes back to it from a task. */
export const lastInbox = shallowRef<LocationQuery>({})
