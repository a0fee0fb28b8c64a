import { ref } from 'vue'

/** How many notices I have not read, for the head of every page. */
export const unread = ref(0)
