import { chosen } from './chosen'

/** What is said where one unit, department or person is added, changed or leaves, and of first passwords. */
const zh = {
  initial: (until: string) => `现在的口令是别人发给您的初始口令，请先改成自己的口令，再办理其他事项。${until}以后没有修改的，初始口令失效。`,
}

export const register: typeof zh = chosen(zh, (english) => english.register)
