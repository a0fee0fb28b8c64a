import { chosen } from './chosen'

/** What the pages say of publishing a process definition. */
const zh = {
  title: '发布申请',
  lead: '流程的新版由系统管理员提出、安全管理员批准，批准后用于新发起的评价，正在办理的评价沿用原版。',
  empty: '没有发布申请。',
  columns: { process: '流程', reason: '理由', by: '申请', state: '状态', action: '操作' },
  proposed: (who: string, at: string) => `${who}，${at}`,
  decided: (who: string, at: string) => `${who}，${at}`,
  expires: (at: string) => `有效期至${at}`,
  note: (text: string) => `意见：${text}`,
  approve: '批准发布',
  reject: '驳回',
  withdraw: '撤回',
  actionOf: (action: string, title: string, version: number) => `${action}${title}第${version}版`,
  look: '查看改动',
  lookAt: (title: string, version: number) => `查看改动：${title}第${version}版`,
  changes: (title: string, version: number) => `${title}第${version}版的改动`,
  against: (version: number) => `与已发布的第${version}版比较`,
  brandNew: '这是新的流程，没有已发布的版本可以比较。',
  done: { approve: '已发布，新发起的评价按这一版办理。', reject: '已驳回。', withdraw: '已撤回。' },
  propose: {
    title: '提请发布',
    lead: '提请发布的就是编辑器中的原文。请先把 version 改为更大的数，并改正全部问题。',
    reason: '理由',
    submit: '提请发布',
    unsound: '原文还有问题，不能提请发布。请按检查结果逐条改正。',
    done: '已提请发布，待安全管理员批准。',
  },
}

export const publishing: typeof zh = chosen(zh, (english) => english.publishing)
