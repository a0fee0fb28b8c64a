/** What the pages of the login and of the password say. */
export const account = {
  login: {
    title: '登录',
    login: '账号',
    password: '口令',
    submit: '登录',
    needed: '请先登录，登录后会回到您要去的页面。',
    public: '查看已公开的自评结果',
    missing: '请填写账号和口令。',
  },
  password: {
    title: '修改口令',
    lead: '修改以后，您在其他电脑和手机上的登录立即失效。',
    old: '原口令',
    next: '新口令',
    again: '再输入一次新口令',
    hint: '至少10个字符，不要用常见的口令；可以是一句容易记住的话。',
    submit: '修改',
    done: '口令已修改，下次请用新口令登录。',
    needOld: '请填写原口令。',
    tooShort: '新口令至少10个字符。',
    unchanged: '新口令与原口令相同。',
    different: '两次输入的新口令不一致。',
  },
}
