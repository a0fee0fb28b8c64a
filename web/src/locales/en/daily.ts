import { marked } from '@/logic/quotation'
import type { daily as zh } from '../daily'

export const daily: typeof zh = {
  sentBack: {
    title: 'Sent back',
    who: (stage, name, at) => `${at}: ${name} sent it back${stage ? ` from ${marked(stage)}` : ''}:`,
  },
}
