import { chosen } from './chosen'

/** How long an evaluation and its papers are kept. */
const zh = {
  title: '保管',
  until: (day: string) => `材料保管至${day}。`,
  held: '这项评价正在保全，任何内容都不得清理。',
  gone: (day: string, by: string) => `材料和卷宗的内容已于${day}经${by}同意销毁，摘要、清单和流水永久保留。`,
  hold: (n: number) => `第${n}项保全`,
  by: (name: string, at: string) => `${name}于${at}作出`,
  reference: '依据',
  lifted: (name: string, at: string) => `${name}于${at}解除`,
  lasts: '尚未解除',
  disposals: '销毁申请',
  proposed: (name: string, at: string) => `${name}于${at}申请`,
  decided: (name: string, at: string) => `${name}于${at}答复`,
  state: { proposed: '待审批', approved: '已同意', refused: '不同意' } as Record<string, string>,
}

export const keeping: typeof zh = chosen(zh, (english) => english.keeping)
