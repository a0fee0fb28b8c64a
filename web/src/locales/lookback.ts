import { chosen } from './chosen'

/** What the pages say of looking back at what was put right. */
const zh = {
  title: '回头看',
  on: (day: string) => `${day}回头看`,
  outcome: (problem: string, rectified: boolean, finding: string) => `${problem}：${rectified ? '已整改' : '未整改'}。${finding}`,
  download: '下载结果',
  days: '回复审核通过多少天以后回头看',
  found: '财政部门回头看的结果',
}

export const lookBack: typeof zh = chosen(zh, (english) => english.lookBack)
