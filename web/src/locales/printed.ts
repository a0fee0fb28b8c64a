import { chosen } from './chosen'

/** What the pages say of the common printed form of a project. */
const zh = {
  item: { second: '二级指标', name: '三级指标', unit: '计量单位', target: '年度指标值', actual: '实际完成值', reason: '偏差原因分析及改进措施' },
  money: {
    title: '项目资金',
    name: '资金',
    initial: '年初预算数',
    full_year: '全年预算数',
    executed: '全年执行数',
    weight: '分值',
    rate: '执行率',
    score: '得分',
    reason: '执行偏差原因',
    add: '增加一行资金',
    all: '年度资金总额',
  },
  about: {
    title: '项目概况和年度总体目标',
    project: '项目名称',
    department: '主管部门',
    implementer: '实施单位',
    money_unit: '资金的单位（如万元）',
    expected: '年度总体目标：预期目标',
    reached: '年度总体目标：实际完成情况',
  },
  findings: {
    title: '核查发现',
    count: (n: number, must: number) => `核查发现${n}处${must ? `，其中${must}处须填写后才能提交` : '，请逐处核对'}。`,
    none: '没有核查发现。',
    whole: '全表',
  },
  notes: (n: number) => `已读入，另有${n}处请留意：`,
  rows: '评分表各行',
}

export const printed: typeof zh = chosen(zh, (english) => english.printed)
