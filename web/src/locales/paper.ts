import { marked } from '@/logic/quotation'
import { chosen } from './chosen'

/** What the pages say about contradictions within the tables and why they stand. */
const zh = {
  letterBeside: '写有卷宗摘要，随卷宗另行送达，不在卷宗之内',
  contradiction: {
    title: '表内矛盾',
    lead: '下列各处，填报的数与表内其余数字不一致。请核对：填错的改正；确实如此的，写明理由。写明理由以前不能提交。',
    none: '没有发现表内矛盾。',
    count: (n: number, open: number) => `表内矛盾${n}处，${open ? `还有${open}处没有写明理由` : '均已写明理由'}。`,
    failed: '暂时核对不了，提交时系统会再次核对。',
    row: '指标',
    whole: '全表',
    message: '矛盾',
    stated: '填报',
    computed: '核算',
    reason: '理由',
    reasonOf: (row: string) => `${marked(row)}的理由`,
    noReason: '没有写明理由',
    signed: '签署前请逐处核实下列矛盾和说明的理由：',
  },
}

export const paper: typeof zh = chosen(zh, (english) => english.paper)
