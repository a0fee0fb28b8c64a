import { chosen } from './chosen'

/** The titles of pages that bring all their other words themselves. */
const zh = {
  board: '进度看板',
  definitions: '流程定义',
  firstRun: '初次使用',
}

export const titles: typeof zh = chosen(zh, (english) => english.titles)
