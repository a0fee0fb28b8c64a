import type { account as zh } from '../zh/account'

export const account: typeof zh = {
  login: {
    title: 'Log in',
    login: 'Account',
    password: 'Password',
    submit: 'Log in',
    needed: 'Please log in first. You will then return to the page you wanted.',
    public: 'See the published self-evaluations',
    missing: 'Enter your account and password.',
  },
  password: {
    title: 'Change password',
    lead: 'Once it is changed, you are logged out on all your other computers and phones.',
    old: 'Current password',
    next: 'New password',
    again: 'New password once more',
    hint: 'At least 10 characters, and none of the common ones. A sentence that is easy to remember will do.',
    submit: 'Change',
    done: 'Your password has been changed. Use the new one next time.',
    needOld: 'Enter your current password.',
    tooShort: 'The new password needs at least 10 characters.',
    unchanged: 'The new password is the same as the current one.',
    different: 'The two new passwords differ.',
  },
}
