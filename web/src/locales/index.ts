import { chosen } from './chosen'
import { zh } from './zh'

/** What the page says. Another language is another object of the same shape. */
export type Words = typeof zh

export const words: Words = chosen<Words>(zh, (english) => english.words)
