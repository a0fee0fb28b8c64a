import { zh } from './zh'

/** What the page says. Another language is another object of the same shape. */
export type Words = typeof zh

export const words: Words = zh
