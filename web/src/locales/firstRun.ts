import { chosen } from './chosen'

type Point = 'administrators' | 'departments' | 'people' | 'roles' | 'calendar' | 'process' | 'start'

/** What the guide for a new installation says. */
const zh = {
  title: '初次使用',
  lead: '按顺序做完下面几件事，就可以发起第一项自评。做完的会自动打勾；发起以后本页不再出现。',
  over: '已经发起过自评，初次使用的准备都做完了。',
  progress: (done: number, all: number) => `已完成${done}项，共${all}项`,
  done: '已完成',
  open: '待办',
  lacking: (names: string) => `还缺：${names}`,
  there: { administrators: (n: number) => `已任命${n}员`, departments: (n: number) => `现有${n}个科室`, people: (n: number) => `现有${n}人`, roles: (n: number) => `4个岗位已有${n}个`, calendar: (n: number) => `${n}年`, process: (n: number) => `现有${n}个流程`, start: (n: number) => `已发起${n}项` } as Record<Point, (n: number) => string>,
  points: {
    administrators: { title: '任命三员', detail: '系统管理员、安全管理员、审计管理员须是三个不同的人，互不兼任。第一批在服务器上用 jiheng admin 任命。', link: '', to: '' },
    departments: { title: '导入科室', detail: '下载科室表模板，填好后导入；有错误会逐个单元格指出，改好再导。由系统管理员办理。', link: '导入科室', to: 'organisation' },
    people: { title: '导入人员', detail: '下载人员表模板，填好后导入。账号的初始口令由系统管理员发给本人。', link: '导入人员', to: 'organisation' },
    roles: { title: '任命岗位', detail: '系统管理员提出，安全管理员批准，两个人才能生效。', link: '提出或批准任免', to: 'administration' },
    calendar: { title: '核对放假安排', detail: '截止日按工作日计算，本年的放假安排须已导入。没有的由系统管理员在“系统管理”的“工作日历”中导入，先预览再确认。', link: '查看或者导入放假安排', to: 'administration' },
    process: { title: '选择流程，预览排期', detail: '看一遍流程说明和流程图，按假设的启动日预览每个截止日。预览不留记录，发起第一项自评以后打勾。', link: '查看流程定义', to: 'definitions' },
    start: { title: '发起第一项自评', detail: '由办公室或者主要负责人登录后发起：选择流程，导入项目清单，确认排期。', link: '查看进度看板', to: 'board' },
  } as Record<Point, { title: string; detail: string; link: string; to: string }>,
  templates: { departments: '下载科室表模板', people: '下载人员表模板' } as Partial<Record<Point, string>>,
}

export const firstRun: typeof zh = chosen(zh, (english) => english.firstRun)
