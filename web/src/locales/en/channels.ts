import type { channels as zh } from '../channels'
import { count } from './plural'

export const channels: typeof zh = {
  title: 'Channels',
  lead: 'Channels are set up on the server: secrets never leave it, and only whether they are set and how they go is shown here. Counts are of the last thirty days; what waits is counted whatever its age.',
  columns: { channel: 'Channel', unit: 'Unit', state: 'State', sent: 'Sent', waiting: 'Waiting', refused: 'Refused', last: 'Last sent', failure: 'Last failure', action: 'Action' },
  everyUnit: 'units without their own',
  configured: 'set',
  missing: 'not set',
  where: { mail: 'Set on the server by JIHENG_SMTP_HOST and the variables beside it.', other: 'Set on the server by JIHENG_CHANNELS, or in the file that JIHENG_CHANNELS_FILE names.' },
  never: 'never',
  failedAt: (at, text) => `${at}: ${text}`,
  test: 'Send a test message',
  testOf: (title) => `Send a test message: ${title}`,
  tested: (title) => `Sent; please look for it in ${title}.`,
  untested: (title, why) => `${title}: not sent. ${why}`,
  testHint: 'Mail goes to your own registered address; a robot writes to the group of your unit, where all can see it. Every test is put into the system journal.',
  feeds: (n) => `Calendar feeds come with the system and need no settings; ${count(n, 'person subscribes', 'people subscribe')}.`,
}
