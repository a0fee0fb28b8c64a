import { chosen } from './chosen'

/** What the timeline, the diagram, the board and the definitions say. */
const zh = {
  holidays: (year: number) => `${year}年放假安排`,
  timeline: {
    title: '进度',
    summary: (due: string, ends: string, late: number) => late > 0 ? `计划${due}办结，预计${ends}办结，晚${late}天。` : `计划${due}办结，预计${ends}办结，能够按期。`,
    over: (due: string, ends: string, late: number) => late > 0 ? `计划${due}办结，实际${ends}办结，晚${late}天。` : `计划${due}办结，实际${ends}办结，未超期。`,
    noForecast: '已终止，不再预计。',
    how: '预计按已知情况推算：在办的按截止日，过期的从今天算起；后面的环节按计划时长；每次打开本页都重新推算。',
    planned: '计划',
    actual: '实际',
    forecast: '预计',
    today: '今天',
    table: '以表格查看',
    subject: '阶段、对象',
    difference: '相差',
    who: '等谁办',
    late: (n: number) => `晚${n}天`,
    willBeLate: (n: number) => `预计晚${n}天`,
    onTime: '按期',
    critical: '影响全程',
    waits: (title: string, who: string) => who ? `${title}：${who}` : `${title}：系统`,
    unclaimed: '待签收',
    more: (n: number) => `另有${n}项，见表格`,
    whole: '整体',
    bar: (subject: string, planned: string, actual: string, forecast: string) => `${subject}：计划${planned}；实际${actual || '未开始'}；预计${forecast || '无'}`,
    span: (from: string, to: string) => from === to ? from : `${from}至${to}`,
    since: (from: string) => `${from}起`,
  },
  diagram: {
    title: '流程图',
    open: '打开流程图',
    file: '下载 BPMN 2.0 文件',
    label: (title: string) => `${title}流程图，各环节状态见下方列表`,
    list: '各环节状态',
    state: { waiting: '未到', open: '办理中', done: '已办', returned: '已退回', skipped: '已跳过' },
    counts: (p: { items: number; open: number; done: number; returned: number; skipped: number; again: number }) => {
      const parts = [
        p.open && `在办${p.open}`, p.again && `其中重办${p.again}`, p.done && `已办${p.done}`, p.returned && `退回${p.returned}`, p.skipped && `跳过${p.skipped}`,
      ].filter(Boolean)
      return p.items > 1 && parts.length > 0 ? `共${p.items}项，${parts.join('，')}` : ''
    },
    unreadable: '流程图读不出来，请下载文件用其他工具打开。',
  },
}

export const overview: typeof zh = chosen(zh, (english) => english.overview)
