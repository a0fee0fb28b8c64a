import { chosen } from './chosen'

/** What the page of the channels says. */
const zh = {
  title: '通知渠道',
  lead: '渠道在服务器上配置：密钥不出服务器，这里只显示是否已配置、运行得怎样。计数为近三十天，待发为当前全部。',
  columns: { channel: '渠道', unit: '单位', state: '状态', sent: '已发', waiting: '待发', refused: '未送达', last: '最近送达', failure: '最近一次失败', action: '操作' },
  everyUnit: '没有自己渠道的各单位',
  configured: '已配置',
  missing: '未配置',
  where: { mail: '在服务器的环境变量JIHENG_SMTP_HOST等处配置。', other: '在服务器的环境变量JIHENG_CHANNELS或者JIHENG_CHANNELS_FILE指出的文件中配置。' },
  never: '还没有',
  failedAt: (at: string, text: string) => `${at}：${text}`,
  test: '发一条测试消息',
  testOf: (title: string) => `发一条测试消息：${title}`,
  tested: (title: string) => `已发出，请在${title}中查看。`,
  untested: (title: string, why: string) => `${title}没有发出。${why}`,
  testHint: '邮件发给本人登记的邮箱；群机器人发到本单位的群里，群里的人都能看到。每次测试记入系统流水。',
  feeds: (n: number) => `日历订阅：随系统提供，不必配置，现有${n}人订阅。`,
}

export const channels: typeof zh = chosen(zh, (english) => english.channels)
