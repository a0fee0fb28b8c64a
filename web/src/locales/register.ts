import { chosen } from './chosen'

/** What is said where one unit, department or person is added, changed or leaves, and of first passwords. */
const zh = {
  add: { unit: '新增单位', department: '新增科室', person: '新增人员' },
  edit: { unit: '修改单位', department: '修改科室', person: '修改人员' },
  change: '修改',
  changeOf: (name: string) => `修改：${name}`,
  action: '操作',
  id: '编码',
  idHint: { unit: '英文字母、数字，如统一社会信用代码；登记以后不能改。', department: '不填由系统按名称编号；登记以后不能改。', person: '不填与账号相同；登记以后不能改。' },
  unitName: '单位名称',
  departmentName: '科室名称',
  personName: '姓名',
  unit: '所属单位',
  department: '科室',
  whole: '不属于某个科室',
  choose: '请选择',
  post: '职务',
  login: '账号',
  email: '邮箱（可不填）',
  save: '保存',
  cancel: '取消',
  nothing: '没有改动。',
  rename: '改名只影响以后：以前的文书、流水和卷宗仍用当时的名称。科室不能改属其他单位，请另设。',
  move: '改单位、科室只影响以后的任务；已签收的任务仍在本人名下。',
  leaving: '人员调离：',
  leavingSteps: ['在“系统管理”提出解除其全部角色，由安全管理员批准。', '由安全管理员在“账号”中锁定其账号，登录即时失效。', '名下未办结的任务不会自动转走：由其单位的办公室在“人员调离”页一次改派。'],
  leavingLink: '解除角色、锁定账号',
  initial: (until: string) => `现在的口令是别人发给您的初始口令，请先改成自己的口令，再办理其他事项。${until}以后没有修改的，初始口令失效。`,
}

export const register: typeof zh = chosen(zh, (english) => english.register)
