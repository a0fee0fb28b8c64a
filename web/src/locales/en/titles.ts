import type { titles as zh } from '../titles'

export const titles: typeof zh = {
  board: 'Board',
  definitions: 'Process definitions',
  firstRun: 'Getting started',
}
