import type { register as zh } from '../register'

export const register: typeof zh = {
  initial: (until) => `Your present password was handed out by somebody else. Change it to one of your own before anything else. Unless it is changed, it ends on ${until}.`,
}
