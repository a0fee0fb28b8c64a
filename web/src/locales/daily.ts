import { marked } from '@/logic/quotation'
import { chosen } from './chosen'

/** What the pages say in daily use: why a task is there again, why an action is not, and what became of a connection. */
const zh = {
  sentBack: {
    title: '退回重办',
    who: (stage: string, name: string, at: string) => `${at}，${name}${stage ? `在${marked(stage)}` : ''}退回：`,
  },
}

export const daily: typeof zh = chosen(zh, (english) => english.daily)
